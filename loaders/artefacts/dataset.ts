import { shownCohorts } from "../../src/metrics/cohorts.js";
import { scoredStages } from "../../src/metrics/verdict.js";
import type { ScoredStage } from "../../src/metrics/verdict.js";
import { stages } from "../../src/model/stages.js";
import type { Stage } from "../../src/model/stages.js";
import { tableNames } from "../../src/model/tables/tables.js";
import type { TableName } from "../../src/model/tables/tables.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { enumType, quoteName, quoteText } from "../engine/quote.js";
import { sqlTypes } from "../engine/sqlTypes.js";
import type { Engine } from "../engine/duckdb.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { labelSql, stageType, truthSql } from "./truthSql.js";

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

/** Columns of events that queries of the open items read and that may be empty throughout. */
const maybeEventColumns = [
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

const versionColumn = "item_version";

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
    ...(await usedColumns(engine, workspace)),
  };
}

/**
 * Opens some of the items, the events and the delivery that may belong to them: as the tables `slice`, the dimensions of
 * the items (and language and policy, if only as NULL) by number in their order, so that no query has to join and to group texts; `open_item`, whose column `item`
 * numbers them and whose `advertiser` stands for their advertisers; `open_event`, the events of just these items with
 * the numbers of the item and `violating` (what their decision means, NULL for nothing); `open_label`, see `labelSql`;
 * `truth`, for each scored stage one row per labelled item, see `truthSql`; and `labelled`, the decisions that it holds
 * for. Delivery, where the workspace has any, is the view `open_delivery`.
 */
export async function openItems(
  dataset: Dataset,
  { items, events, delivery }: Readonly<Record<"items" | "events" | "delivery", readonly DataFile[]>>,
): Promise<void> {
  const { engine, workspace, files, stages: used } = dataset;
  const itemRows = rowsSql(workspace, "item", items);
  await createTable(engine, "slice", sliceSql(dataset, itemRows));
  await createTable(engine, "open_item", openItemSql(dataset, itemRows));
  await createTable(engine, "event_row", eventRowSql(dataset, rowsSql(workspace, "review_event", events)));
  await createView(engine, "open_event", openEventSql(dataset));
  await createTable(engine, "open_label", labelSql);
  if (files.delivery.length > 0)
    await createView(engine, "open_delivery", rowsSql(workspace, "delivery", delivery));
  await createTable(engine, "truth", truthSql(new Set(["auto", ...scoredOf(used)]))); // several queries need it, and it sorts every label
  await createTable(engine, "labelled", labelledSql(workspace));
}

/** Advertisers are dealt to this many buckets: enough for a variance, few enough for a page. */
const bucketCount = 64;

/** The bucket of an advertiser's number as text. */
export const bucketSql = `(advertiser % ${bucketCount}::UBIGINT)::VARCHAR`;

/** SQL of the type that buckets may be given. */
export const bucketType = enumType(Array.from({ length: bucketCount }, (_, bucket) => String(bucket)));

/**
 * An item without an advertiser is one of its own; where no item names any, `advertiser` is NULL. The number is made
 * once an advertiser: to hash texts takes as long as everything else here.
 */
function openItemSql({ hasAdvertisers, dimensions, workspace }: Dataset, items: string): string {
  const file = quoteName(fileColumn);
  const isSame = Object.values(dimensions).map(
    (column) => `s.${quoteName(column)} IS NOT DISTINCT FROM i.${quoteName(column)}`,
  );
  const numbered = `LEFT JOIN (
      SELECT advertiser_id, md5_number_lower(advertiser_id) AS number
      FROM (SELECT DISTINCT advertiser_id FROM (${items}) WHERE advertiser_id IS NOT NULL)
    ) a ON a.advertiser_id = i.advertiser_id`;
  return `
    SELECT (${file}::BIGINT << 32) + file_row_number AS item, ${file}, s.${quoteName(sliceColumn)},
      ${hasAdvertisers ? "coalesce(a.number, md5_number_lower(i.item_id))" : "NULL::UBIGINT"} AS advertiser,
      i.item_id, i.item_version, i.created_at, i.exposure, i.currency,
      ${workspace.publishTexts ? "i.text" : "NULL::VARCHAR"} AS "text"
    FROM (${items}) i
    LEFT JOIN slice s ON ${isSame.join(" AND ") || "true"}
    ${hasAdvertisers ? numbered : ""}`;
}

