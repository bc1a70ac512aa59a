import { scoringColumns } from "../../src/model/artefact.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { CubeSpec } from "../engine/cubeSql.js";
import type { QueryResult } from "../engine/duckdb.js";
import { quoteText } from "../engine/quote.js";
import { dimensionColumns, fileColumn, scoredOf } from "./dataset.js";
import type { Dataset } from "./dataset.js";

const confusion = {
  tp: "if(violating AND truly, weight, 0)",
  fp: "if(violating AND NOT truly, weight, 0)",
  fn: "if(NOT violating AND truly, weight, 0)",
  tn: "if(NOT violating AND NOT truly, weight, 0)",
};

/** Dimensions that say how a judgment was scored, beside those of its item. */
const scoring = Object.fromEntries(scoringColumns.map((name) => [name, name]));

/** Advertisers are dealt to this many buckets: enough for a variance, few enough for a page. */
const bucketCount = 64;

/**
 * The cubes of the stages that have events of their own: their decisions against truth, weighted by the samples that
 * labelled them, the same by day, and pairs of human judgments of one item. Their first column is the path of the
 * items' file.
 */
export type ReviewCubes = {
  readonly review: QueryResult;
  readonly reviewDaily: QueryResult;
  readonly pairs: QueryResult;
};

/** The cubes of the open items, computed by the engine. Days are cut in the workspace's time zone. */
export async function queryReviewCubes(dataset: Dataset): Promise<ReviewCubes> {
  const { engine } = dataset;
  const dimensions = { [fileColumn]: fileColumn, ...dataset.dimensions };
  await engine.query(`CREATE OR REPLACE TABLE judgment AS ${judgmentsSql(dataset)}`); // joined once for both cubes
  const scored = { ...dimensions, ...scoring };
  const judged: Omit<CubeSpec, "dimensions"> = {
    units: "SELECT * FROM judgment",
    cluster: "cluster",
    measures: confusion,
  };
  return {
    review: await engine.query(cubeSql({ ...judged, dimensions: scored })),
    reviewDaily: await engine.query(
      cubeSql({
        ...judged,
        dimensions: { [fileColumn]: fileColumn, day: "day", ...dataset.dimensions, ...scoring },
      }),
    ),
    pairs: await engine.query(
      cubeSql({
        units: pairsSql(dataset),
        cluster: "cluster",
        dimensions,
        measures: { disagreeing_pairs: "rejecting * approving", pairs: "judgments * (judgments - 1) / 2" },
      }),
    ),
  };
}

/** One row per decision of a scored stage on an item with a truth label; those on one item are a cluster. */
function judgmentsSql({ dimensions, workspace, stages: used, hasAdvertisers }: Dataset): string {
  const stages = ["", ...scoredOf(used)].map(quoteText).join(", ");
  const bucket = hasAdvertisers
    ? `(md5_number_lower(coalesce(i.advertiser_id, i.item_id)) % ${bucketCount})::VARCHAR`
    : "NULL::VARCHAR";
  return `
    SELECT e.item_id || '|' || coalesce(e.item_version, '') AS cluster, m.violating, t.violating AS truly,
      e.stage, t.source AS "labelSource", t.weight, ${bucket} AS bucket,
      ${daySql(workspace.timeZone)} AS day,
      ${dimensionColumns(dimensions, "i")}
    FROM open_event e
    JOIN meaning m USING (decision)
    JOIN open_item i ON i.item_id = e.item_id AND i.item_version IS NOT DISTINCT FROM e.item_version
    JOIN truth t ON t.stage = e.stage AND t.item_id = e.item_id AND t.item_version IS NOT DISTINCT FROM e.item_version
    WHERE e.stage IN (${stages}) AND m.violating IS NOT NULL`;
}

/** A calendar is consulted only where it is needed: it takes ten times as long. */
function daySql(timeZone: string): string {
  if (timeZone === "UTC") return "e.ended_at::DATE::VARCHAR";
  return `strftime(timezone('${timeZone}', timezone('UTC', e.ended_at::TIMESTAMP)), '%Y-%m-%d')`;
}

/** One row per item (and guideline version, across which judgments may rightly differ) with two judgments or more. */
function pairsSql({ dimensions }: Dataset): string {
  return `
    SELECT p.item_id || '|' || coalesce(p.item_version, '') AS cluster, p.rejecting, p.approving, p.judgments,
      ${dimensionColumns(dimensions, "i")}
    FROM (
      SELECT item_id, item_version, policy_version,
        count(*) FILTER (violating) AS rejecting, count(*) FILTER (NOT violating) AS approving, count(*) AS judgments
      FROM open_event JOIN meaning USING (decision)
      WHERE stage = 'human' AND violating IS NOT NULL
      GROUP BY ALL
    ) p
    JOIN open_item i ON i.item_id = p.item_id AND i.item_version IS NOT DISTINCT FROM p.item_version
    WHERE p.judgments > 1`;
}
