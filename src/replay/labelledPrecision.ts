import { effectiveN } from "../stats/effectiveN.js";
import { groupByItem } from "./hits.js";
import { truthNames } from "./traffic.js";
import type { ItemFacts, ReplayedOn } from "./traffic.js";

/** What the labelled items that a term hits say of its precision. */
export type LabelledPrecision = {
  /** Labelled items that it hits, and those of them that violate. */
  readonly labelled: number;
  readonly tp: number;
  /** Weighted share of them that violate; `undefined` without any. */
  readonly precision: number | undefined;
  /** Size of the simple random sample that says as much of it; 0 without labels. */
  readonly effectiveN: number;
};

/**
 * By term of a package, its precision under the design by which items were labelled: a label weighs 1 over its chance of
 * having been asked for, and the items of an advertiser are one cluster. The effective n is at most what the weights
 * allow (Kish): of a few labels the spread tells little. O(hits + items).
 */
export function labelledPrecision(
  { truths, weights, clusters }: Pick<ItemFacts, "truths" | "weights" | "clusters">,
  { terms, hits }: Pick<ReplayedOn, "terms" | "hits">,
): LabelledPrecision[] {
  const byItem = groupByItem(hits, { items: truths.length, terms: terms.length });
  const sums = terms.map(() => newSums());
  for (let item = 0; item < truths.length; item++) {
    if (truths[item] === truthNames.indexOf("unlabelled")) continue;
    const label = {
      weight: weights[item] ?? 1,
      cluster: clusters[item] ?? 0,
      isTrue: isViolating(truths[item]),
    };
    for (const term of byItem.terms.subarray(byItem.starts[item], byItem.ends[item]))
      addLabel(sums[term], label);
  }
  return sums.map(summarise);
}

function isViolating(truth: number | undefined): boolean {
  return truth === truthNames.indexOf("violating");
}

type Sums = {
  labelled: number;
  tp: number;
  /** Σ weight². */
  squares: number;
  /** Σ weight of each cluster, and that of its violating items. */
  readonly clusters: Map<number, { a: number; b: number }>;
};

function newSums(): Sums {
  return { labelled: 0, tp: 0, squares: 0, clusters: new Map() };
}

function addLabel(
  sums: Sums | undefined,
  { weight, cluster, isTrue }: { weight: number; cluster: number; isTrue: boolean },
): void {
  if (sums === undefined) return;
  const own = sums.clusters.get(cluster) ?? { a: 0, b: 0 };
  sums.clusters.set(cluster, own);
  own.a += isTrue ? weight : 0;
  own.b += weight;
  sums.labelled++;
  sums.tp += Number(isTrue);
  sums.squares += weight * weight;
}

function summarise({ labelled, tp, squares, clusters }: Sums): LabelledPrecision {
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const { a, b } of clusters.values()) {
    sums.a += a;
    sums.b += b;
    sums.aa += a * a;
    sums.ab += a * b;
    sums.bb += b * b;
  }
  if (labelled === 0) return { labelled, tp, precision: undefined, effectiveN: 0 };
  const most = (sums.b * sums.b) / squares;
  return { labelled, tp, precision: sums.a / sums.b, effectiveN: Math.min(effectiveN(sums), most) };
}
