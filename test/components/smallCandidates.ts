import type { PublishedCandidate, PublishedCandidates } from "../../src/mining/candidate.js";

const plain = {
  kind: "word",
  match: "word",
  language: "en",
  radius: null,
  z: 4.2,
  gain: 12.4,
  newHits: 70,
  beatsBar: true,
  nearest: null,
} as const;

function candidate(term: string, more: Partial<PublishedCandidate>): PublishedCandidate {
  const heldOut = { tp: 12, fp: 1, labelled: 13, precision: 0.9, low: 0.66, high: 0.99 };
  return { termId: "00000000000000ff", ...plain, term, support: 9, heldOut, ...more };
}

/** Three candidates, one without a label of its own, of a workspace that publishes texts. */
export function smallCandidates(): PublishedCandidates {
  return {
    key: "0123",
    isMasked: false,
    tooFew: 2,
    mined: {
      release: "r3",
      settings: { minPrecision: 0.5, minSupport: 3, maxShare: 0.05, boilerplate: [] },
      documents: { violating: 40, good: 160, decided: 0, mined: 120, heldOut: 80 },
      splitBy: "time",
      bar: 0.5,
      judged: 31,
      candidates: [
        candidate("sour plum", {
          nearest: { termId: "00000000000000a1", term: "plum", relation: "inside", distance: 5 },
        }),
        candidate("3c".repeat(32), { kind: "image", match: "", language: null, radius: 17, z: null }),
        candidate("quinces", {
          gain: 3,
          nearest: { termId: "00000000000000a2", term: "quince", relation: "spelling", distance: 1 },
        }),
        candidate("<b>fig & leaf</b>", {
          language: null,
          beatsBar: false,
          gain: 0,
          heldOut: { tp: 0, fp: 0, labelled: 0, precision: null, low: null, high: null },
        }),
      ],
    },
  };
}
