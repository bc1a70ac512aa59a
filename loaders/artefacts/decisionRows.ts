import type { Truth } from "../../src/metrics/verdict.js";
import { decisionsOf } from "../../src/replay/decisions.js";
import { sliceColumn } from "./dataset.js";
import type { PartItems } from "./items.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

/** Columns of decision rows that are no dimension and no count. */
export const decisionKeys = ["truth", "rejectedBy"] as const;

/**
 * Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. A plain loop:
 * it sees every item.
 */
export function decisionRows({ sliceOf, truths }: PartItems, replayed: ReplayedItems): readonly Row[] {
  const byRelease = decisionsByRelease(truths.length, replayed);
  const rows: Counted[] = [];
  const known = new Map<string, Map<number, Counted>>();
  for (let item = 0; item < truths.length; item++) {
    let rejectedBy = "";
    for (const decisions of byRelease) rejectedBy += decisions[item] ?? "0";
    let cells = known.get(rejectedBy);
    if (cells === undefined) known.set(rejectedBy, (cells = new Map()));
    const truth = truths[item] ?? "unlabelled";
    const slice = sliceOf[item] ?? 0;
    const place = slice * truthNames.length + truthNames.indexOf(truth);
    let row = cells.get(place);
    if (row === undefined) {
      row = { [sliceColumn]: slice, truth, rejectedBy, items: 0 };
      cells.set(place, row);
      rows.push(row);
    }
    row.items += 1;
  }
  return rows;
}

type Counted = Record<string, string | number> & { items: number };

const truthNames: readonly Truth[] = ["violating", "good", "unlabelled"];

/** For each run of releases that share their hits, the decisions by item. */
function decisionsByRelease(items: number, { hitsOf, terms, releases }: ReplayedItems): string[][] {
  const runs: { hits: ReturnType<typeof hitsOf>; snapshots: (readonly number[])[] }[] = [];
  for (const [release, { rejecting }] of releases.entries()) {
    const hits = hitsOf(release);
    const last = runs.at(-1);
    if (last?.hits === hits) last.snapshots.push(rejecting);
    else runs.push({ hits, snapshots: [rejecting] });
  }
  const size = { items, terms: terms.length };
  return runs.map(({ hits, snapshots }) => decisionsOf({ size, hits, snapshots }));
}
