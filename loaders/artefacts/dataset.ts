import { shownCohorts } from "../../src/metrics/cohorts.js";
import { scoredStages } from "../../src/metrics/verdict.js";
import type { ScoredStage } from "../../src/metrics/verdict.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import { tableNames } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { sqlTypes } from "../engine/sqlTypes.js";
import type { Engine } from "../engine/duckdb.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";

/** The dimensions that every workspace's items may have, and their columns; a workspace adds its own. */
export const itemDimensions = {
  language: "language",
  market: "market",
  policy: "policy_id",
  queue: "queue_id",
} as const;

/** Column that every view of stored files has besides those of its table: the place of the file among its files. */
export const fileColumn = "stored file";

/** Column of the number that stands for the dimensions of an item, see `openItems`. */
export const sliceColumn = "item slice";

/** A stored file whose bytes were checked. */
export type DataFile = { readonly entry: StoreEntry; readonly path: string };

const measuredItemColumns = ["content_hash", "dup_group", "exposure"] as const;
const measuredEventColumns = [
  "round",
  "prior_event_id",
  "incl_prob",
  "sample_design_id",
  "line_items",
] as const;

type UsedColumn = (typeof measuredItemColumns)[number] | (typeof measuredEventColumns)[number];

/** Columns of events that queries of the open items read and that may be empty throughout. */
export const maybeEventColumns = [
  ...measuredEventColumns,
  "market",
  "actor_kind",
  "actor_id",
  "policy_id",
  "policy_version",
  "reason_label",
  "severity",
  "blind",
  "outcome_state",
];

export const versionColumn = "item_version";

/** Tables of one workspace as views of an engine, each by its name, and `meaning` of decisions. */
export type Dataset = {
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly files: Readonly<Record<TableName, readonly DataFile[]>>;
  /** Dimension → column of `item`; only those that hold a value. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Whether items name their advertisers. */
  readonly hasAdvertisers: boolean;
  /** Which columns of items and events hold a value, among those that only some measures need. */
  readonly uses: Readonly<Record<UsedColumn, boolean>>;
  /** Columns of events, and versions of items, that hold a value; what reads the others would find nothing. */
  readonly filled: ReadonlySet<string>;
  /** Stages that have events. */
  readonly stages: readonly Stage[];
};

/**
 * Opens the stored tables; each file is checked against its SHA-256 before the engine reads it.
 * @throws {DataError} when a stored file is missing or damaged
 */
export async function openDataset(
  engine: Engine,
  workspace: Workspace,
  { tables, store }: { tables: Readonly<Record<string, readonly StoreEntry[]>>; store: Store },
): Promise<Dataset> {
  const open = (name: TableName): Promise<DataFile[]> =>
    Promise.all((tables[name] ?? []).map(async (entry) => ({ entry, path: await store.checkedPath(entry) })));
  const files: Dataset["files"] = {
    item: await open("item"),
    review_event: await open("review_event"),
    policy: await open("policy"),
    delivery: await open("delivery"),
    feedback: await open("feedback"),
    reviewer: await open("reviewer"),
  };
  for (const name of tableNames) await createView(engine, name, rowsSql(workspace, name, files[name]));
  await createView(engine, "meaning", meaningSql(workspace));
  await createView(engine, "cohort", await cohortSql(engine));
  return {
    engine,
    workspace,
    files,
    ...(await usedColumns(engine, workspace, files)),
  };
}

export async function createView(engine: Engine, name: string, sql: string): Promise<void> {
  await engine.query(`CREATE OR REPLACE VIEW ${name} AS ${sql}`);
}

/** The rows of the files; without files the columns of the table, of their types, and no row. */
export function rowsSql(workspace: Workspace, name: TableName, files: readonly DataFile[]): string {
  if (files.length > 0) {
    const paths = files.map(({ path }) => quoteText(path)).join(", ");
    return `SELECT *, file_index::INTEGER AS ${quoteName(fileColumn)} FROM read_parquet([${paths}], file_row_number = true)`;
  }
  const columns = Object.entries(tableColumns(workspace, name)).map(
    ([column, { type }]) => `NULL::${sqlTypes[type]} AS ${quoteName(column)}`,
  );
  columns.push(`NULL::INTEGER AS ${quoteName(fileColumn)}`);
  return `SELECT ${columns.join(", ")}, NULL::BIGINT AS file_row_number WHERE false`;
}

