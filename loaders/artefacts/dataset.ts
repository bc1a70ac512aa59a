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
import { labelSql, truthSql } from "./truthSql.js";

/** The dimensions that every workspace's items may have, and their columns; a workspace adds its own. */
const itemDimensions = {
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
    ...(await usedColumns(engine, workspace)),
  };
}

/**
 * Opens some of the items, the events and the delivery that may belong to them: as the tables `slice`, the dimensions of
 * the items by number in their order, so that no query has to join and to group texts; `open_item`, whose column `item`
 * numbers them and whose `advertiser` and `bucket` stand for their advertisers; `open_event`, the events of just these
 * items with the numbers of the item and `violating` (what their decision means, NULL for nothing); `open_label`, see
 * `labelSql`; and `truth`, for each scored stage one row per labelled item, see `truthSql`. Delivery, where the
 * workspace has any, is the view `open_delivery`.
 * @param scored stages that have a truth besides the automatic one
 */
export async function openItems(
  dataset: Dataset,
  { items, events, delivery }: Readonly<Record<"items" | "events" | "delivery", readonly DataFile[]>>,
  scored: readonly ScoredStage[] = scoredOf(dataset.stages),
): Promise<void> {
  const { engine, workspace, files } = dataset;
  const itemRows = rowsSql(workspace, "item", items);
  await createTable(engine, "slice", sliceSql(dataset, itemRows));
  await createTable(engine, "open_item", openItemSql(dataset, itemRows));
  await createTable(engine, "open_event", openEventSql(rowsSql(workspace, "review_event", events)));
  await createTable(engine, "open_label", labelSql);
  if (files.delivery.length > 0)
    await createView(engine, "open_delivery", rowsSql(workspace, "delivery", delivery));
  await createTable(engine, "truth", truthSql(new Set(["auto", ...scored]))); // several queries need it, and it sorts every label
}

/** Advertisers are dealt to this many buckets: enough for a variance, few enough for a page. */
const bucketCount = 64;

/** An item without an advertiser is one of its own; where no item names any, `advertiser` and `bucket` are NULL. */
function openItemSql({ hasAdvertisers, dimensions, workspace }: Dataset, items: string): string {
  const number = hasAdvertisers ? "md5_number_lower(coalesce(advertiser_id, item_id))" : "NULL::UBIGINT";
  const file = quoteName(fileColumn);
  const isSame = Object.values(dimensions).map(
    (column) => `s.${quoteName(column)} IS NOT DISTINCT FROM i.${quoteName(column)}`,
  );
  return `
    SELECT (${file}::BIGINT << 32) + file_row_number AS item, ${file}, s.${quoteName(sliceColumn)},
      (number % ${Number.MAX_SAFE_INTEGER}::UBIGINT)::DOUBLE AS advertiser, (number % ${bucketCount}::UBIGINT)::VARCHAR AS bucket,
      item_id, item_version, i.language, i.policy_id, created_at, exposure, currency,
      ${workspace.publishTexts ? "i.text" : "NULL::VARCHAR"} AS "text"
    FROM (SELECT *, ${number} AS number FROM (${items})) i
    LEFT JOIN slice s ON ${isSame.join(" AND ") || "true"}`;
}

/** Every combination of dimensions that the items have, in the order of their values; one where they have none. */
function sliceSql({ dimensions }: Dataset, items: string): string {
  const columns = [...new Set(Object.values(dimensions))].map(quoteName).join(", ");
  if (columns === "") return `SELECT 0 AS ${quoteName(sliceColumn)}`;
  return `
    SELECT (row_number() OVER (ORDER BY ${columns}))::INTEGER - 1 AS ${quoteName(sliceColumn)}, *
    FROM (SELECT DISTINCT ${columns} FROM (${items}))`;
}

/** Columns of events that queries of the open items read. */
const eventColumns = [
  "event_id",
  "market",
  "stage",
  "round",
  "actor_kind",
  "actor_id",
  "policy_id",
  "policy_version",
  "reason_label",
  "severity",
  "ended_at",
  "blind",
  "prior_event_id",
  "sample_design_id",
  "incl_prob",
  "outcome_state",
  "line_items",
];

function openEventSql(events: string): string {
  const columns = eventColumns.map((name) => `e.${name}`);
  return `
    SELECT i.item, i.${quoteName(fileColumn)}, i.${quoteName(sliceColumn)}, i.advertiser, i.bucket, i.created_at,
      m.violating, ${columns.join(", ")}
    FROM (${events}) e
    JOIN open_item i ON i.item_id = e.item_id AND i.item_version IS NOT DISTINCT FROM e.item_version
    LEFT JOIN meaning m ON m.decision = e.decision`;
}

async function createTable(engine: Engine, name: string, sql: string): Promise<void> {
  await engine.query(`CREATE OR REPLACE TABLE ${name} AS ${sql}`);
}

async function createView(engine: Engine, name: string, sql: string): Promise<void> {
  await engine.query(`CREATE OR REPLACE VIEW ${name} AS ${sql}`);
}

/** The rows of the files; without files the columns of the table, of their types, and no row. */
function rowsSql(workspace: Workspace, name: TableName, files: readonly DataFile[]): string {
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
function meaningSql({ decisions }: Workspace): string {
  const rows = Object.entries(decisions).map(([decision, meaning]) => {
    const violating = meaning === "none" ? "NULL" : String(meaning === "violating");
    return `(${quoteText(decision)}, ${violating}::BOOLEAN)`;
  });
  return `SELECT * FROM (VALUES ${rows.join(", ")}) AS meaning(decision, violating)`;
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
): Promise<Pick<Dataset, "dimensions" | "hasAdvertisers" | "stages" | "uses">> {
  const known: Record<string, string> = { ...itemDimensions };
  for (const name of workspace.dimensions) known[name] = name;
  const entries = Object.entries(known);
  const ofItem = [...entries.map(([, column]) => column), "advertiser_id", ...measuredItemColumns];
  const inItems = await filledColumns(engine, "item", ofItem.map(quoteName));
  const inEvents = await filledColumns(engine, "review_event", [
    ...measuredEventColumns.map(quoteName),
    ...stages.map(ofStage),
  ]);
  const isUsed = (name: UsedColumn): boolean => inItems.has(quoteName(name)) || inEvents.has(quoteName(name));
  return {
    dimensions: Object.fromEntries(entries.filter(([, column]) => inItems.has(quoteName(column)))),
    hasAdvertisers: inItems.has(quoteName("advertiser_id")),
    stages: stages.filter((stage) => inEvents.has(ofStage(stage))),
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
  };
}

/** SQL that is not null for the events of a stage. */
function ofStage(stage: Stage): string {
  return `stage = ${quoteText(stage)} OR NULL`;
}

/** Those of some SQL values that at least one row of a table has. */
async function filledColumns(
  engine: Engine,
  table: TableName,
  values: readonly string[],
): Promise<Set<string>> {
  const counts = values.map((value) => `count(${value})`);
  const { rows } = await engine.query(`SELECT ${counts.join(", ")} FROM ${table}`);
  return new Set(values.filter((_, index) => Number(rows[0]?.[index]) > 0));
}

/** SQL for the columns of the file and the slice. */
export const placeColumns = [fileColumn, sliceColumn].map(quoteName).join(", ");
