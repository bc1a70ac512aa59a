import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { mineTraffic } from "../../src/mining/mineTraffic.js";
import { toMining } from "../../src/model/workspace.js";
import type { ReplayedOn, Traffic } from "../../src/replay/traffic.js";
import { randomFrom } from "../../src/stats/random.js";

const documents = 12_000;
const words = 300;

/**
 * Of words whose precision is drawn from 0.1 to 1, how many candidates the bar lets through, and of how many of these
 * the precision lies in the stated interval. Each document holds one such word among common ones.
 */
export async function knownPrecision(seed: number): Promise<{ accepted: number; inside: number }> {
  const random = randomFrom(seed);
  const precisions = Array.from({ length: words }, () => 0.1 + 0.9 * random.uniform());
  const items = Array.from({ length: documents }, () => {
    const word = Math.floor(words * random.uniform() ** 1.5);
    const common = Array.from({ length: 5 }, () => `common${random.integer(3000)}`);
    const isViolating = random.uniform() < (precisions[word] ?? 0) * 0.6;
    return { text: `${common.join(" ")} word${word}x`, isViolating };
  });
  const traffic: Traffic = {
    itemIds: items.map((_, at) => `${at}`),
    truths: items.map(({ isViolating }) => (isViolating ? "violating" : "good")),
    weights: new Float64Array(documents).fill(1),
    clusters: Int32Array.from(items, (_, at) => at),
    slices: {},
    createdAt: undefined,
    logged: undefined,
    outcomes: new Uint8Array(documents),
    money: [],
    async *readTexts() {
      yield { first: 0, text: normaliseColumn(utf8Column(items.map(({ text }) => text))).canonical };
    },
  };
  const release: ReplayedOn = {
    label: "none",
    snapshotId: "",
    terms: [],
    hits: { items: [], terms: [] },
    rejecting: [],
  };
  const { candidates } = await mineTraffic(traffic, release, toMining({ minPrecision: 0.3 }));
  const accepted = candidates.filter(({ beatsBar, term }) => beatsBar && /^word\d+x$/.test(term));
  const inside = accepted.filter(({ term, heldOut: { low = 0, high = 0 } }) => {
    const precision = (precisions[Number(term.slice(4, -1))] ?? 0) * 0.6;
    return precision >= low && precision <= high;
  });
  return { accepted: accepted.length, inside: inside.length };
}