/** Every combination of dimensions that the items have, in the order of their values; one where they have none. */
function sliceSql({ dimensions }: Dataset, items: string): string {
  const names = [...new Set(Object.values(dimensions))];
  const empty = [itemDimensions.language, itemDimensions.policy].filter((name) => !names.includes(name));
  const others = empty.map((name) => `, NULL::VARCHAR AS ${quoteName(name)}`).join("");
  const columns = names.map(quoteName).join(", ");
  if (columns === "") return `SELECT 0 AS ${quoteName(sliceColumn)} ${others}`;
  return `
    SELECT (row_number() OVER (ORDER BY ${columns}))::INTEGER - 1 AS ${quoteName(sliceColumn)}, * ${others}
    FROM (SELECT DISTINCT ${columns} FROM (${items}))`;
}

/** The rows of `open_event` without the columns that are empty throughout: each that is copied takes its time. */
function eventRowSql({ workspace, filled }: Dataset, events: string): string {
  const columns = ["event_id", "ended_at", ...maybeEventColumns.filter((name) => filled.has(name))];
  const isSameVersion = filled.has(versionColumn)
    ? "AND i.item_version IS NOT DISTINCT FROM e.item_version"
    : "";
  return `
    SELECT i.item, i.${placeColumns.replace(", ", ", i.")}, i.advertiser, i.created_at,
      e.stage::${stageType} AS stage, ${violatingSql(workspace)} AS violating, ${columns.map((name) => `e.${name}`).join(", ")}
    FROM (${events}) e
    JOIN open_item i ON i.item_id = e.item_id ${isSameVersion}`;
}

function openEventSql({ workspace, filled }: Dataset): string {
  const types = Object.entries(tableColumns(workspace, "review_event"));
  const empty = types.filter(([name]) => maybeEventColumns.includes(name) && !filled.has(name));
  const columns = empty.map(([name, { type }]) => `, NULL::${sqlTypes[type]} AS ${quoteName(name)}`);
  return `SELECT * ${columns.join("")} FROM event_row`;
}

/** Decisions of scored stages that have a truth. */
function labelledSql({ timeZone }: Workspace): string {
  return `
    SELECT e.item, e.advertiser, e.stage, ${daySql(timeZone)} AS day, e.violating, e.policy_id, e.policy_version,
      e.actor_kind, e.actor_id, ${placeColumns}, t.violating AS truly, t.source AS "labelSource", t.policy_id AS meant, t.weight
    FROM open_event e
    JOIN truth t ON t.stage = e.stage AND t.item = e.item
    WHERE e.violating IS NOT NULL`;
}

/** SQL of the day of an event. A calendar is consulted only where it is needed: it takes ten times as long. */
export function daySql(timeZone: string): string {
  if (timeZone === "UTC") return "ended_at::DATE";
  return `timezone('${timeZone}', timezone('UTC', ended_at::TIMESTAMP))::DATE`;
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
function meaningSql(workspace: Workspace): string {
  return `SELECT * FROM (VALUES ${meanings(workspace)
    .map(([decision, violating]) => `(${decision}, ${violating}::BOOLEAN)`)
    .join(", ")}) AS meaning(decision, violating)`;
}

/** The same for events `e`, without a join, which takes longer. */
function violatingSql(workspace: Workspace): string {
  const cases = meanings(workspace).map(([decision, violating]) => `WHEN ${decision} THEN ${violating}`);
  return `(CASE e.decision ${cases.join(" ")} END)::BOOLEAN`;
}

/** Decisions and what they mean, as SQL. */
function meanings({ decisions }: Workspace): [string, string][] {
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
): Promise<Pick<Dataset, "dimensions" | "hasAdvertisers" | "stages" | "uses" | "filled">> {
  const known: Record<string, string> = { ...itemDimensions };
  for (const name of workspace.dimensions) known[name] = name;
  const entries = Object.entries(known);
  const ofItem = [
    ...entries.map(([, column]) => column),
    "advertiser_id",
    versionColumn,
    ...measuredItemColumns,
  ];
  const inItems = await filledColumns(engine, "item", ofItem.map(quoteName));
  const inEvents = await filledColumns(engine, "review_event", [
    ...[versionColumn, ...maybeEventColumns].map(quoteName),
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
    filled: new Set(
      [versionColumn, ...maybeEventColumns].filter(
        (name) => inEvents.has(quoteName(name)) || (name === versionColumn && inItems.has(quoteName(name))),
      ),
    ),
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
