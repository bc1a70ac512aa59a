import { bootstrapInterval } from "../stats/bootstrap.js";
import type { Bounds } from "../stats/wilson.js";
import { mixRate } from "./mixRate.js";
import type { SliceChange } from "./mixRate.js";

/** What one sampling unit (an advertiser, say) has in one slice of one window. */
export type UnitPart = {
  readonly slice: string;
  readonly window: "from" | "to";
  readonly count: number;
  readonly total: number;
};

export type SplitIntervals = { readonly mix: Bounds | undefined; readonly rate: Bounds | undefined };

/**
 * Intervals of the mix and the rate part of a change, by drawing sampling units again with all that they have in both
 * windows; each `undefined` without units, or where more than a tenth of the draws leave a window empty. The same seed
 * gives the same intervals. O(runs × parts).
 */
export function splitIntervals(
  units: readonly (readonly UnitPart[])[],
  { seed = 1, runs = 1000, level = 0.95 } = {},
): SplitIntervals {
  const intervalOf = (part: "mix" | "rate"): Bounds | undefined =>
    bootstrapInterval(units, (drawn) => mixRate(sliceChanges(drawn))?.[part], { seed, runs, level });
  return { mix: intervalOf("mix"), rate: intervalOf("rate") };
}

function sliceChanges(units: readonly (readonly UnitPart[])[]): SliceChange[] {
  const slices = new Map<string, { key: string; from: Sum; to: Sum }>();
  for (const { slice, window, count, total } of units.flat()) {
    const found = slices.get(slice) ?? {
      key: slice,
      from: { count: 0, total: 0 },
      to: { count: 0, total: 0 },
    };
    found[window].count += count;
    found[window].total += total;
    slices.set(slice, found);
  }
  return [...slices.values()];
}

type Sum = { count: number; total: number };
