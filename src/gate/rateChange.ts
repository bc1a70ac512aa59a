import type { Truth } from "../metrics/verdict.js";
import { effectiveN } from "../stats/effectiveN.js";
import type { Decided } from "./compared.js";
import { estimateChange, newlyApproved, newlyRejected } from "./rateEstimate.js";
import type { Cell, CellSums, RateChange, Shares, Spreads } from "./rateEstimate.js";

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
export function rateChange(compared: Decided, truth: Exclude<Truth, "unlabelled">): RateChange {
  return estimateChange(sumsOf(compared, truth), (cells, shares) =>
    spreadOf(compared, truth, { cells, ...shares }),
  );
}

function sumsOf({ truths, weights, before, after }: Decided, truth: Truth): CellSums[] {
  const sums = [0, 1, 2, 3].map(() => ({ items: 0, labels: 0, ofTruth: 0, weight: 0, hit: 0 }));
  for (let item = 0; item < truths.length; item++) {
    const sum = sums[cellOf(before, after, item)];
    if (sum === undefined) continue;
    sum.items++;
    if (truths[item] === "unlabelled") continue;
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

/** Sums by cluster: of the linearised shares, and of the labels of the changed items. */
function spreadOf(
  { truths, weights, clusters, before, after }: Decided,
  truth: Truth,
  { cells, total, gained, lost }: Shares & { readonly cells: readonly Cell[] },
): Spreads {
  const size = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const sums = [newlyRejected, newlyApproved].map(() => ({
    linear: new Float64Array(size),
    a: new Float64Array(size),
    b: new Float64Array(size),
    squares: 0,
  }));
  const isLabelled = new Uint8Array(size);
  const truly = cells.map((cell) => cell.truly ?? 0);
  const scale = cells.map(({ items, weight }) => (weight === 0 ? 0 : items / weight));
  const shares = [gained, lost];
  for (let item = 0; item < truths.length; item++) {
    const cluster = clusters[item] ?? 0;
    const cell = cellOf(before, after, item);
    const labelled = truths[item] !== "unlabelled";
    const weight = weights[item] ?? 1;
    const isTruth = Number(truths[item] === truth);
    if (labelled) isLabelled[cluster] = 1;
    const expected = truly[cell] ?? 0;
    const departs = labelled ? weight * (isTruth - expected) * (scale[cell] ?? 0) : 0;
    for (let side = 0; side < 2; side++) {
      const sum = sums[side];
      if (sum === undefined) continue;
      const isOwn = cell === side + 1;
      const part = (Number(isOwn) - (shares[side] ?? 0)) * (expected + (isOwn ? 0 : departs));
      sum.linear[cluster] = (sum.linear[cluster] ?? 0) + part / total;
      if (!isOwn || !labelled) continue;
      sum.a[cluster] = (sum.a[cluster] ?? 0) + weight * isTruth;
      sum.b[cluster] = (sum.b[cluster] ?? 0) + weight;
      sum.squares += weight * weight;
    }
  }
  const count = isLabelled.reduce((sum, one) => sum + one, 0);
  const [g, l] = sums.map(({ linear, a, b, squares }) => ({
    variance: linear.reduce((sum, value) => sum + value * value, 0),
    effectiveN: labelsWorth(a, b, squares),
  }));
  const none = { variance: 0, effectiveN: 0 };
  return { gained: g ?? none, lost: l ?? none, clusters: count };
}

/** No more than the weights allow (Kish): of a few labels the spread tells little. */
function labelsWorth(a: Float64Array, b: Float64Array, squares: number): number {
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.ab += x * y;
    sums.bb += y * y;
  }
  return squares === 0 ? 0 : Math.min(effectiveN(sums), (sums.b * sums.b) / squares);
}
