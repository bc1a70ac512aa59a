import { rateWords } from "../../src/components/rateWords.js";
import { valueLabel } from "../../src/components/selection.js";
import { stageLabel } from "../../src/components/stageWords.js";
import { findMetric } from "../../src/metrics/findMetric.js";
import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../../src/metrics/format.js";
import type { TrendAlert } from "../../src/model/alert.js";
import type { Report } from "../../src/model/report.js";
import type { UnsaidAlert } from "../../src/trends/findAlerts.js";

/** An alert in one sentence with every number that it rests on. */
export function alertSentence(
  alert: UnsaidAlert,
  { report, tested }: { report: Pick<Report, "metrics" | "policies">; tested: number },
): string {
  const metric = findMetric(report.metrics, alert.metric);
  const moved = alert.direction === "up" ? "rose" : "fell";
  const days = alert.from === alert.at ? `on ${alert.at}` : `from ${alert.from} to ${alert.at}`;
  const interval = formatPointsInterval(alert.differenceInterval);
  const since = alert.since < alert.from ? ` It has been so since about ${alert.since}.` : "";
  const state = alert.state === "confirmed" ? "" : "Unconfirmed, on a policy that cannot wait (P0): ";
  return (
    `${state}${metric.label} of ${whoWords(alert, report)} ${moved} to ${rateWords(alert.now, metric.denominatorLabel)} ${days}, ` +
    `from ${rateWords(alert.before, metric.denominatorLabel)} in the ${formatCount(alert.earlierDays)} days with data before: ` +
    `${formatPoints(alert.difference)}, 95 % interval ${interval}, adjusted p ${pWords(alert.adjustedP)} over ${formatCount(tested)} series.${since}`
  );
}

/** The same as a headline: what moved where, and the value that it has now. */
export function alertTitle(
  alert: Omit<TrendAlert, "sentence">,
  report: Pick<Report, "metrics" | "policies">,
): string {
  const moved = alert.direction === "up" ? "rose" : "fell";
  const state = alert.state === "confirmed" ? "" : "Unconfirmed: ";
  const { label } = findMetric(report.metrics, alert.metric);
  return `${state}${label} of ${whoWords(alert, report)} ${moved} to ${formatShare(alert.now.value)}`;
}

function whoWords(
  { stage, slice }: Pick<TrendAlert, "stage" | "slice">,
  report: Pick<Report, "policies">,
): string {
  const parts = Object.entries(slice).map(([name, value]) => `${name} ${valueLabel(name, value, report)}`);
  return [stageLabel(stage), ...parts].join(", ");
}

/** `0.0312` → `0.031`; what is below 0.0001 is said to be. */
function pWords(p: number): string {
  return p < 0.0001 ? "below 0.0001" : String(Number(p.toPrecision(2)));
}
