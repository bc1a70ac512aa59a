import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import type { LogView } from "../../src/rca/logMetrics.js";
import { sourceDimension, versionDimensions } from "../../src/rca/moveRows.js";
import { quoteName, quoteText } from "../engine/quote.js";
import { scoredOf, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { dayOfTime } from "./dayOfTime.js";

/** SQL of the decisions that a view of the log counts, one row each, by what they are split and what each counts as. */
export type ViewSql = {
  readonly units: string;
  readonly dimensions: readonly string[];
  readonly measures: Readonly<Record<string, string>>;
};

/**
 * SQL of every event of the open items that has a time and, if it decides, is final: with the dimensions of its item, the
 * cohort of its actor where that may be shown, and the versions that were in force. Which model decided is known of its own decisions; of those of a
 * package the latest model stands for it, as otherwise an item's model would tell how it was decided.
 */
export function logSql(
  { workspace, dimensions, stages }: Dataset,
  releases: readonly PackageSnapshot[],
): string {
  const ofItem = Object.entries(dimensions).map(
    ([name, column]) => `, s.${quoteName(column)} AS ${quoteName(itemColumn(name))}`,
  );
  const own = versionDimensions.filter((name) => !(name in dimensions));
  const versions = own.map((name) => `, ${versionSql[name]} AS ${quoteName(name)}`);
  const autos = stages.includes("auto") ? "stage = 'auto' AND actor_kind = 'model'" : "false";
  return `
    WITH released AS (${releasesSql(releases)}),
    seen AS (
      SELECT ended_at::TIMESTAMP AS seen_at, max(actor_id) AS model FROM open_event
      WHERE ${autos} AND ended_at IS NOT NULL GROUP BY ALL
    ),
    timed AS (
      SELECT *, ended_at::TIMESTAMP AS done_at, ${dayOfTime("ended_at", workspace.timeZone)}::VARCHAR AS on_day
      FROM open_event
      WHERE ended_at IS NOT NULL AND (violating IS NULL OR coalesce(outcome_state, 'final') = 'final')
    )
    SELECT e.item, e.advertiser, e.event_id, e.stage, e.violating, e.policy_id AS selected, e.round, e.prior_event_id,
      e.done_at, e.on_day AS day, c.cohort ${ofItem.join("")} ${versions.join("")}
    FROM timed e
    JOIN slice s ON s.${quoteName(sliceColumn)} = e.${quoteName(sliceColumn)}
    LEFT JOIN cohort c ON c.reviewer_id = e.actor_id
    ASOF LEFT JOIN released r ON e.done_at >= r.released_at
    ASOF LEFT JOIN seen m ON e.done_at >= m.seen_at`;
}

/** The log's column of a dimension of items, which may be named like one of the log's own. */
export function itemColumn(dimension: string): string {
  return `of item ${dimension}`;
}

const versionSql: Readonly<Record<(typeof versionDimensions)[number], string>> = {
  package: "r.label",
  model: "if(e.stage = 'auto', if(e.actor_kind = 'model', e.actor_id, m.model), NULL)",
  guideline: "e.policy_version",
};

function releasesSql(releases: readonly PackageSnapshot[]): string {
  const dated = releases.flatMap(({ label, released_at: at }) =>
    typeof at === "number" ? [`(${quoteText(label)}, make_timestamp(${at * 1000}::BIGINT))`] : [],
  );
  if (dated.length > 0) return `SELECT * FROM (VALUES ${dated.join(", ")}) AS t(label, released_at)`;
  return "SELECT NULL::VARCHAR AS label, NULL::TIMESTAMP AS released_at WHERE false";
}

/** The views that the log of an open dataset has; `log` must have been made. */
export async function logViewsOf(dataset: Dataset): Promise<Map<string, ViewSql>> {
  const { stages, uses } = dataset;
  const items = Object.keys(dataset.dimensions);
  const telling = await tellingColumns(dataset);
  const ofAuto = [
    ...items,
    ...versionDimensions.filter((name) => telling.has(name) && !items.includes(name)),
  ];
  const ofPeople = [
    ...ofAuto.filter((name) => name !== "model" && name !== "package"),
    ...(telling.has("cohort") && !items.includes("cohort") ? ["cohort"] : []),
  ];
  const views = new Map<string, ViewSql>();
  const add = (name: LogView, view: ViewSql): unknown => views.set(name, view);
  if (stages.includes("auto")) add("auto", { ...autoSql, dimensions: ofAuto });
  if (stages.includes("auto") || stages.includes("human")) add("final", { ...finalSql, dimensions: ofAuto });
  if (stages.includes("human")) add("humanPace", { ...paceSql, dimensions: ofPeople });
  if (stages.includes("human") && stages.includes("auto"))
    add("humanSelected", { ...selectedSql, dimensions: ofPeople });
  if (stages.includes("qa") && uses.prior_event_id)
    add("audited", { ...auditedSql, dimensions: [...new Set([...items, "auditor"])] });
  for (const stage of scoredOf(stages)) {
    const own = stage === "auto" ? ofAuto : ofPeople;
    views.set(`labelled ${stage}`, { ...labelledSql(stage), dimensions: [...own, sourceDimension] });
  }
  return views;
}

/** Versions and cohorts that tell decisions apart: those with two values at least. */
async function tellingColumns({ engine, dimensions }: Dataset): Promise<ReadonlySet<string>> {
  const columns = [...versionDimensions.filter((name) => !(name in dimensions)), "cohort"];
  const counts = columns.map((name) => `count(DISTINCT ${quoteName(name)})`);
  const { rows } = await engine.query(`SELECT ${counts.join(", ")} FROM log`);
  return new Set(columns.filter((_, at) => Number(rows[0]?.[at]) > 1));
}

type Undivided = Omit<ViewSql, "dimensions">;

const autoSql: Undivided = {
  units: "SELECT * FROM log WHERE stage = 'auto'",
  measures: {
    approve: "if(NOT violating, 1, 0)",
    reject: "if(violating, 1, 0)",
    undecided: "if(violating IS NULL, 1, 0)",
  },
};

/** Items by their last decision of the automatic stage or of the first round of people, on its day. */
const finalSql: Undivided = {
  units: `
    SELECT * FROM log
    WHERE violating IS NOT NULL AND (stage = 'auto' OR (stage = 'human' AND coalesce(round, 1) = 1))
    QUALIFY row_number() OVER (PARTITION BY item ORDER BY done_at DESC, event_id DESC) = 1`,
  measures: { approve: "if(NOT violating, 1, 0)", reject: "if(violating, 1, 0)" },
};

const paceSql: Undivided = {
  units: `
    SELECT l.*, epoch_ms(r.ended_at::TIMESTAMP) - epoch_ms(r.started_at::TIMESTAMP) > 60000 AS slow
    FROM log l JOIN review_event r ON r.event_id = l.event_id
    WHERE l.stage = 'human' AND r.started_at IS NOT NULL`,
  measures: { slow: "if(slow, 1, 0)", quick: "if(slow, 0, 1)" },
};

/** Decisions of people on items that auto sent for policies. A rejection without a policy cannot be held against those. */
const selectedSql: Undivided = {
  units: `
    SELECT l.*, NOT list_contains(a.sent, l.selected) AS elsewhere
    FROM log l JOIN (
      SELECT item, list(DISTINCT selected) AS sent FROM log
      WHERE stage = 'auto' AND selected IS NOT NULL GROUP BY item
    ) a ON a.item = l.item
    WHERE l.stage = 'human' AND l.violating IS NOT NULL AND (NOT l.violating OR l.selected IS NOT NULL)`,
  measures: {
    approve: "if(violating, 0, 1)",
    reject_same: "if(violating AND NOT elsewhere, 1, 0)",
    reject_other: "if(violating AND elsewhere, 1, 0)",
  },
};

const auditedSql: Undivided = {
  units: `
    SELECT q.*, q.cohort AS auditor, q.violating = p.violating AS confirmed
    FROM log q JOIN log p ON p.event_id = q.prior_event_id AND p.item = q.item
    WHERE q.stage = 'qa' AND q.violating IS NOT NULL AND p.violating IS NOT NULL`,
  measures: { qa_confirmed: "if(confirmed, 1, 0)", qa_overturned: "if(confirmed, 0, 1)" },
};

function labelledSql(stage: string): Undivided {
  return {
    units: `
      SELECT l.*, t.violating AS truly, t.source AS ${quoteName(sourceDimension)}, t.weight
      FROM log l JOIN truth t ON t.stage = l.stage AND t.item = l.item
      WHERE l.stage = ${quoteText(stage)} AND l.violating IS NOT NULL`,
    measures: confusionSql,
  };
}

const confusionSql = Object.fromEntries(
  confusionMeasures.map((name) => {
    const [rejected, violating] = [name === "tp" || name === "fp", name === "tp" || name === "fn"];
    return [name, `if(violating = ${rejected} AND truly = ${violating}, weight, 0)`];
  }),
);
