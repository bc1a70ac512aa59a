import { studentQuantile } from "./beta.js";
import type { ExposureSums } from "./exposureRate.js";
import type { Bounds } from "./wilson.js";

/** A mean of values that come in clusters. */
export type ClusterMean = {
  readonly n: number;
  readonly value: number | undefined;
  readonly interval: Bounds | undefined;
};

/**
 * The mean Σa / Σb of values (sums `a`, numbers `b` by cluster) with a 95 % interval of t on clusters − 1; `undefined`
 * without values, and its interval also with fewer than two clusters. Linearised variance with clusters drawn with
 * replacement: Cochran 1977 §6.3.
 */
export function clusterMean({ a, b, aa, ab, bb, clusters }: ExposureSums): ClusterMean {
  if (b <= 0) return { n: 0, value: undefined, interval: undefined };
  const value = a / b;
  if (clusters < 2) return { n: b, value, interval: undefined };
  const spread = Math.max(0, aa - 2 * value * ab + value * value * bb);
  const error = Math.sqrt((spread * clusters) / (clusters - 1)) / b;
  const half = studentQuantile(0.975, clusters - 1) * error;
  return { n: b, value, interval: [value - half, value + half] };
}
