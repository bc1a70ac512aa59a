import { cubeSql } from "../engine/cubeSql.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { fileColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { bucketSql, hasExposure } from "./openItems.js";

const noRows: QueryColumns = {};

/** Measures of the cube of actors. */
export const actorMeasures = ["tp", "fp", "fn", "tn"] as const;

/**
 * The open items' logged decisions of the automatic stage against truth, by who made them (package, model); no row where
 * the log holds none.
 */
export async function queryActors(dataset: Dataset): Promise<QueryColumns> {
  if (!dataset.stages.includes("auto")) return noRows;
  return dataset.engine.queryColumns(
    cubeSql({
      units: `
        SELECT item AS cluster, ${bucketSql} AS bucket, "${fileColumn}", violating, truly, weight,
          coalesce(actor_kind || ' ', '') || coalesce(actor_id, 'not named') AS actor
        FROM labelled WHERE stage = 'auto'`,
      cluster: "cluster",
      dimensions: { [fileColumn]: fileColumn, actor: "actor", bucket: "bucket" },
      measures: {
        tp: "if(violating AND truly, weight, 0)",
        fp: "if(violating AND NOT truly, weight, 0)",
        fn: "if(NOT violating AND truly, weight, 0)",
        tn: "if(NOT violating AND NOT truly, weight, 0)",
      },
    }),
  );
}

/**
 * Measures of the cube of exposure: what rejected items were expected to be seen, and how often approved ones were seen
 * and what they earned, each for good and violating ones.
 */
export const exposureMeasures = [
  "stopped_good",
  "stopped_violating",
  "seen_good",
  "seen_violating",
  "earned_good",
  "earned_violating",
] as const;

/**
 * The same decisions, and those of people, weighed by exposure: by stage and currency. No row where items say nothing
 * of their exposure and there is no delivery.
 */
export async function queryExposure(dataset: Dataset): Promise<QueryColumns> {
  const hasDelivery = dataset.files.delivery.length > 0;
  if (!hasExposure(dataset)) return noRows;
  const delivered = hasDelivery
    ? "SELECT item_id, sum(impressions) AS impressions, sum(revenue::DECIMAL(18, 4)) AS revenue, min(currency) AS currency FROM open_delivery GROUP BY item_id"
    : "SELECT NULL::VARCHAR AS item_id, 0 AS impressions, 0 AS revenue, NULL::VARCHAR AS currency WHERE false";
  return dataset.engine.queryColumns(
    cubeSql({
      units: `
        SELECT e.item AS cluster, e.bucket, e."${fileColumn}", e.stage, e.violating, e.truly, e.weight, coalesce(i.currency, d.currency) AS currency,
          coalesce(i.exposure::DOUBLE, 0) AS exposure, coalesce(d.impressions, 0)::DOUBLE AS impressions,
          coalesce(d.revenue, 0)::DOUBLE AS revenue
        FROM (SELECT *, ${bucketSql} AS bucket FROM labelled WHERE stage IN ('auto', 'human')) e
        JOIN open_item i ON i.item = e.item LEFT JOIN (${delivered}) d ON d.item_id = i.item_id`,
      cluster: "cluster",
      dimensions: { [fileColumn]: fileColumn, stage: "stage", currency: "currency", bucket: "bucket" },
      measures: {
        stopped_good: "if(violating AND NOT truly, weight * exposure, 0)",
        stopped_violating: "if(violating AND truly, weight * exposure, 0)",
        seen_good: "if(NOT violating AND NOT truly, weight * impressions, 0)",
        seen_violating: "if(NOT violating AND truly, weight * impressions, 0)",
        earned_good: "if(NOT violating AND NOT truly, weight * revenue, 0)",
        earned_violating: "if(NOT violating AND truly, weight * revenue, 0)",
      },
    }),
  );
}
