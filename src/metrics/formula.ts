import type { Metric } from "../model/metric.js";
import { confusionMeasures } from "./verdict.js";

/** How a metric is computed, in measures: `fp / (fp + tn)`, `sum of fp`, or in words where there are no measures. */
export function formulaOf(metric: Metric): string {
  if (metric.kind === "ratio") return `${sumOf(metric.numerator)} / ${sumOf(metric.denominator)}`;
  if (metric.kind === "count") return `sum of ${metric.numerator.join(" + ")}`;
  if (metric.kind === "quantile") return `the ${metric.at * 100} % point of ${metric.measure}`;
  return metric.coefficient === "ac1"
    ? "(agreement seen − agreement by chance) / (1 − agreement by chance)"
    : "1 − disagreement seen / disagreement by chance";
}

/** How the interval of a metric is found, all at 95 %. */
export function intervalWords({ interval }: Metric): string {
  return {
    wilson: "Wilson score on the effective n",
    sampling: "of the sampling alone, normal",
    linearised: "linearised over items, normal",
    order: "of order statistics, as wide as the bins of the histogram at least (9 %)",
  }[interval];
}

/** Whether a metric holds decisions against labels of a later stage. */
export function needsLabels({ numerator, denominator }: Metric): boolean {
  return [...numerator, ...denominator].some((name) => confusionMeasures.some((known) => known === name));
}

function sumOf(measures: readonly string[]): string {
  return measures.length === 1 ? measures.join() : `(${measures.join(" + ")})`;
}
