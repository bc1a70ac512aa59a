import { writeFile } from "node:fs/promises";
import { packageSnapshotColumns, termColumns } from "../../src/model/tables/packageSnapshot.js";
import type { Columns, Value } from "../../src/model/tables/column.js";
import { tables as tableSpecs } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import type { Term } from "../../src/matcher/term.js";
import type { Engine } from "../engine/duckdb.js";
import type { StoreEntry, StoreTable } from "../store/manifest.js";
import { sha256 } from "../store/codeHash.js";
import { hashRows } from "../store/rowsHash.js";
import type { Store } from "../store/store.js";
import { formatIngestReport, reportTable } from "./ingestReport.js";
import type { IngestReport } from "./ingestReport.js";
import { partitionRows } from "./partitionRows.js";
import type { TableRows } from "./tableRows.js";

export type WriteOptions = {
  readonly tables: ReadonlyMap<TableName, TableRows>;
  readonly report: IngestReport;
  /** What the tables were made from. */
  readonly key: string;
  readonly timeZone: string;
  /** Write files anew that the store already has. */
  readonly force: boolean;
  readonly onProgress: (step: string) => void;
};

/** Writes every table and the report, then puts them in force together. Files whose rows did not change are kept. */
export async function writeTables(store: Store, options: WriteOptions): Promise<void> {
  const { report, key } = options;
  const { openEngine } = await import("../engine/duckdb.js"); // loaded only when there is something to write
  const engine = await openEngine();
  try {
    const written: Record<string, StoreTable> = {};
    for (const { table, columns, parts } of [...mappedTables(options), ...packageTables(report)]) {
      options.onProgress(`writing ${table}`);
      written[table] = {
        key,
        entries: await writeTable({ store, engine, force: options.force }, table, { columns, parts }),
      };
    }
    written[reportTable] = { key, entries: [await writeReport(store, report)] };
    const others = Object.entries(store.manifest().tables).filter(([name]) => !ownTables.includes(name));
    await store.commit({ version: 1, tables: { ...Object.fromEntries(others), ...written } });
  } finally {
    engine.close();
  }
}

const ownTables: readonly string[] = [...Object.keys(tableSpecs), "package_snapshot", "term", reportTable];

type Parts = ReadonlyMap<string, readonly (readonly Value[])[]>;
type Outgoing = { table: string; columns: Columns; parts: Parts };

function mappedTables({ tables, timeZone }: WriteOptions): Outgoing[] {
  return [...tables].map(([table, found]) => {
    const { columns } = found;
    return {
      table,
      columns,
      parts: partitionRows(found.rows(), { columns, table: tableSpecs[table], timeZone }),
    };
  });
}

function packageTables({ snapshots, terms }: IngestReport): Outgoing[] {
  if (snapshots.length === 0) return [];
  const ofSnapshots = snapshots.map((row) => valuesOf(packageSnapshotColumns, row));
  const ofTerms = [...terms].map(([id, list]): [string, Value[][]] => [
    `snapshot=${id.slice(0, 16)}`,
    list.map((term) => valuesOf(termColumns, termRow(id, term))),
  ]);
  return [
    { table: "package_snapshot", columns: packageSnapshotColumns, parts: new Map([["all", ofSnapshots]]) },
    { table: "term", columns: termColumns, parts: new Map(ofTerms) },
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

type Writer = { store: Store; engine: Engine; force: boolean };

async function writeTable(
  { store, engine, force }: Writer,
  table: string,
  { columns, parts }: Omit<Outgoing, "table">,
) {
  const before = store.manifest().tables[table]?.entries ?? [];
  const entries: StoreEntry[] = [];
  for (const [partition, rows] of parts) {
    const rowsHash = hashRows(columns, rows);
    const kept = before.find((entry) => entry.partition === partition && entry.rowsHash === rowsHash);
    if (kept !== undefined && !force && (await store.has(kept))) {
      entries.push(kept);
      continue;
    }
    const item = { table, partition, rows: rows.length, rowsHash, extension: "parquet" } as const;
    entries.push(await store.put(item, (path) => engine.writeParquet(path, { columns, rows })));
  }
  return entries;
}

async function writeReport(store: Store, report: IngestReport): Promise<StoreEntry> {
  const text = formatIngestReport(report);
  const rowsHash = sha256(text);
  const item = { table: reportTable, partition: "all", rows: 1, rowsHash, extension: "json" } as const;
  return store.put(item, (path) => writeFile(path, text));
}
