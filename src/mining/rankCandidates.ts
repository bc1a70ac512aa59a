import type { Mining } from "../model/workspace.js";
import type { Candidate } from "./candidate.js";
import { coverGreedily } from "./coverGreedily.js";
import type { MinedDocument } from "./documents.js";
import type { FoundPhrase } from "./findPhrases.js";
import { judgeHeldOut } from "./heldOut.js";
import type { HeldOut } from "./heldOut.js";
import type { CandidateHits } from "./hitsTally.js";
import type { Split } from "./splitDocuments.js";

/** A phrase with what it hits. */
export type JudgedPhrase = CandidateHits & { readonly phrase: FoundPhrase };

export type RankContext = {
  readonly documents: readonly MinedDocument[];
  readonly split: Split;
  readonly settings: Mining;
  /** Number of items in the traffic. */
  readonly items: number;
};

/**
 * The phrases that may become terms, those that beat the bar first, then those that too few labels speak for; each in
 * the order in which it adds most on the mined documents, where a good item costs what makes a term at the bar worth
 * nothing. Phrases that hit too much traffic, that the held-out documents speak against, or that add nothing to the ones
 * before are left out. All numbers given are of held-out documents alone.
 */
export function rankCandidates(
  phrases: readonly JudgedPhrase[],
  context: RankContext,
): Omit<Candidate, "nearest">[] {
  const { documents, split, settings, items } = context;
  const { minPrecision, maxShare } = settings;
  const held = phrases.map((phrase) => heldOutHits(phrase, documents, split));
  const judged = judgeHeldOut(held.map((indexes) => indexes.flatMap((index) => documents[index] ?? [])));
  const usable = phrases.flatMap((phrase, at) => {
    const heldOut = judged[at];
    if (heldOut === undefined || phrase.items > maxShare * items) return [];
    if ((heldOut.precision ?? 1) < minPrecision) return [];
    return [{ phrase, heldOut, held: held[at] ?? [], beatsBar: (heldOut.low ?? 0) >= minPrecision }];
  });
  const cost = minPrecision / (1 - Math.min(minPrecision, 0.999));
  const values = Float64Array.from(documents, ({ isViolating, weight }, index) =>
    split.isMined[index] === 1 ? weight * (isViolating ? 1 : -cost) : 0,
  );
  const taken = new Uint8Array(documents.length);
  const ranked = [true, false].flatMap((beatsBar) => {
    const group = usable.filter((candidate) => candidate.beatsBar === beatsBar);
    const coverage = group.map(({ phrase }) => phrase.hits);
    return coverGreedily(coverage, values, { taken }).flatMap(({ index }) => group[index] ?? []);
  });
  const gainOf = heldOutGain(documents);
  return ranked.map(({ phrase, heldOut, held: indexes, beatsBar }) =>
    toCandidate(phrase, { heldOut, beatsBar, gain: gainOf(indexes) }),
  );
}

/** Held-out documents that it hits, of advertisers none of whose mined documents it hits. */
function heldOutHits(
  { hits }: JudgedPhrase,
  documents: readonly MinedDocument[],
  { isMined }: Split,
): number[] {
  const known = new Set<number>();
  for (const index of hits) if (isMined[index] === 1) known.add(documents[index]?.cluster ?? -1);
  return [...hits].filter((index) => isMined[index] !== 1 && !known.has(documents[index]?.cluster ?? -1));
}

/** Weighted violations among documents that no earlier candidate was given. */
function heldOutGain(documents: readonly MinedDocument[]): (indexes: readonly number[]) => number {
  const taken = new Set<number>();
  return (indexes) => {
    let gain = 0;
    for (const index of indexes) {
      if (taken.has(index)) continue;
      taken.add(index);
      if (documents[index]?.isViolating === true) gain += documents[index]?.weight ?? 0;
    }
    return gain;
  };
}

function toCandidate(
  { phrase, newItems }: JudgedPhrase,
  { heldOut, beatsBar, gain }: { heldOut: HeldOut; beatsBar: boolean; gain: number },
): Omit<Candidate, "nearest"> {
  return {
    term: phrase.text,
    kind: "word",
    match: phrase.isSpaceless ? "substring" : "word",
    language: phrase.language,
    radius: null,
    support: phrase.support,
    z: phrase.z,
    heldOut,
    gain,
    newHits: newItems,
    beatsBar,
  };
}
