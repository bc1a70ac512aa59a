import { compareKeys } from "../metrics/cells.js";
import { pickDecided } from "./compared.js";
import type { Compared, Decided } from "./compared.js";
import { changedItems, tallyFlips } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";
import { rateChange } from "./rateChange.js";
import type { RateChange } from "./rateEstimate.js";

/** What changes for the items with one value of a dimension. */
export type SliceChange = {
  readonly dimension: string;
  readonly value: string | null;
  readonly items: number;
  readonly flips: FlipTally;
  readonly recall: RateChange;
  readonly fpr: RateChange;
};

/**
 * What changes in each slice in which a decision changes, dimension by dimension, slices in the order of their values.
 * O(items · dimensions).
 */
export function sliceChanges(compared: Compared, changed: readonly number[]): SliceChange[] {
  return Object.entries(compared.slices).flatMap(([dimension, values]) => {
    const flipped = new Map(changed.map((item) => [values[item] ?? null, 0]));
    if (flipped.size === 0) return [];
    for (const value of values) {
      const count = flipped.get(value);
      if (count !== undefined) flipped.set(value, count + 1);
    }
    return [...flipped]
      .toSorted(([a], [b]) => compareKeys(a, b))
      .map(([value, count]) =>
        sliceOf(pickDecided(compared, itemsWith(values, value, count)), { dimension, value }),
      );
  });
}

function itemsWith(values: readonly (string | null)[], value: string | null, count: number): Int32Array {
  const items = new Int32Array(count);
  for (let item = 0, at = 0; at < count; item++) if (values[item] === value) items[at++] = item;
  return items;
}

function sliceOf(decided: Decided, slice: Pick<SliceChange, "dimension" | "value">): SliceChange {
  return {
    ...slice,
    items: decided.truths.length,
    flips: tallyFlips(decided, changedItems(decided)),
    recall: rateChange(decided, "violating"),
    fpr: rateChange(decided, "good"),
  };
}
