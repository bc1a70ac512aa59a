import type { Metric } from "../model/metric.js";
import { didYouMean } from "../model/nearest.js";

/**
 * The metric of that id.
 * @throws {TypeError} when there is none, with the nearest id
 */
export function findMetric(metrics: readonly Metric[], id: string): Metric {
  const found = metrics.find((metric) => metric.id === id);
  if (found !== undefined) return found;
  const ids = metrics.map((metric) => metric.id);
  throw new TypeError(`Expected a metric of ${ids.join(", ")}, got \`${id}\`${didYouMean(id, ids)}`);
}
