import { parseDurationMs } from "../model/duration.js";
import type { Metric } from "../model/metric.js";

/**
 * First day (ISO) whose labels may still be coming in: it ended less than the metric's `maturesAfter` before `asOf`.
 * `undefined` for a metric whose labels are there at once. Days are taken to end at midnight UTC.
 */
export function provisionalFrom(
  { maturesAfter }: Pick<Metric, "maturesAfter">,
  asOf: number,
): string | undefined {
  const lengthMs = maturesAfter === undefined ? undefined : parseDurationMs(maturesAfter);
  return lengthMs === undefined ? undefined : new Date(asOf - lengthMs).toISOString().slice(0, 10);
}
