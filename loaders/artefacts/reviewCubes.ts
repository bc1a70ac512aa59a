import { scoringColumns } from "../../src/model/artefact.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { queryAudits } from "./auditCubes.js";
import { dimensionColumns, fileColumn, scoredOf } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { advertiserSql } from "./itemClusters.js";
import { queryLabels } from "./labelCubes.js";
import type { LabelCubes } from "./labelCubes.js";

const confusion = {
  tp: "if(violating AND truly, weight, 0)",
  fp: "if(violating AND NOT truly, weight, 0)",
  fn: "if(NOT violating AND truly, weight, 0)",
  tn: "if(NOT violating AND NOT truly, weight, 0)",
};

/** Dimensions that say how a judgment was scored, beside those of its item. */
const scoring = Object.fromEntries(scoringColumns.map((name) => [name, name]));

/**
 * The cubes of the stages that have events of their own: their decisions against truth, weighted by the samples that
 * labelled them, the same by day, and how often items were judged and rejected; then what audits found and how labels
 * come. Their first column is the path of the items' file; one is `undefined` where the data has nothing of the kind.
 */
export type ReviewCubes = Awaited<ReturnType<typeof queryAudits>> &
  LabelCubes & {
    readonly review: QueryColumns;
    readonly reviewDaily: QueryColumns;
    readonly judged: QueryColumns;
    /** The labelled decisions by advertiser; made for the store, never for a page. */
    readonly advertisers: QueryColumns | undefined;
  };

/** Columns of the rows of judged items that are no dimension and no count. */
export const judgedKeys = ["judgments", "rejections", "second"] as const;

/** The cubes of the open items, computed by the engine. Days are cut in the workspace's time zone. */
export async function queryReviewCubes(dataset: Dataset): Promise<ReviewCubes> {
  const { engine, dimensions } = dataset;
  await engine.query(`CREATE OR REPLACE TABLE judgment AS ${judgmentsSql(dataset)}`); // joined once for three cubes
  const file = { [fileColumn]: fileColumn };
  const judged = { cluster: "cluster", measures: confusion };
  return {
    review: await engine.queryColumns(
      cubeSql({
        ...judged,
        units: "SELECT * FROM judgment",
        dimensions: { ...file, ...dimensions, ...scoring },
        counts: { decisions: "1", labelled: 'if("labelSource" IS NULL, 0, 1)' },
      }),
    ),
    reviewDaily: await engine.queryColumns(
      cubeSql({
        ...judged,
        units: 'SELECT * FROM judgment WHERE "labelSource" IS NOT NULL',
        dimensions: { ...file, day: "day", ...dimensions, ...scoring },
      }),
    ),
    judged: await engine.queryColumns(judgedSql(dataset)),
    advertisers: dataset.hasAdvertisers ? await engine.queryColumns(advertisersSql(dataset)) : undefined,
    ...(await queryAudits(dataset)),
    ...(await queryLabels(dataset)),
  };
}

/**
 * One row per decision of a scored stage, with the label of its item where there is one; those on one item are a cluster.
 */
function judgmentsSql(dataset: Dataset): string {
  const { dimensions, workspace, stages: used } = dataset;
  const stages = ["", ...scoredOf(used)].map(quoteText).join(", ");
  return `
    SELECT e.item_id || '|' || coalesce(e.item_version, '') AS cluster, m.violating, t.violating AS truly,
      e.stage, t.source AS "labelSource", t.weight,
      ${advertiserSql(dataset)} AS advertiser,
      ${daySql(workspace.timeZone)} AS day,
      ${dimensionColumns(dimensions, "i")}
    FROM open_event e
    JOIN meaning m USING (decision)
    JOIN open_item i ON i.item_id = e.item_id AND i.item_version IS NOT DISTINCT FROM e.item_version
    LEFT JOIN truth t ON t.stage = e.stage AND t.item_id = e.item_id AND t.item_version IS NOT DISTINCT FROM e.item_version
    WHERE e.stage IN (${stages}) AND m.violating IS NOT NULL`;
}

function advertisersSql({ dimensions }: Dataset): string {
  const split = Object.entries(dimensions).map(
    ([name, column]) => `${quoteName(column)} AS ${quoteName(name)}, `,
  );
  const sums = Object.entries(confusion).map(([name, sql]) => `sum(${sql})::DOUBLE AS ${quoteName(name)}`);
  return `
    SELECT ${quoteName(fileColumn)}, stage, ${split.join("")} advertiser, ${sums.join(", ")}
    FROM judgment WHERE "labelSource" IS NOT NULL GROUP BY ALL ORDER BY ALL`;
}

/** A calendar is consulted only where it is needed: it takes ten times as long. */
function daySql(timeZone: string): string {
  if (timeZone === "UTC") return "e.ended_at::DATE::VARCHAR";
  return `strftime(timezone('${timeZone}', timezone('UTC', e.ended_at::TIMESTAMP)), '%Y-%m-%d')`;
}

/**
 * Items by how often they were judged and rejected; under another version of the policy, where judgments may rightly
 * differ, an item counts again. `second` says whether a blind judgment of round 2 agrees with that of round 1.
 */
function judgedSql({ dimensions, uses }: Dataset): string {
  const named = Object.entries(dimensions).map(
    ([name, column]) => `i.${quoteName(column)} AS ${quoteName(name)}, `,
  );
  const agrees = `${inRound("coalesce(round, 1) = 1")} = ${inRound("round = 2 AND blind IS DISTINCT FROM false")}`;
  const second = uses.round
    ? `CASE WHEN ${agrees} THEN 'same' WHEN NOT (${agrees}) THEN 'differs' END`
    : "NULL::VARCHAR";
  return `
    SELECT i.${quoteName(fileColumn)}, ${named.join("")}
      judgments::VARCHAR AS judgments, rejections::VARCHAR AS rejections, "second", count(*)::DOUBLE AS items
    FROM (
      SELECT item_id, item_version, policy_version, count(*) AS judgments,
        count(*) FILTER (violating) AS rejections, ${second} AS "second"
      FROM open_event JOIN meaning USING (decision)
      WHERE stage = 'human' AND violating IS NOT NULL
      GROUP BY item_id, item_version, policy_version
    ) p
    JOIN open_item i ON i.item_id = p.item_id AND i.item_version IS NOT DISTINCT FROM p.item_version
    GROUP BY ALL ORDER BY ALL`;
}

/** SQL of the newest verdict of a group among the judgments of a round. */
function inRound(where: string): string {
  return `max_by(violating, coalesce(ended_at::TIMESTAMP, 'epoch'::TIMESTAMP)) FILTER (${where})`;
}
