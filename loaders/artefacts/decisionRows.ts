import { op, table } from "arquero";
import { decisionsOf } from "../../src/replay/decisions.js";
import type { DecisionRow } from "../../src/replay/flips.js";
import type { ReplayedPackage } from "../replay/replayPackages.js";
import type { ItemFacts } from "./items.js";

type Counted = Readonly<Record<string, string | null>> & Pick<DecisionRow, "truth" | "rejectedBy" | "items">;

/** Items with the same slice, truth and decisions of all releases, counted; in the order of first occurrence. */
export function decisionRows(items: readonly ItemFacts[], replayed: ReplayedPackage): DecisionRow[] {
  const rejectedBy = decisionsOf({
    size: { items: items.length, terms: replayed.terms.length },
    hits: replayed.hits,
    snapshots: replayed.releases.map(({ terms }) => terms),
  });
  const dimensions = Object.keys(items[0]?.slice ?? {});
  const slices = dimensions.map((name) => [name, items.map(({ slice }) => slice[name] ?? null)] as const);
  const columns = { ...Object.fromEntries(slices), truth: items.map(({ truth }) => truth), rejectedBy };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- arquero does not know its columns' types
  const counted = table(columns)
    .groupby(...Object.keys(columns))
    .rollup({ items: op.count() })
    .objects() as Counted[];
  return counted.map((row) => ({
    slice: Object.fromEntries(dimensions.map((name) => [name, row[name] ?? null])),
    truth: row.truth,
    rejectedBy: row.rejectedBy,
    items: row.items,
  }));
}
