import { decisionsOf } from "../../src/replay/decisions.js";
import { addUp } from "./addUp.js";
import type { ItemFacts } from "./items.js";
import type { Row } from "./sumRows.js";
import type { ReplayedItems } from "./termRows.js";

/** Columns of decision rows that are no dimension and no count. */
export const decisionKeys = ["truth", "rejectedBy"] as const;

/** Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. */
export function decisionRows(items: readonly ItemFacts[], replayed: ReplayedItems): readonly Row[] {
  const decisions = decisionsByRelease(items.length, replayed);
  const dimensions = Object.keys(items[0]?.slice ?? {});
  const slices = dimensions.map((name) => [name, items.map(({ slice }) => slice[name] ?? null)] as const);
  const columns = {
    ...Object.fromEntries(slices),
    truth: items.map(({ truth }) => truth),
    rejectedBy: items.map((_, index) => decisions.map((ofRelease) => ofRelease[index] ?? "0").join("")),
    items: items.map(() => 1),
  };
  return addUp([columns], [...dimensions, ...decisionKeys]);
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
