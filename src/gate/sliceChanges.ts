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
  const { dimensions, slices, sliceOf } = compared;
  return dimensions.flatMap((dimension) => {
    const values = slices.map((slice) => slice[dimension] ?? null);
    const flipped = new Set(changed.map((item) => values[sliceOf[item] ?? -1] ?? null));
    return [...flipped]
      .toSorted(compareKeys)
      .map((value) =>
        changeOf(pickDecided(compared, itemsWith(values, value, sliceOf)), { dimension, value }),
      );
  });
}

function itemsWith(
  values: readonly (string | null)[],
  value: string | null,
  sliceOf: Int32Array,
): Int32Array {
  const isIn = Uint8Array.from(values, (own) => Number(own === value));
  const items = new Int32Array(sliceOf.length);
  let count = 0;
  for (let item = 0; item < sliceOf.length; item++) {
    if (isIn[sliceOf[item] ?? -1] === 1) items[count++] = item;
  }
  return items.subarray(0, count);
}

function changeOf(decided: Decided, slice: Pick<SliceChange, "dimension" | "value">): SliceChange {
  return {
    ...slice,
    items: decided.truths.length,
    flips: tallyFlips(decided, changedItems(decided)),
    recall: rateChange(decided, "violating"),
    fpr: rateChange(decided, "good"),
  };
}
