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
export function rateChanges(compared: Decided): { readonly recall: RateChange; readonly fpr: RateChange } {
  const survey = surveyOf(compared);
  return { recall: rateChange(survey, "violating"), fpr: rateChange(survey, "good") };
}

function rateChange(survey: Survey, of: "violating" | "good"): RateChange {
  const truth = truthNames.indexOf(of);
  return estimateChange(sumsOf(survey, truth), (cells, shares) =>
    spreadOf(survey, truth, { cells, ...shares }),
  );
}

/** What is asked of the items more than once. Mostly few of them have a label. */
type Survey = Decided & {
  /** By item, the two decisions. */
  readonly cellOf: Uint8Array;
  /** Items of each cell. */
  readonly cellItems: readonly number[];
  /** Items with a label, ascending. */
  readonly labelled: Int32Array;
  /** One more than the greatest number of a cluster. */
  readonly size: number;
  /** Clusters that have a label. */
  readonly labelledClusters: number;
  /** Whether each item is a cluster of its own, and they are numbered alike. */
  readonly isNumbered: boolean;
};

function surveyOf(compared: Decided): Survey {
  const { truths, clusters, before, after } = compared;
  const cellOf = new Uint8Array(truths.length);
  const [cellItems, found] = [[0, 0, 0, 0], new Int32Array(truths.length)];
  let [labels, size, isNumbered] = [0, 0, true];
  for (let item = 0; item < truths.length; item++) {
    const [cell, cluster] = [(before[item] ?? 0) * 2 + (after[item] ?? 0), clusters[item] ?? 0];
    cellOf[item] = cell;
    cellItems[cell] = (cellItems[cell] ?? 0) + 1;
    if (truths[item] !== unlabelledTruth) found[labels++] = item;
    if (cluster >= size) size = cluster + 1;
    isNumbered &&= cluster === item;
  }
  const labelled = found.subarray(0, labels);
  const isLabelled = new Uint8Array(isNumbered ? 0 : size);
  if (!isNumbered) for (const item of labelled) isLabelled[clusters[item] ?? 0] = 1;
  const labelledClusters = isNumbered ? labels : isLabelled.reduce((sum, one) => sum + one, 0);
  return { ...compared, cellOf, cellItems, labelled, size, labelledClusters, isNumbered };
}

/** Place among `truthNames`. */
const unlabelledTruth = 0;

function sumsOf({ truths, weights, cellOf, cellItems, labelled }: Survey, truth: number): CellSums[] {
  const sums = cellItems.map((items) => ({ items, labels: 0, ofTruth: 0, weight: 0, hit: 0 }));
  for (const item of labelled) {
    const sum = sums[cellOf[item] ?? 0];
    if (sum === undefined) continue;
    const isTruth = Number(truths[item] === truth);
    const weight = weights[item] ?? 1;
    sum.labels++;
    sum.ofTruth += isTruth;
    sum.weight += weight;
    sum.hit += weight * isTruth;
  }
  return sums;
}

type Estimate = Shares & { readonly cells: readonly Cell[] };

function spreadOf(survey: Survey, truth: number, estimate: Estimate): Spreads {
  return {
    gained: sideSpread(survey, { ...estimate, truth, own: newlyRejected, share: estimate.gained }),
    lost: sideSpread(survey, { ...estimate, truth, own: newlyApproved, share: estimate.lost }),
    clusters: survey.labelledClusters,
  };
}

type Side = Estimate & {
  /** Place among `truthNames`. */
  readonly truth: number;
  /** The cell of the items that change in this direction, and their share. */
  readonly own: number;
  readonly share: number;
};

function sideSpread(survey: Survey, side: Side): Spread {
  if ((side.cells[side.own]?.items ?? 0) === 0) return { variance: 0, effectiveN: 0 };
  return { variance: linearSquares(survey, side), effectiveN: labelsWorth(survey, side) };
}

/** Σ over clusters of the square of what they add to the linearised share. */
function linearSquares(survey: Survey, side: Side): number {
  const { truths, clusters, cellOf, isNumbered, size } = survey;
  const { cells, total, own, share } = side;
  const unlabelled = cells.map(({ truly = 0 }, cell) => ((Number(cell === own) - share) * truly) / total);
  const partOf = labelledParts(survey, side);
  const linear = new Float64Array(isNumbered ? 0 : size);
  let sum = 0;
  for (let item = 0; item < truths.length; item++) {
    const isOpen = truths[item] === unlabelledTruth;
    const part = isOpen ? (unlabelled[cellOf[item] ?? 0] ?? 0) : partOf(item);
    if (isNumbered) sum += part * part;
    else linear[clusters[item] ?? 0] = (linear[clusters[item] ?? 0] ?? 0) + part;
  }
  for (let cluster = 0; cluster < linear.length; cluster++) sum += (linear[cluster] ?? 0) ** 2;
  return sum;
}

/** By item with a label, what it adds to the linearised share. */
function labelledParts({ truths, weights, cellOf }: Survey, side: Side): (item: number) => number {
  const { cells, total, own, share, truth } = side;
  return (item) => {
    const cell = cellOf[item] ?? 0;
    const { truly: expected = 0, items = 0, weight: all = 0 } = cells[cell] ?? {};
    const isTruth = Number(truths[item] === truth);
    const scale = all === 0 ? 0 : items / all;
    const departs = cell === own ? 0 : (weights[item] ?? 1) * (isTruth - expected) * scale;
    return ((Number(cell === own) - share) * (expected + departs)) / total;
  };
}

/** Labels of the items that change, at most what their weights allow (Kish): of a few labels the spread tells little. */
function labelsWorth({ truths, weights, clusters, cellOf, labelled }: Survey, { own, truth }: Side): number {
  const found = new Map<number, { x: number; y: number }>(); // by cluster
  let squares = 0;
  for (const item of labelled) {
    if (cellOf[item] !== own) continue;
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
