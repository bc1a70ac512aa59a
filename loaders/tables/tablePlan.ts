import type { Columns, Value } from "../../src/model/tables/column.js";
import { tables } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { sha256 } from "../store/codeHash.js";
import type { TakenOut } from "./crossChecks.js";
import type { Part, Section } from "./part.js";
import { sortByKey } from "./partitionRows.js";

/** Table → partition → hash of what its rows are made from. */
export type Recipes = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type PartitionPlan = {
  readonly partition: string;
  /** Equal recipes mean equal rows. */
  readonly recipe: string;
  /** The rows, in the table's own order. */
  readonly load: () => Promise<readonly (readonly Value[])[]>;
};

/** A table to be written: its partitions by name, none of them loaded. */
export type TablePlan = {
  readonly table: string;
  readonly columns: Columns;
  readonly partitions: readonly PartitionPlan[];
};

/** A table that sources fill, from the sections of their parts without the rows that were taken out. */
export function mappedTable(
  table: TableName,
  workspace: Workspace,
  { parts, takenOut }: { parts: readonly Part[]; takenOut: TakenOut },
): TablePlan {
  const columns = tableColumns(workspace, table);
  const layout = Object.entries(columns).map(([name, { type }]) => [name, type]);
  const found = new Map<string, Contribution[]>();
  for (const part of parts) {
    for (const section of part.index.tables[table]?.sections ?? []) {
      const taken = takenOut.get(section) ?? new Set<number>();
      if (taken.size === section.rows) continue;
      const list = found.get(section.partition) ?? [];
      list.push({ part, section, taken });
      found.set(section.partition, list);
    }
  }
  const partitions = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    table,
    columns,
    partitions: partitions.map(([partition, contributions]) => ({
      partition,
      recipe: sha256(JSON.stringify([layout, contributions.map(ingredient)])),
      load: async () => sortByKey(await loadAll(table, contributions), columns, tables[table]),
    })),
  };
}

type Contribution = { readonly part: Part; readonly section: Section; readonly taken: ReadonlySet<number> };

function ingredient({ section, taken }: Contribution): [string, number[]] {
  return [section.hash, [...taken].toSorted((a, b) => a - b)];
}

async function loadAll(
  table: TableName,
  contributions: readonly Contribution[],
): Promise<(readonly Value[])[]> {
  const loaded = await Promise.all(
    contributions.map(async ({ part, section, taken }) => {
      const { rows } = await part.loadRows(table, section);
      return taken.size === 0 ? rows : rows.filter((_, at) => !taken.has(at));
    }),
  );
  return loaded.flat();
}
