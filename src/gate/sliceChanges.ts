import { compareKeys } from "../metrics/cells.js";
import { pickItems } from "./compared.js";
import type { Compared } from "./compared.js";
import { changedItems, tallyFlips } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";
import { rateChange } from "./rateChange.js";
import type { RateChange } from "./rateChange.js";

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
  const decided = { ...compared, slices: {}, money: [] };
  return Object.entries(compared.slices).flatMap(([dimension, values]) => {
    const flipped = new Set(changed.map((item) => values[item] ?? null));
    if (flipped.size === 0) return [];
    const groups = new Map<string | null, number[]>();
    for (let item = 0; item < values.length; item++) {
      const value = values[item] ?? null;
      if (!flipped.has(value)) continue;
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [item]);
      else group.push(item);
    }
    return [...groups]
      .toSorted(([a], [b]) => compareKeys(a, b))
      .map(([value, items]) => sliceOf(pickItems(decided, items), { dimension, value }));
  });
}

function sliceOf(compared: Compared, slice: Pick<SliceChange, "dimension" | "value">): SliceChange {
  return {
    ...slice,
    items: compared.itemIds.length,
    flips: tallyFlips(compared, changedItems(compared)),
    recall: rateChange(compared, "violating"),
    fpr: rateChange(compared, "good"),
  };
}
