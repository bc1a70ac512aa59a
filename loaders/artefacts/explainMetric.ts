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
  const { report } = await openArtefacts(prepared);
  const metric = report.metrics.find((candidate) => candidate.id === id);
  if (metric === undefined) throw new TypeError(`Expected the prepared data to hold the metric ${id}`);
  const snapshot = report.releases.at(-1)?.label;
  const replayed = await computeMetrics(prepared, { snapshot, by: [] });
  const logged = await computeMetrics(prepared, { snapshot, by: ["labelSource"] });
  const unlabelled = replayed.points.filter((point) => point.snapshot !== null || !needsTruth(metric));
  const values = [...unlabelled, ...logged.points];
  return {
    metric,
    formula: `${sumOf(metric.numerator)} / ${sumOf(metric.denominator)}`,
    scoredBy: needsTruth(metric)
      ? "the best label of a later stage: gold, else ATA, else QA; weighted by the sample that led to it"
      : "none needed",
    values: values.filter((point) => point.metric === id),
  };
}

function needsTruth({ denominator }: Metric): boolean {
  return denominator.some((name) => ["tp", "fp", "fn", "tn"].includes(name));
}

function sumOf(measures: readonly string[]): string {
  return measures.length === 1 ? measures.join() : `(${measures.join(" + ")})`;
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
