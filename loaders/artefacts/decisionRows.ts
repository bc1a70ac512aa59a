import { decisionsOf } from "../../src/replay/decisions.js";
import type { ItemFacts } from "./items.js";
import { sumRows } from "./sumRows.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

/** Columns of decision rows that are no dimension and no count. */
export const decisionKeys = ["truth", "rejectedBy"] as const;

/** Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. */
export function decisionRows(
  items: readonly ItemFacts[],
  { hits, terms, releases }: ReplayedItems,
): readonly Row[] {
  const rejectedBy = decisionsOf({
    size: { items: items.length, terms: terms.length },
    hits,
    snapshots: releases.map((release) => release.terms),
  });
  const dimensions = Object.keys(items[0]?.slice ?? {});
  const rows = items.map(({ slice, truth }, index) => ({
    ...slice,
    truth,
    rejectedBy: rejectedBy[index] ?? "",
    items: 1,
  }));
  return sumRows([rows], [...dimensions, ...decisionKeys]);
}