/** Decision → violating: true, false, or null when it decides nothing. */
function meaningSql(workspace: Workspace): string {
  return `SELECT * FROM (VALUES ${meanings(workspace)
    .map(([decision, violating]) => `(${decision}, ${violating}::BOOLEAN)`)
    .join(", ")}) AS meaning(decision, violating)`;
}

/** Decisions and what they mean, as SQL. */
export function meanings({ decisions }: Workspace): [string, string][] {
  return Object.entries(decisions).map(([decision, meaning]) => [
    quoteText(decision),
    meaning === "none" ? "NULL" : String(meaning === "violating"),
  ]);
}

/** Reviewers and their cohorts, of those that may be shown; no others leave the table `reviewer`. */
async function cohortSql(engine: Engine): Promise<string> {
  const { rows } = await engine.query(
    "SELECT cohort, sum(coalesce(people, 1))::DOUBLE FROM reviewer GROUP BY cohort ORDER BY cohort",
  );
  const sizes = rows.map(([cohort, people]) => ({
    cohort: typeof cohort === "string" ? cohort : null,
    people: Number(people),
  }));
  const shown = shownCohorts(sizes).map(quoteText);
  return `SELECT reviewer_id, cohort FROM reviewer WHERE cohort IN (${shown.join(", ") || "NULL"})`;
}

/** Those among the stages that a later one may score. */
export function scoredOf(used: readonly Stage[]): ScoredStage[] {
  return scoredStages.filter((stage) => used.includes(stage));
}

async function usedColumns(
  engine: Engine,
  workspace: Workspace,
  files: Dataset["files"],
): Promise<Pick<Dataset, "dimensions" | "hasAdvertisers" | "stages" | "uses" | "filled">> {
  const known: Record<string, string> = { ...itemDimensions };
  for (const name of workspace.dimensions) known[name] = name;
  const entries = Object.entries(known);
  const inItems = await filledColumns(engine, files.item);
  const inEvents = await filledColumns(engine, files.review_event);
  const isUsed = (name: UsedColumn): boolean => inItems.has(name) || inEvents.has(name);
  return {
    dimensions: Object.fromEntries(entries.filter(([, column]) => inItems.has(column))),
    hasAdvertisers: inItems.has("advertiser_id"),
    stages: await usedStages(engine),
    uses: {
      content_hash: isUsed("content_hash"),
      dup_group: isUsed("dup_group"),
      exposure: isUsed("exposure"),
      round: isUsed("round"),
      prior_event_id: isUsed("prior_event_id"),
      incl_prob: isUsed("incl_prob"),
      sample_design_id: isUsed("sample_design_id"),
      line_items: isUsed("line_items"),
    },
    filled: new Set(
      [versionColumn, ...maybeEventColumns].filter(
        (name) => inEvents.has(name) || (name === versionColumn && inItems.has(name)),
      ),
    ),
  };
}

/** Stages that have events, in their order. Found as values, which takes a tenth of counting each. */
async function usedStages(engine: Engine): Promise<Stage[]> {
  const { rows } = await engine.query("SELECT DISTINCT stage FROM review_event");
  const used = new Set(rows.map(([stage]) => stage));
  return stages.filter((stage) => used.has(stage));
}

/**
 * The columns that at least one row of some files has a value in. Each file says so of its parts, which takes a fifth of
 * counting the values.
 */
async function filledColumns(engine: Engine, files: readonly DataFile[]): Promise<Set<string>> {
  if (files.length === 0) return new Set();
  const paths = files.map(({ path }) => quoteText(path)).join(", ");
  const { rows } = await engine.query(
    `SELECT DISTINCT path_in_schema FROM parquet_metadata([${paths}])
     WHERE coalesce(stats_null_count, 0) < num_values`,
  );
  return new Set(rows.flatMap(([name]) => (typeof name === "string" ? [name] : [])));
}

/** SQL for the columns of the file and the slice. */
export const placeColumns = [fileColumn, sliceColumn].map(quoteName).join(", ");
