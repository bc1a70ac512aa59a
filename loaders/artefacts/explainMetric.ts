import { formulaOf, intervalWords, needsLabels } from "../../src/metrics/formula.js";
import type { CoverageRow } from "../../src/model/artefact.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { Metric } from "../../src/model/metric.js";
import { didYouMean } from "../../src/model/nearest.js";
import { readMetrics } from "../tables/readMetrics.js";
import { computeMetrics } from "./computeMetrics.js";
import type { MetricPoint } from "./computeMetrics.js";
import { openArtefacts } from "./openArtefacts.js";
import { prepareData } from "./prepareData.js";
import type { Progress } from "./prepareData.js";

/** What a metric is and what it is now. */
export type MetricExplanation = {
  readonly metric: Metric;
  /** In measures, e.g. `fp / (fp + tn)`. */
  readonly formula: string;
  readonly interval: string;
  /** First and last day of the decisions, by stage; none for a stage without times. */
  readonly periods: Readonly<Record<string, readonly [from: string, to: string]>>;
  /** Which labels it is held against. */
  readonly scoredBy: string;
  /** Of the newest release, replayed; then of each stage of the log by the stage of its labels. */
  readonly values: readonly MetricPoint[];
};

/**
 * A metric of a workspace, explained by its definition and its values.
 * @throws {DataError} when there is no such metric, or the workspace or its data cannot be used
 */
export async function explainMetric(dir: string, id: string, progress: Progress): Promise<MetricExplanation> {
  checkId(id, await readMetrics(dir)); // before the data, which may take minutes
  const prepared = await prepareData(dir, progress);
  const { report, coverage } = await openArtefacts(prepared);
  const metric = report.metrics.find((candidate) => candidate.id === id);
  if (metric === undefined) throw new TypeError(`Expected the prepared data to hold the metric ${id}`);
  const snapshot = report.releases.at(-1)?.label;
  const all = await computeMetrics(prepared, { snapshot, by: [] });
  const values = all.points.filter((point) => point.metric === id);
  const logged = needsLabels(metric)
    ? await computeMetrics(prepared, { snapshot, by: ["labelSource"] })
    : all;
  return {
    metric,
    formula: formulaOf(metric),
    interval: `95 %, ${intervalWords(metric)}`,
    periods: periodsOf(coverage),
    scoredBy: needsLabels(metric)
      ? "the best label of a later stage: gold, else ATA, else QA; weighted by the sample that led to it"
      : "none needed",
    values: [
      ...values.filter((point) => point.snapshot !== null),
      ...logged.points.filter((point) => point.metric === id && point.snapshot === null),
    ],
  };
}

function periodsOf(coverage: readonly CoverageRow[]): Record<string, [string, string]> {
  const periods: Record<string, [string, string]> = {};
  for (const { stage, day } of coverage) {
    if (day === null) continue;
    const [from, to] = periods[stage] ?? [day, day];
    periods[stage] = [day < from ? day : from, day > to ? day : to];
  }
  return periods;
}

function checkId(id: string, metrics: readonly Metric[]): void {
  const ids = metrics.map((metric) => metric.id);
  if (ids.includes(id)) return;
  throw new DataError([
    {
      source: "riskbook explain",
      message: `expected a metric of ${ids.join(", ")}, got ${quote(id)}${didYouMean(id, ids)}`,
    },
  ]);
}
