import { decisionsOf } from "../../src/replay/decisions.js";
import { addUp } from "./addUp.js";
import { sliceColumn } from "./dataset.js";
import type { PartItems } from "./items.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

/** Columns of decision rows that are no dimension and no count. */
export const decisionKeys = ["truth", "rejectedBy"] as const;

/** Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. */
export function decisionRows({ sliceOf, truths }: PartItems, replayed: ReplayedItems): readonly Row[] {
  const [first = [], ...others] = decisionsByRelease(truths.length, replayed);
  const rejectedBy = truths.map((_, item) =>
    others.reduce((decisions, ofRelease) => decisions + (ofRelease[item] ?? "0"), first[item] ?? ""),
  );
  const columns = { [sliceColumn]: sliceOf, truth: truths, rejectedBy, items: truths.map(() => 1) };
  return addUp([columns], [sliceColumn, ...decisionKeys]);
}

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
