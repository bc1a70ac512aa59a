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

/** Sums by cluster: of the linearised shares, and of the labels of the changed items. A loop, as items may be a million. */
function sideSpread({ truths, weights, clusters, before, after }: Decided, side: Side): Spread {
  const { cells, total, own, share, truth } = side;
  if ((cells[own]?.items ?? 0) === 0) return { variance: 0, effectiveN: 0 };
  const linear = new Float64Array(side.size);
  const [a, b] = [new Float64Array(side.size), new Float64Array(side.size)];
  let squares = 0;
  const truly = cells.map((cell) => cell.truly ?? 0);
  const scale = cells.map(({ items, weight }) => (weight === 0 ? 0 : items / weight));
  const unlabelled = truly.map((expected, cell) => ((Number(cell === own) - share) * expected) / total);
  for (let item = 0; item < truths.length; item++) {
    const cluster = clusters[item] ?? 0;
    const cell = cellOf(before, after, item);
    if (truths[item] === unlabelledTruth) {
      linear[cluster] = (linear[cluster] ?? 0) + (unlabelled[cell] ?? 0);
      continue;
    }
    const weight = weights[item] ?? 1;
    const isTruth = Number(truths[item] === truth);
    const expected = truly[cell] ?? 0;
    const departs = cell === own ? 0 : weight * (isTruth - expected) * (scale[cell] ?? 0);
    const part = (Number(cell === own) - share) * (expected + departs);
    linear[cluster] = (linear[cluster] ?? 0) + part / total;
    if (cell !== own) continue;
    a[cluster] = (a[cluster] ?? 0) + weight * isTruth;
    b[cluster] = (b[cluster] ?? 0) + weight;
    squares += weight * weight;
  }
  return { variance: squareSum(linear), effectiveN: labelsWorth(a, b, squares) };
}

function squareSum(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * (values[i] ?? 0);
  return sum;
}

/** No more than the weights allow (Kish): of a few labels the spread tells little. */
function labelsWorth(a: Float64Array, b: Float64Array, squares: number): number {
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (let i = 0; i < b.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    if (y === 0) continue; // most clusters have no such label
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.ab += x * y;
    sums.bb += y * y;
  }
  return squares === 0 ? 0 : Math.min(effectiveN(sums), (sums.b * sums.b) / squares);
}
