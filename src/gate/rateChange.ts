import { truthNames } from "../replay/traffic.js";
import { effectiveN } from "../stats/effectiveN.js";
import type { Decided } from "./compared.js";
import { estimateChange, newlyApproved, newlyRejected } from "./rateEstimate.js";
import type { Cell, CellSums, RateChange, Shares, Spread, Spreads } from "./rateEstimate.js";

/**
 * How the share of rejected items changes among those of one truth: recall for violating items, FPR for good ones.
 *
 * Every decision is known and only some truths are, so items are taken in the four cells of the two decisions: a cell
 * has its items times the weighted share of this truth among its labels (post-stratification), and labels that were asked
 * for where decisions change do no harm. Where no decision changes in a direction, that part is 0 without an interval.
 * Else its interval joins two sources by squares (MOVER; Zou and Donner 2008): the truth of the changed items (Wilson on
 * the effective n of their labels) and which items there are (Wilson on the effective n of the linearised share with
 * clusters); the two parts are joined in the same way. With every item labelled this is the interval of a paired
 * difference. O(items).
 */
export function rateChange(compared: Decided, of: "violating" | "good"): RateChange {
  const truth = truthNames.indexOf(of);
  return estimateChange(sumsOf(compared, truth), (cells, shares) =>
    spreadOf(compared, truth, { cells, ...shares }),
  );
}

/** Place among `truthNames`. */
const unlabelledTruth = 0;

function sumsOf({ truths, weights, before, after }: Decided, truth: number): CellSums[] {
  const sums = [0, 1, 2, 3].map(() => ({ items: 0, labels: 0, ofTruth: 0, weight: 0, hit: 0 }));
  for (let item = 0; item < truths.length; item++) {
    const sum = sums[cellOf(before, after, item)];
    if (sum === undefined) continue;
    sum.items++;
    if (truths[item] === unlabelledTruth) continue;
    const isTruth = Number(truths[item] === truth);
    const weight = weights[item] ?? 1;
    sum.labels++;
    sum.ofTruth += isTruth;
    sum.weight += weight;
    sum.hit += weight * isTruth;
  }
  return sums;
}

function cellOf(before: Uint8Array, after: Uint8Array, item: number): number {
  return (before[item] ?? 0) * 2 + (after[item] ?? 0);
}

type Estimate = Shares & { readonly cells: readonly Cell[] };

function spreadOf(compared: Decided, truth: number, estimate: Estimate): Spreads {
  const size = clusterCount(compared.clusters);
  return {
    gained: sideSpread(compared, { ...estimate, truth, size, own: newlyRejected, share: estimate.gained }),
    lost: sideSpread(compared, { ...estimate, truth, size, own: newlyApproved, share: estimate.lost }),
    clusters: labelledClusters(compared, size),
  };
}

function clusterCount(clusters: Int32Array): number {
  let size = 0;
  for (let item = 0; item < clusters.length; item++) size = Math.max(size, (clusters[item] ?? 0) + 1);
  return size;
}

function labelledClusters({ truths, clusters }: Decided, size: number): number {
  const isLabelled = new Uint8Array(size);
  let count = 0;
  for (let item = 0; item < truths.length; item++) {
    const cluster = clusters[item] ?? 0;
    if (truths[item] === unlabelledTruth || isLabelled[cluster] === 1) continue;
    isLabelled[cluster] = 1;
    count++;
  }
  return count;
}

type Side = Estimate & {
  /** Place among `truthNames`. */
  readonly truth: number;
  /** Number of clusters. */
  readonly size: number;
  /** The cell of the items that change in this direction, and their share. */
  readonly own: number;
  readonly share: number;
};

function sideSpread(compared: Decided, side: Side): Spread {
  if ((side.cells[side.own]?.items ?? 0) === 0) return { variance: 0, effectiveN: 0 };
  const { clusters } = compared;
  const partOf = linearParts(compared, side);
  const variance = isNumbered(clusters)
    ? ownSquares(clusters.length, partOf)
    : clusterSquares(clusters, side.size, partOf);
  return { variance, effectiveN: labelsWorth(compared, side) };
}

/** By item, what it adds to the linearised share. */
function linearParts({ truths, weights, before, after }: Decided, side: Side): (item: number) => number {
  const { cells, total, own, share, truth } = side;
  const truly = cells.map((cell) => cell.truly ?? 0);
  const scale = cells.map(({ items, weight }) => (weight === 0 ? 0 : items / weight));
  const unlabelled = truly.map((expected, cell) => ((Number(cell === own) - share) * expected) / total);
  return (item) => {
    const cell = cellOf(before, after, item);
    if (truths[item] === unlabelledTruth) return unlabelled[cell] ?? 0;
    const isTruth = Number(truths[item] === truth);
    const expected = truly[cell] ?? 0;
    const departs = cell === own ? 0 : (weights[item] ?? 1) * (isTruth - expected) * (scale[cell] ?? 0);
    return ((Number(cell === own) - share) * (expected + departs)) / total;
  };
}

/** Whether each item is a cluster of its own, and they are numbered alike. */
function isNumbered(clusters: Int32Array): boolean {
  let item = 0;
  while (item < clusters.length && clusters[item] === item) item++;
  return item === clusters.length;
}

/** Without an array of a million sums. */
function ownSquares(items: number, partOf: (item: number) => number): number {
  let sum = 0;
  for (let item = 0; item < items; item++) {
    const part = partOf(item);
    sum += part * part;
  }
  return sum;
}

function clusterSquares(clusters: Int32Array, size: number, partOf: (item: number) => number): number {
  const linear = new Float64Array(size);
  for (let item = 0; item < clusters.length; item++) {
    const cluster = clusters[item] ?? 0;
    linear[cluster] = (linear[cluster] ?? 0) + partOf(item);
  }
  return squareSum(linear);
}

function squareSum(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (values[i] ?? 0);
  return sum;
}

/** Labels of the items that change, at most what their weights allow (Kish): of a few labels the spread tells little. */
function labelsWorth(compared: Decided, { own, truth }: Side): number {
  const { truths, weights, clusters, before, after } = compared;
  const found = new Map<number, { x: number; y: number }>(); // by cluster
  let squares = 0;
  for (let item = 0; item < truths.length; item++) {
    if (truths[item] === unlabelledTruth || cellOf(before, after, item) !== own) continue;
    const [cluster, weight] = [clusters[item] ?? 0, weights[item] ?? 1];
    const sum = found.get(cluster) ?? { x: 0, y: 0 };
    found.set(cluster, sum);
    sum.x += weight * Number(truths[item] === truth);
    sum.y += weight;
    squares += weight * weight;
  }
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (const [, { x, y }] of [...found].toSorted(([a], [b]) => a - b)) {
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.ab += x * y;
    sums.bb += y * y;
  }
  return squares === 0 ? 0 : Math.min(effectiveN(sums), (sums.b * sums.b) / squares);
}
