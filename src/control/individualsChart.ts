import { fitBaseline, limitsAt } from "./baseline.js";
import { toControlPoint } from "./controlPoint.js";
import type { ChartOptions, ControlPoint } from "./controlPoint.js";

/**
 * A chart of single values: a point a value, in order, within the mean ± 3 standard deviations from the mean difference
 * of neighbours (over 1.128). Values that are out do not count for the limits. It takes values as independent: trend,
 * seasons and slow swings look like alarms (`seasonalChart` takes them out). Fewer than 2 values never alarm.
 * Formula: Montgomery 2009 §6.4.
 */
export function individualsChart(
  values: readonly number[],
  { sigmas = 3 }: ChartOptions = {},
): ControlPoint[] {
  const baseline = fitBaseline(values.map((value) => ({ value, n: 1 })));
  if (baseline === undefined) return [];
  const limits = limitsAt(baseline, 1, sigmas);
  return values.map((value) => toControlPoint(value, limits, values.length > 1));
}
