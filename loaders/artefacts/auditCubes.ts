import { auditOutcomes } from "../../src/metrics/audits.js";
import { cubeSql } from "../engine/cubeSql.js";
import type { QueryColumns } from "../engine/duckdb.js";
import { enumType, quoteName, quoteText } from "../engine/quote.js";
import { fileColumn, placeColumns, sliceColumn } from "./dataset.js";
import type { Dataset } from "./dataset.js";
import { bucketSql } from "./openItems.js";
import type { Row } from "./sumRows.js";

/** Columns of an audit row that say what kind of audit it is; what the data names comes last. */
const kindColumns = [
  "by",
  "stage",
  "reviewer",
  "decision",
  "verdict",
  "outcome",
  "agreed",
  "blind",
  "severity",
  "cohort",
] as const;

/** Columns of an audit row that say what it is about, beside the dimensions of its item. */
export const auditKeys = ["bucket", ...kindColumns] as const;

/** Columns by which audits are stored: ten words are fetched, written and summed by as one. */
export const storedAuditKeys = ["bucket", "kind"] as const;

/** Below and above all that stands in words, so that kinds are in the order of their words, `null` last. */
const [between, nothing] = ["\u0001", "\uffff"];

/** The words of the kinds of audits by column. */
export function auditKinds(
  kinds: readonly Row[string][],
): Record<(typeof kindColumns)[number], Row[string][]> {
  const wordsOf = new Map([...new Set(kinds)].map((kind) => [kind, wordsIn(String(kind))]));
  const columns = kindColumns.map((name, at) => [name, kinds.map((kind) => wordsOf.get(kind)?.[at] ?? null)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has these keys
  return Object.fromEntries(columns) as ReturnType<typeof auditKinds>;
}

function wordsIn(kind: string): (string | null)[] {
  const words = kind.split(between);
  const last = kindColumns.length - 1;
  return [...words.slice(0, last), words.slice(last).join(between)].map((word) =>
    word === nothing ? null : word,
  );
}

export const lineItemKeys = ["lineItem", "bucket"] as const;

/**
 * What QA found of decisions, and its auditor (ATA) of QA, counted and weighted, by item and outcome; and the line items
 * of those audits as a cube. `undefined` where there is nothing of the kind: then nothing is asked of the engine.
 */
export async function queryAudits(
  dataset: Dataset,
): Promise<{ audits: QueryColumns | undefined; lineItems: QueryColumns | undefined }> {
  const { engine, stages, uses } = dataset;
  const hasAudits = uses.prior_event_id && (stages.includes("qa") || stages.includes("ata"));
  if (!hasAudits) return { audits: undefined, lineItems: undefined };
  await engine.query(`CREATE OR REPLACE TABLE audit AS ${auditSql}`); // the line items need it too
  return {
    audits: await engine.queryColumns(auditRowsSql),
    lineItems: uses.line_items ? await engine.queryColumns(lineItemsSql) : undefined,
  };
}

const outcome = enumTexts(auditOutcomes);
const verdict = enumTexts(["reject", "approve"]);
const answer = enumTexts(["yes", "no"]);

/** SQL of each of some texts as a value of a type that holds these alone: not cast row by row. */
function enumTexts<Text extends string>(texts: readonly Text[]): (text: Text) => string {
  const type = enumType(texts);
  return (text) => `${quoteText(text)}::${type}`;
}

/** The error class: technical where the auditor says so, else by what was decided and what should have been. */
const outcomeSql = `
  CASE
    WHEN e.reason_label ILIKE '%technical%' THEN ${outcome("technical")}
    WHEN e.p.violating AND NOT e.violating THEN ${outcome("false-positive")}
    WHEN e.violating AND NOT e.p.violating THEN ${outcome("false-negative")}
    WHEN e.violating AND (e.policy_id <> e.p.policy_id OR e.reason_label = 'wrong-selection') THEN ${outcome("wrong-selection")}
    ELSE ${outcome("right")}
  END`;

/** One row per audit with a verdict of a decision with one. */
const auditSql = `
    SELECT e.event_id, e.stage AS "by", e.p.stage, if(e.stage = 'ata', e.q.stage, NULL) AS reviewer,
      if(e.p.violating, ${verdict("reject")}, ${verdict("approve")}) AS decision,
      if(e.violating, ${verdict("reject")}, ${verdict("approve")}) AS verdict, ${outcomeSql} AS outcome,
      CASE WHEN e.stage = 'ata' AND e.q.violating IS NOT NULL
        THEN if(e.q.violating = e.p.violating, ${answer("yes")}, ${answer("no")}) END AS agreed,
      CASE WHEN e.blind THEN ${answer("yes")} WHEN NOT e.blind THEN ${answer("no")} END AS blind,
      greatest(coalesce(e.severity, 0), coalesce(e.p.severity, 0))::DOUBLE AS severity,
      CASE WHEN e.stage = 'ata' THEN c.cohort END AS cohort,
      1 / coalesce(e.incl_prob::DOUBLE, 1) AS weight,
      1 / (coalesce(e.incl_prob::DOUBLE, 1) * coalesce(e.p.incl_prob::DOUBLE, 1)) AS chained,
      e.line_items, ${bucketSql} AS bucket, ${placeColumns}
    FROM open_label e
    LEFT JOIN cohort c ON c.reviewer_id = e.p.actor_id
    WHERE e.stage IN ('qa', 'ata') AND e.violating IS NOT NULL AND e.p.violating IS NOT NULL
      AND coalesce(e.outcome_state, 'final') = 'final'`;

const kindSql = kindColumns
  .map((name) => `coalesce(${quoteName(name)}::VARCHAR, ${quoteText(nothing)})`)
  .join(` || ${quoteText(between)} || `);

const auditRowsSql = `
  SELECT ${placeColumns}, bucket, ${kindSql} AS kind, events, weight, squares, chained, "chainedSquares" FROM (
    SELECT ${placeColumns}, ${auditKeys.map(quoteName).join(", ")}, count(*)::DOUBLE AS events,
      sum(weight) AS weight, sum(weight * weight) AS squares,
      sum(chained) AS chained, sum(chained * chained) AS "chainedSquares"
    FROM audit GROUP BY ${placeColumns}, ${auditKeys.map(quoteName).join(", ")} ORDER BY ${[placeColumns, ...auditKeys.map(quoteName)].join(", ")}
  )`;

const lineItemsSql = cubeSql({
  units: `
    SELECT ${placeColumns}, bucket, event_id, weight,
      split_part(part, ':', 1) AS "lineItem", split_part(part, ':', 2) = 'ok' AS is_right
    FROM (SELECT *, unnest(string_split(line_items, ';')) AS part FROM audit WHERE "by" = 'ata')`,
  cluster: "event_id",
  dimensions: {
    [fileColumn]: fileColumn,
    [sliceColumn]: sliceColumn,
    lineItem: "lineItem",
    bucket: "bucket",
  },
  measures: { line_items_right: "if(is_right, weight, 0)", line_items: "weight" },
});
