import type { ScoredStage } from "../../src/metrics/verdict.js";
import { tableColumns } from "../../src/model/workspace.js";
import type { Workspace } from "../../src/model/workspace.js";
import { quoteName } from "../engine/quote.js";
import { sqlTypes } from "../engine/sqlTypes.js";
import type { Engine } from "../engine/duckdb.js";
import {
  createView,
  fileColumn,
  itemDimensions,
  maybeEventColumns,
  meanings,
  placeColumns,
  rowsSql,
  scoredOf,
  sliceColumn,
  versionColumn,
} from "./dataset.js";
import type { DataFile, Dataset } from "./dataset.js";
import { dayOfTime } from "./dayOfTime.js";
import { labelSql, stageType, truthSql } from "./truthSql.js";

/**
 * Opens some of the items, the events and the delivery that may belong to them: as the tables `slice`, the dimensions of
 * the items (and language and policy, if only as NULL) by number in their order, so that no query has to join and to
 * group texts; `open_item`, whose column `item` numbers them and whose `advertiser` stands for their advertisers;
 * `open_event`, the events of just these items with the numbers of the item and `violating` (what their decision means,
 * NULL for nothing); `open_label`, see `labelSql`; `truth`, for each scored stage one row per labelled item, see
 * `truthSql`; and `labelled`, the decisions that it holds for. Delivery, where the workspace has any, is the view
 * `open_delivery`.
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
  await createTable(engine, "event_row", eventRowSql(dataset, rowsSql(workspace, "review_event", events)));
  await createView(engine, "open_event", openEventSql(dataset));
  await createTable(engine, "open_label", labelSql);
  if (files.delivery.length > 0)
    await createView(engine, "open_delivery", rowsSql(workspace, "delivery", delivery));
  await createTable(engine, "truth", truthSql(new Set(["auto", ...scored]))); // several queries need it, and it sorts every label
  await createTable(engine, "labelled", labelledSql(workspace));
}

/** Advertisers are dealt to this many buckets: enough for a variance, few enough for a page. */
const bucketCount = 64;

/** The number of an advertiser as JavaScript holds it. */
export const advertiserSql = `(advertiser % ${Number.MAX_SAFE_INTEGER}::UBIGINT)::DOUBLE`;

/** The bucket of an advertiser's number. */
export const bucketSql = `(advertiser % ${bucketCount}::UBIGINT)::INTEGER`;

/**
 * An item without an advertiser is one of its own; where no item names any, `advertiser` is NULL. The number is made
 * once an advertiser: to hash texts takes as long as everything else here. Columns that nothing reads are not copied.
 */
function openItemSql(dataset: Dataset, items: string): string {
  const { hasAdvertisers, dimensions, workspace, filled } = dataset;
  const file = quoteName(fileColumn);
  const isSame = Object.values(dimensions).map(
    (column) => `s.${quoteName(column)} IS NOT DISTINCT FROM i.${quoteName(column)}`,
  );
  const numbered = `LEFT JOIN (
      SELECT advertiser_id, md5_number_lower(advertiser_id) AS number
      FROM (SELECT DISTINCT advertiser_id FROM (${items}) WHERE advertiser_id IS NOT NULL)
    ) a ON a.advertiser_id = i.advertiser_id`;
  const others = [
    ...(filled.has(versionColumn) ? [versionColumn] : []),
    ...(hasExposure(dataset) ? ["exposure", "currency"] : []),
    ...(workspace.publishTexts ? ["text"] : []),
  ].map((name) => `, i.${quoteName(name)}`);
  return `
    SELECT (${file}::BIGINT << 32) + file_row_number AS item, ${file}, s.${quoteName(sliceColumn)},
      ${hasAdvertisers ? "coalesce(a.number, md5_number_lower(i.item_id))" : "NULL::UBIGINT"} AS advertiser,
      i.item_id, i.created_at ${others.join("")}
    FROM (${items}) i
    LEFT JOIN slice s ON ${isSame.join(" AND ") || "true"}
    ${hasAdvertisers ? numbered : ""}`;
}

/** Whether items or delivery say how often items are seen. */
export function hasExposure({ files, uses }: Dataset): boolean {
  return files.delivery.length > 0 || uses.exposure;
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
    SELECT i.item, i.${quoteName(fileColumn)}, i.${quoteName(sliceColumn)}, i.advertiser, i.created_at,
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
    SELECT e.item, e.advertiser, e.stage, ${dayOfTime("ended_at", timeZone)} AS day, e.violating, e.policy_id, e.policy_version,
      e.actor_kind, e.actor_id, ${placeColumns}, t.violating AS truly, t.source AS "labelSource", t.policy_id AS meant, t.weight
    FROM open_event e
    JOIN truth t ON t.stage = e.stage AND t.item = e.item
    WHERE e.violating IS NOT NULL`;
}

/** What the decision of an event `e` means, without a join, which takes longer. */
function violatingSql(workspace: Workspace): string {
  const cases = meanings(workspace).map(([decision, violating]) => `WHEN ${decision} THEN ${violating}`);
  return `(CASE e.decision ${cases.join(" ")} END)::BOOLEAN`;
}

async function createTable(engine: Engine, name: string, sql: string): Promise<void> {
  await engine.query(`CREATE OR REPLACE TABLE ${name} AS ${sql}`);
}
