import { tableNames, tables } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { Partition, Source } from "../sources/source.js";
import type { Ledger } from "./ledger.js";
import { rowMapper } from "./mapRows.js";
import { TableRows } from "./tableRows.js";
import type { Rejection } from "./tableRows.js";

/** A source that was opened, with its partitions already listed. */
export type OpenedSource = {
  readonly name: string;
  readonly source: Source;
  readonly partitions: readonly Partition[];
};

export type ReadOptions = { readonly ledger: Ledger; readonly onProgress: (step: string) => void };

/**
 * The tables that a workspace maps from its sources; one that it does not map is left out.
 * Every row of each source is read once and either lands in its tables, is skipped by its mapping, or is in the ledger.
 */
export async function readTables(
  workspace: Workspace,
  sources: readonly OpenedSource[],
  { ledger, onProgress }: ReadOptions,
): Promise<Map<TableName, TableRows>> {
  const names = tableNames.filter((name) => workspace.tables[name].length > 0);
  const found = new Map(names.map((name) => [name, new TableRows(tableColumns(workspace, name))]));
  for (const opened of sources) {
    const targets = targetsOf(workspace, opened.name, found);
    if (targets.length === 0) continue;
    onProgress(`reading ${opened.name}`);
    await readSource(opened, targets, ledger);
  }
  checkKeys(found, ledger);
  return found;
}

type Target = { table: TableName; into: TableRows; map: ReturnType<typeof rowMapper> };

function targetsOf(workspace: Workspace, source: string, found: ReadonlyMap<TableName, TableRows>): Target[] {
  return [...found].flatMap(([table, into]) =>
    workspace.tables[table]
      .filter(({ from }) => from === source)
      .map((mapping) => ({
        table,
        into,
        map: rowMapper(mapping, { columns: into.columns, asOf: workspace.asOf }),
      })),
  );
}

async function readSource(
  { name, source, partitions }: OpenedSource,
  targets: readonly Target[],
  ledger: Ledger,
): Promise<void> {
  for (const { key } of partitions) {
    const origin = { source: name, file: key };
    ledger.file(name);
    for await (const batch of source.read(key)) {
      ledger.rows(name, batch.lines.length + batch.rejected.length);
      ledger.reject(name, batch.rejected);
      for (const { table, into, map } of targets) {
        const { rows, lines, skipped, issues } = map(batch, key);
        into.add(rows, lines, origin);
        ledger.reject(name, issues);
        ledger.book(name, table, { accepted: rows.length, skipped });
      }
    }
  }
}

function checkKeys(found: ReadonlyMap<TableName, TableRows>, ledger: Ledger): void {
  for (const [name, rows] of found) takeBack(rows.takeDuplicates(tables[name]), name, ledger);
  const items = found.get("item")?.texts("item_id");
  const events = found.get("review_event");
  if (items === undefined || events === undefined) return;
  takeBack(events.takeUnknown("item_id", { known: items, noun: "item" }), "review_event", ledger);
}

function takeBack(rejections: readonly Rejection[], table: TableName, ledger: Ledger): void {
  for (const { source, issue } of rejections) {
    ledger.reject(source, [issue]);
    ledger.book(source, table, { accepted: -1 });
  }
}
