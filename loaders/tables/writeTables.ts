import { writeFile } from "node:fs/promises";
import { tables as tableSpecs, tableNames } from "../../src/model/tables/tables.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { Engine } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry, StoreTable } from "../store/manifest.js";
import { hashRows } from "../store/rowsHash.js";
import type { Store } from "../store/store.js";
import type { CheckedParts } from "./checkParts.js";
import { ingestKey } from "./ingestKey.js";
import { formatIngestReport, reportTable } from "./ingestReport.js";
import type { IngestReport } from "./ingestReport.js";
import { packageTables } from "./packageTables.js";
import { partRowsTable, partTable, putParts } from "./storedParts.js";
import { mappedTable } from "./tablePlan.js";
import type { PartitionPlan, Recipes, TablePlan } from "./tablePlan.js";

export type WriteOptions = {
  readonly workspace: Workspace;
  readonly checked: CheckedParts;
  readonly report: Omit<IngestReport, "recipes">;
  /** What the stored partitions were made from. */
  readonly recipes: Recipes;
  /** Write files anew that the store already has. */
  readonly force: boolean;
  readonly onProgress: (step: string) => void;
};

/**
 * Writes every table, the parts that were read and the report, then puts them in force together. A partition whose
 * recipe did not change is not loaded; a file whose rows did not change is kept.
 */
export async function writeTables(store: Store, options: WriteOptions): Promise<void> {
  const { workspace, checked, report, force, onProgress } = options;
  const key = ingestKey(report.inputs);
  const parts = checked.sources.flatMap((source) => source.parts);
  const mapped = tableNames.filter((name) => workspace.tables[name].length > 0);
  const plans = [
    ...mapped.map((name) => mappedTable(name, workspace, { parts, ...checked })),
    ...packageTables(report),
  ];
  const engine = lazyEngine();
  try {
    const written: Record<string, StoreTable> = {};
    for (const plan of plans) {
      onProgress(`writing ${plan.table}`);
      const known = force ? {} : (options.recipes[plan.table] ?? {});
      written[plan.table] = { key, entries: await writeTable({ store, engine, force }, plan, known) };
    }
    const recipes = Object.fromEntries(plans.map(({ table, partitions }) => [table, recipesOf(partitions)]));
    written[reportTable] = { key, entries: [await writeReport(store, { ...report, recipes })] };
    Object.assign(written, await putParts(store, parts, key));
    const others = Object.entries(store.manifest().tables).filter(([name]) => !ownTables.includes(name));
    await store.commit({ version: 1, tables: { ...Object.fromEntries(others), ...written } });
  } finally {
    await engine.close();
  }
}

const ownTables: readonly string[] = [
  ...Object.keys(tableSpecs),
  "package_snapshot",
  "term",
  reportTable,
  partTable,
  partRowsTable,
];

/** Loads and opens the engine when something is written for the first time. */
function lazyEngine(): { open: () => Promise<Engine>; close: () => Promise<void> } {
  let opened: Promise<Engine> | undefined;
  return {
    open: () => (opened ??= import("../engine/duckdb.js").then(({ openEngine }) => openEngine())),
    close: async () => (await opened)?.close(),
  };
}

type Writer = { store: Store; engine: ReturnType<typeof lazyEngine>; force: boolean };

async function writeTable(
  writer: Writer,
  { table, columns, partitions }: TablePlan,
  known: Readonly<Record<string, string>>,
): Promise<StoreEntry[]> {
  const { store, engine, force } = writer;
  const before = new Map(
    (store.manifest().tables[table]?.entries ?? []).map((entry) => [entry.partition, entry]),
  );
  const entries: StoreEntry[] = [];
  for (const { partition, recipe, load } of partitions) {
    const kept = before.get(partition);
    const isThere = kept !== undefined && !force && (await store.has(kept));
    if (isThere && known[partition] === recipe) {
      entries.push(kept);
      continue;
    }
    const rows = await load();
    const rowsHash = hashRows(columns, rows);
    const item = { table, partition, rows: rows.length, rowsHash, extension: "parquet" } as const;
    if (isThere && kept.rowsHash === rowsHash) entries.push(kept);
    else
      entries.push(
        await store.put(item, async (path) => (await engine.open()).writeParquet(path, { columns, rows })),
      );
  }
  return entries;
}

function recipesOf(partitions: readonly PartitionPlan[]): Record<string, string> {
  return Object.fromEntries(partitions.map(({ partition, recipe }) => [partition, recipe]));
}

async function writeReport(store: Store, report: IngestReport): Promise<StoreEntry> {
  const text = formatIngestReport(report);
  const rowsHash = sha256(text);
  const item = { table: reportTable, partition: "all", rows: 1, rowsHash, extension: "json" } as const;
  return store.put(item, (path) => writeFile(path, text));
}
