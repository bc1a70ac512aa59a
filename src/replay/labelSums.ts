import { effectiveN } from "../stats/effectiveN.js";
import type { RatioSums } from "../stats/effectiveN.js";

/** What some labelled items say of a precision. */
export type LabelledPrecision = {
  /** Labelled items, and those of them that violate. */
  readonly labelled: number;
  readonly tp: number;
  /** Weighted share of them that violate; `undefined` without any. */
  readonly precision: number | undefined;
  /** Size of the simple random sample that says as much of it; 0 without labels. */
  readonly effectiveN: number;
};

/** Labelled items of one cluster, added up. */
export type LabelledItems = {
  readonly labelled: number;
  readonly tp: number;
  /** Σ weight, that of the violating ones, and Σ weight². */
  readonly weight: number;
  readonly violating: number;
  readonly squares: number;
};

/** Sums of labelled items, by cluster where their weights are. */
export type LabelSums = {
  labelled: number;
  tp: number;
  squares: number;
  readonly clusters: Map<unknown, { a: number; b: number }>;
};

export function newLabelSums(): LabelSums {
  return { labelled: 0, tp: 0, squares: 0, clusters: new Map() };
}

/** Adds labelled items of a cluster, in place. */
export function addLabels(
  sums: LabelSums,
  cluster: unknown,
  { labelled, tp, weight, violating, squares }: LabelledItems,
): void {
  const own = sums.clusters.get(cluster) ?? { a: 0, b: 0 };
  sums.clusters.set(cluster, own);
  own.a += violating;
  own.b += weight;
  sums.labelled += labelled;
  sums.tp += tp;
  sums.squares += squares;
}

/**
 * Precision under the design by which the items were labelled: a label weighs 1 over its chance of having been asked for,
 * and the items of an advertiser are one cluster. O(clusters).
 */
export function precisionOf({ labelled, tp, squares, clusters }: LabelSums): LabelledPrecision {
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const { a, b } of clusters.values()) {
    sums.a += a;
    sums.b += b;
    sums.aa += a * a;
    sums.ab += a * b;
    sums.bb += b * b;
  }
  const precision = labelled === 0 ? undefined : sums.a / sums.b;
  return { labelled, tp, precision, effectiveN: labelledEffectiveN({ ...sums, squares }) };
}

/**
 * Size of the simple random sample that says as much of a/b, from sums over clusters and Σ weight² over items; 0 without
 * labels. At most what the weights allow (Kish), as the spread of a few clusters tells little.
 */
export function labelledEffectiveN({ squares, ...sums }: RatioSums & { readonly squares: number }): number {
  return squares === 0 ? 0 : Math.min(effectiveN(sums), (sums.b * sums.b) / squares);
}
