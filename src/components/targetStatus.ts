import { formatShare } from "../metrics/format.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";

/** Met or missed only where the whole interval lies on one side of the target. */
export function targetStatus(
  rate: Rate,
  { good, target }: Metric,
): "met" | "missed" | "cannot tell" | "no data" {
  if (rate.interval === undefined || target === undefined) return "no data";
  const [low, high] = rate.interval;
  const [met, missed] = good === "up" ? [low >= target, high < target] : [high <= target, low > target];
  return met ? "met" : missed ? "missed" : "cannot tell";
}

/** `≤ 5.0 %`: what the metric should be. */
export function targetWords({ good, target }: Metric): string {
  return `${good === "up" ? "≥" : "≤"} ${formatShare(target)}`;
}
