import type { RatioSums } from "./effectiveN.js";
import { normalCdf } from "./normal.js";
import { twoSidedZ } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** Sums over clusters of events `a` and of the exposure `b` that they came from, and how many clusters had exposure. */
export type ExposureSums = RatioSums & { readonly clusters: number };

/** How often something happens for each unit of exposure; it may pass 1. */
export type ExposureRate = {
  readonly count: number;
  readonly exposure: number;
  /** How many times as much the clusters vary as chance alone would make them, ≥ 1. */
  readonly dispersion: number;
  /** `count / exposure`; `undefined` without exposure. */
  readonly value: number | undefined;
  readonly interval: Bounds | undefined;
};

/**
 * Events per unit of exposure with a 95 % interval; `value` and `interval` are `undefined` without exposure.
 * The score interval of a Poisson count, divided by the dispersion of the clusters (quasi-Poisson, McCullagh and Nelder
 * 1989 §6.2), which a ratio of sums over clusters measures by Σ(a − r·b)² · m/(m − 1) / Σa. Dispersion below 1 counts
 * as 1, so that clusters that happen to be alike do not make the interval narrow. Without an event it reaches from 0 to
 * z² (3.84) events.
 */
export function exposureRate(sums: ExposureSums): ExposureRate {
  const { a: count, b: exposure } = sums;
  if (exposure <= 0) return { count, exposure: 0, dispersion: 1, value: undefined, interval: undefined };
  const value = count / exposure;
  const dispersion = dispersionOf(sums);
  const events = count / dispersion;
  const z = twoSidedZ(0.95);
  const half = z * Math.sqrt(events + (z * z) / 4);
  const scale = dispersion / exposure;
  const interval: Bounds = [
    Math.max(0, events + (z * z) / 2 - half) * scale,
    (events + (z * z) / 2 + half) * scale,
  ];
  return { count, exposure, dispersion, value, interval };
}

/**
 * One-sided p-value that the rate of `to` is no higher than that of `from`, in [0, 1]; `undefined` when either has no
 * exposure or nothing happened. Score test on the pooled rate, with the larger of the two dispersions.
 */
export function higherRate(from: ExposureSums, to: ExposureSums): number | undefined {
  if (from.b <= 0 || to.b <= 0 || from.a + to.a <= 0) return undefined;
  const pooled = (from.a + to.a) / (from.b + to.b);
  const dispersion = Math.max(dispersionOf(from), dispersionOf(to));
  const variance = dispersion * pooled * (1 / from.b + 1 / to.b);
  return normalCdf(-(to.a / to.b - from.a / from.b) / Math.sqrt(variance));
}

function dispersionOf({ a, b, aa, ab, bb, clusters }: ExposureSums): number {
  if (a <= 0 || clusters < 2) return 1;
  const rate = a / b;
  const spread = aa - 2 * rate * ab + rate * rate * bb;
  return Math.max(1, (spread * clusters) / (clusters - 1) / a);
}
