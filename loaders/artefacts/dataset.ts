import { truthStages } from "../../src/metrics/verdict.js";
import { tableNames } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { quoteName, quoteText } from "../engine/quote.js";
import type { Engine } from "../engine/duckdb.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";

/** The dimensions that every workspace's items may have, and their columns; a workspace adds its own. */
const itemDimensions = {
  language: "language",
  market: "market",
  policy: "policy_id",
  queue: "queue_id",
} as const;

/** Tables of one workspace as views of an engine: `item`, `review_event`, `policy`, and the derived `truth`. */
export type Dataset = {
  readonly engine: Engine;
  /** Dimension → column of `item`; only those that hold a value. */
  readonly dimensions: Readonly<Record<string, string>>;
};

/**
 * Opens the stored tables; each file is checked against its SHA-256 before the engine reads it.
 * `truth` has one row per labelled item: the best later label there is, gold before ATA before QA.
 * @throws {DataError} when a stored file is missing or damaged
 */
export async function openDataset(
  engine: Engine,
  workspace: Workspace,
  { tables, store }: { tables: Readonly<Record<string, readonly StoreEntry[]>>; store: Store },
): Promise<Dataset> {
  for (const name of tableNames) {
    const paths = await Promise.all((tables[name] ?? []).map((entry) => store.checkedPath(entry)));
    await engine.query(
      `CREATE VIEW ${name} AS ${paths.length > 0 ? filesSql(paths) : noRowsSql(workspace, name)}`,
    );
  }
  await engine.query(`CREATE VIEW meaning AS ${meaningSql(workspace)}`);
  await engine.query(`CREATE TABLE truth AS ${truthSql()}`); // several queries need it, and it sorts every label
  return { engine, dimensions: await usedDimensions(engine, workspace) };
}

function filesSql(paths: readonly string[]): string {
  return `SELECT * FROM read_parquet([${paths.map(quoteText).join(", ")}])`;
}

/** The columns of a table that the workspace does not have, and no row. */
function noRowsSql(workspace: Workspace, name: TableName): string {
  const columns = Object.keys(tableColumns(workspace, name)).map(
    (column) => `NULL::VARCHAR AS ${quoteName(column)}`,
  );
  return `SELECT ${columns.join(", ")} WHERE false`;
}

/** Decision → violating: true, false, or null when it decides nothing. */
function meaningSql({ decisions }: Workspace): string {
  const rows = Object.entries(decisions).map(([decision, meaning]) => {
    const violating = meaning === "none" ? "NULL" : String(meaning === "violating");
    return `(${quoteText(decision)}, ${violating}::BOOLEAN)`;
  });
  return `SELECT * FROM (VALUES ${rows.join(", ")}) AS meaning(decision, violating)`;
}

function truthSql(): string {
  const stages = truthStages("human").map(quoteText).join(", ");
  return `
    SELECT item_id, item_version, violating FROM (
      SELECT item_id, item_version, violating, row_number() OVER (
        PARTITION BY item_id, item_version
        ORDER BY list_position([${stages}], stage), ended_at DESC NULLS LAST, event_id
      ) AS place
      FROM review_event JOIN meaning USING (decision)
      WHERE stage IN (${stages}) AND violating IS NOT NULL AND coalesce(outcome_state, 'final') = 'final'
    ) WHERE place = 1`;
}

async function usedDimensions(engine: Engine, workspace: Workspace): Promise<Record<string, string>> {
  const known: Record<string, string> = { ...itemDimensions };
  for (const name of workspace.dimensions) known[name] = name;
  const entries = Object.entries(known);
  const counts = entries.map(([, column]) => `count(${quoteName(column)})`);
  const { rows } = await engine.query(`SELECT ${counts.join(", ")} FROM item`);
  return Object.fromEntries(entries.filter((_, index) => Number(rows[0]?.[index]) > 0));
}

/** SQL for the columns of the dimensions, taken from an alias of `item`. */
export function dimensionColumns(dimensions: Dataset["dimensions"], alias: string): string {
  return Object.values(dimensions)
    .map((column) => `${alias}.${quoteName(column)}`)
    .join(", ");
}
