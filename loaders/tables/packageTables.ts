import { packageSnapshotColumns, termColumns } from "../../src/model/tables/packageSnapshot.js";
import type { Columns, Value } from "../../src/model/tables/column.js";
import type { Term } from "../../src/matcher/term.js";
import { sha256 } from "../store/codeHash.js";
import type { Packages } from "./packages.js";
import type { TablePlan } from "./tablePlan.js";

/** The snapshots of packages as one partition, and their terms as one a distinct content; none without a package. */
export function packageTables({ snapshots, terms }: Packages): TablePlan[] {
  if (snapshots.length === 0) return [];
  const ofTerms = [...terms].map(([id, list]) => ({
    partition: `snapshot=${id.slice(0, 16)}`,
    recipe: sha256(JSON.stringify([id, Object.keys(termColumns), list])),
    load: async () => list.map((term) => valuesOf(termColumns, termRow(id, term))),
  }));
  const ofSnapshots = {
    partition: "all",
    recipe: sha256(JSON.stringify([Object.keys(packageSnapshotColumns), snapshots])),
    load: async () => snapshots.map((row) => valuesOf(packageSnapshotColumns, row)),
  };
  return [
    { table: "package_snapshot", columns: packageSnapshotColumns, partitions: [ofSnapshots] },
    { table: "term", columns: termColumns, partitions: ofTerms },
  ];
}

function termRow(snapshotId: string, { termId, validFrom, validTo, ...term }: Term): Record<string, Value> {
  const { views, languages, markets, policies, fields, ...plain } = term;
  const lists = Object.entries({ views, languages, markets, policies, fields });
  const joined = Object.fromEntries(lists.map(([name, list]) => [name, list.join(";")]));
  return {
    snapshot_id: snapshotId,
    term_id: termId,
    ...plain,
    ...joined,
    valid_from: validFrom,
    valid_to: validTo,
  };
}

function valuesOf(columns: Columns, row: Readonly<Record<string, Value>>): Value[] {
  return Object.keys(columns).map((name) => row[name] ?? null);
}
