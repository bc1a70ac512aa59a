import { formatValue } from "../metrics/format.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";

/** Met or missed only where the whole interval lies on one side of the target. */
export function targetStatus(
  { interval }: Pick<Rate, "interval">,
  { good, target }: Metric,
): "met" | "missed" | "cannot tell" | "no data" {
  if (interval === undefined || target === undefined) return "no data";
  const [low, high] = interval;
  const [met, missed] = good === "up" ? [low >= target, high < target] : [high <= target, low > target];
  return met ? "met" : missed ? "missed" : "cannot tell";
}

/** `≤ 5.0 %`: what the metric should be, in its own unit. */
export function targetWords({ good, target, unit }: Metric): string {
  return `${good === "up" ? "≥" : "≤"} ${formatValue(target, unit)}`;
}
