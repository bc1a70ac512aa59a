import { groupByItem } from "../replay/hits.js";
import type { JudgedHits } from "./hitGroups.js";

/** Items that a smaller package no longer hits, by index, rising: these and no others are decided differently. */
export type ChangedItems = {
  readonly lostTP: readonly number[];
  readonly fixedFP: readonly number[];
  readonly unlabelled: readonly number[];
};

/** The items that only terms outside `kept` hit. O(hits + items). */
export function changedItems({ truths, termCount, hits }: JudgedHits, kept: readonly number[]): ChangedItems {
  const { starts, ends, terms } = groupByItem(hits, { items: truths.length, terms: termCount });
  const stays = new Set(kept);
  const items = Array.from(truths.keys()).filter((item) => {
    const on = terms.subarray(starts[item], ends[item]);
    return on.length > 0 && !on.some((term) => stays.has(term));
  });
  return {
    lostTP: items.filter((item) => truths[item] === "violating"),
    fixedFP: items.filter((item) => truths[item] === "good"),
    unlabelled: items.filter((item) => truths[item] === "unlabelled"),
  };
}
