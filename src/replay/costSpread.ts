import type { TermCost } from "../model/termCost.js";

/** µs that 1,000 items take: the median of the rounds, the least and the most. */
export type Spread = Pick<TermCost, "costUs" | "lowUs" | "highUs">;

/** What a search takes, after one that does not count, in which code is compiled and memory touched. */
export function spreadOf(
  run: () => void,
  { now, rounds, items }: { now: () => number; rounds: number; items: number },
): Spread {
  run();
  const times = Array.from({ length: rounds }, () => {
    const start = now();
    run();
    return ((now() - start) * 1_000_000) / items;
  }).toSorted((a, b) => a - b);
  const [lowUs = 0, highUs = 0] = [times[0], times.at(-1)];
  return { costUs: times[times.length >> 1] ?? 0, lowUs, highUs };
}

export function addSpreads(a: Spread, b: Spread): Spread {
  return { costUs: a.costUs + b.costUs, lowUs: a.lowUs + b.lowUs, highUs: a.highUs + b.highUs };
}

/** A microsecond for a thousand items: less is told of no term. */
const leastNoiseUs = 1;

/**
 * What a search takes more than one for nothing. What that one varies by is noise: a median within it is `below` it.
 */
export function costAbove(nothing: Spread, found: Spread): Omit<TermCost, "termId" | "kind"> {
  const above = (us: number): number => Math.max(0, us - nothing.costUs);
  const noiseUs = Math.max(leastNoiseUs, nothing.highUs - nothing.costUs);
  const costUs = above(found.costUs);
  if (costUs <= noiseUs) return { costUs: noiseUs, lowUs: 0, highUs: noiseUs, basis: "below" };
  return { costUs, lowUs: above(found.lowUs), highUs: above(found.highUs), basis: "alone" };
}
