import { truthStages } from "../../src/metrics/verdict.js";
import { scoringColumns } from "../../src/model/artefact.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { queryAudits } from "./auditCubes.js";
import { fileColumn, placeColumns, scoredOf, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { dayOfTime } from "./dayOfTime.js";
import { queryLabels } from "./labelCubes.js";
import type { LabelCubes } from "./labelCubes.js";
import { advertiserSql } from "./openItems.js";

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
 * come. Their first column is the place of the items' file; one is `undefined` where the data has nothing of the kind.
 */
export type ReviewCubes = Awaited<ReturnType<typeof queryAudits>> &
  LabelCubes & {
    readonly review: QueryColumns;
    readonly reviewDaily: QueryColumns;
    /** Decisions without a label: a number beside those of the cube. */
    readonly unlabelled: QueryColumns;
    readonly judged: QueryColumns;
    /** The labelled decisions by advertiser; made for the store, never for a page. */
    readonly advertisers: QueryColumns | undefined;
  };

const labelStages = truthStages("human").map(quoteText).join(", ");

/** Columns of the rows of judged items that are no dimension and no count. */
export const judgedKeys = ["judgments", "rejections", "second"] as const;

/** The cubes of the open items, computed by the engine. Days are cut in the workspace's time zone. */
export async function queryReviewCubes(dataset: Dataset): Promise<ReviewCubes> {
  const { engine } = dataset;
  await engine.query(`CREATE OR REPLACE TABLE unlabelled AS ${unlabelledSql(dataset)}`); // read twice
  await engine.query(`CREATE OR REPLACE TABLE voted AS ${votedSql(dataset)}`); // the policies need it too
  const place = { [fileColumn]: fileColumn, [sliceColumn]: sliceColumn };
  const judged = { cluster: "item", measures: confusion };
  return {
    review: await engine.queryColumns(
      cubeSql({
        ...judged,
        units: "SELECT * FROM labelled",
        dimensions: { ...place, ...scoring },
        counts: { decisions: "1", labelled: "1" },
      }),
    ),
    unlabelled: await engine.queryColumns(
      `SELECT ${placeColumns}, stage, sum(decisions)::DOUBLE AS decisions FROM unlabelled GROUP BY ALL ORDER BY ALL`,
    ),
    reviewDaily: await engine.queryColumns(
      `SELECT * REPLACE (day::VARCHAR AS day) FROM (${cubeSql({
        ...judged,
        units: "SELECT * FROM labelled",
        dimensions: { ...place, day: "day", ...scoring },
      })})`,
    ),
    judged: await engine.queryColumns(judgedSql),
    advertisers: dataset.hasAdvertisers ? await engine.queryColumns(advertisersSql) : undefined,
    ...(await queryAudits(dataset)),
    ...(await queryLabels(dataset)),
  };
}

/**
 * Decisions of scored stages without a label, which are most, counted by cell: all there are less those with one, which
 * takes half of what it takes to find them.
 */
function unlabelledSql({ workspace, stages: used }: Dataset): string {
  const stages = scoredOf(used).map(quoteText).join(", ");
  const cell = `${placeColumns}, stage`;
  return `
    SELECT ${cell}, day, sum(n)::BIGINT AS decisions
    FROM (
      SELECT ${cell}, ${dayOfTime("ended_at", workspace.timeZone)} AS day, 1 AS n FROM open_event
      WHERE stage IN (${stages || "NULL"}) AND violating IS NOT NULL
      UNION ALL
      SELECT ${cell}, day, -1 FROM labelled
    )
    GROUP BY ALL HAVING sum(n) > 0`;
}

const advertiserSums = Object.entries(confusion).map(
  ([name, sql]) => `sum(${sql})::DOUBLE AS ${quoteName(name)}`,
);

const advertisersSql = `
  SELECT ${quoteName(fileColumn)}, stage, ${quoteName(sliceColumn)},
    ${advertiserSql} AS advertiser, ${advertiserSums.join(", ")}
  FROM labelled GROUP BY ALL ORDER BY ${quoteName(fileColumn)}, stage, ${quoteName(sliceColumn)}, advertiser`;

/**
 * Items by how often they were judged and rejected; under another version of the policy, where judgments may rightly
 * differ, an item counts again. `second` says whether a blind judgment of round 2 agrees with that of round 1.
 */
const judgedSql = `
  SELECT ${placeColumns}, judgments::VARCHAR AS judgments, rejections::VARCHAR AS rejections, "second",
    count(*)::DOUBLE AS items
  FROM voted WHERE judgments > 0
  GROUP BY ${placeColumns}, voted.judgments, voted.rejections, "second" ORDER BY ALL`;

/** One row per item and version of the policy: what people and those who label decided, together and people alone. */
function votedSql({ uses, filled }: Dataset): string {
  const byPeople = "FILTER (stage = 'human')";
  const agrees = `${inRound("coalesce(round, 1) = 1")} = ${inRound("round = 2 AND blind IS DISTINCT FROM false")}`;
  const second = uses.round
    ? `CASE WHEN ${agrees} THEN 'same' WHEN NOT (${agrees}) THEN 'differs' END`
    : "NULL::VARCHAR";
  const version = filled.has("policy_version") ? ", policy_version" : "";
  return `
    SELECT item, ${placeColumns
      .split(", ")
      .map((name) => `any_value(${name}) AS ${name}`)
      .join(", ")}, ${version === "" ? "NULL::VARCHAR AS policy_version" : "policy_version"},
      count(*) ${byPeople} AS judgments, count(*) FILTER (stage = 'human' AND violating) AS rejections, ${second} AS "second",
      count(*) FILTER (violating) AS rejecting, count(*) FILTER (NOT violating) AS approving
    FROM open_event
    WHERE stage IN ('human', ${labelStages}) AND violating IS NOT NULL
    GROUP BY item ${version}`;
}

/** SQL of the newest verdict of a group among the judgments of a round. */
function inRound(where: string): string {
  return `max_by(violating, coalesce(ended_at::TIMESTAMP, 'epoch'::TIMESTAMP)) FILTER (stage = 'human' AND ${where})`;
}
