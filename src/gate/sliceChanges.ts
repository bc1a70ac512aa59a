import { compareKeys } from "../metrics/cells.js";
import { pickDecided } from "./compared.js";
import type { Compared, Decided } from "./compared.js";
import { changedItems, tallyFlips } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";
import { rateChanges } from "./rateChange.js";
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
    const flipped = [...new Set(changed.map((item) => values[sliceOf[item] ?? -1] ?? null))];
    const sorted = flipped.toSorted(compareKeys);
    const itemsOf = groupItems(values, sorted, sliceOf);
    return sorted.map((value, at) =>
      changeOf(pickDecided(compared, itemsOf[at] ?? new Int32Array(0)), { dimension, value }),
    );
  });
}

/** The items with each of some values, ascending. O(items). */
function groupItems(
  values: readonly (string | null)[],
  sought: readonly (string | null)[],
  sliceOf: Int32Array,
): Int32Array[] {
  const places = new Map(sought.map((value, at) => [value, at]));
  const placeOf = Int32Array.from(values, (value) => places.get(value) ?? -1);
  const counts = sought.map(() => 0);
  for (let item = 0; item < sliceOf.length; item++) {
    const place = placeOf[sliceOf[item] ?? -1] ?? -1;
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  const groups = counts.map((count) => new Int32Array(count));
  const next = sought.map(() => 0);
  for (let item = 0; item < sliceOf.length; item++) {
    const place = placeOf[sliceOf[item] ?? -1] ?? -1;
    const [group, at] = [groups[place], next[place]];
    if (group === undefined || at === undefined) continue;
    group[at] = item;
    next[place] = at + 1;
  }
  return groups;
}

function changeOf(decided: Decided, slice: Pick<SliceChange, "dimension" | "value">): SliceChange {
  return {
    ...slice,
    items: decided.truths.length,
    flips: tallyFlips(decided, changedItems(decided)),
    ...rateChanges(decided),
  };
}
