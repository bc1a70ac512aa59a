import type { Truth } from "../metrics/verdict.js";
import { effectiveN } from "../stats/effectiveN.js";
import { ratioInterval } from "../stats/hajekRatio.js";
import type { Bounds } from "../stats/wilson.js";
import type { Compared } from "./compared.js";

/** Share of the items of one truth that are rejected, before and after, and how much of it changed. */
export type RateChange = {
  /** Items of this truth that have a label. */
  readonly labelled: number;
  /** In [0, 1]; `undefined` as `change`. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** After less before; `undefined` without such items, or where no newly rejected or approved item has a label. */
  readonly change: number | undefined;
  /** 95 %, of `change`. */
  readonly interval: Bounds | undefined;
  /** The share newly rejected and the share newly approved, whose difference is the change; `undefined` as `change`. */
  readonly parts: { readonly gained: FlipShare; readonly lost: FlipShare } | undefined;
};

/** Of all items of one truth, those whose decision changed in one direction. */
export type FlipShare = {
  /** In [0, 1]. */
  readonly share: number;
  /** Changed items of any truth, and those of them without a label. */
  readonly items: number;
  readonly unlabelled: number;
  /** Of the changed items the share of this truth, and the size of the simple random sample that it is known by. */
  readonly truly: number;
  readonly effectiveN: number;
  /** Estimated items of this truth in all. */
  readonly total: number;
  /** Of `share`, if the truth of every changed item were known. */
  readonly sampled: Bounds;
};

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
export function rateChange(compared: Compared, truth: Exclude<Truth, "unlabelled">): RateChange {
  const cells = cellsOf(compared, truth);
  const labelled = cells.reduce((sum, cell) => sum + cell.ofTruth, 0);
  const total = cells.reduce((sum, { items, truly }) => sum + items * (truly ?? 0), 0);
  const isOpen = [newlyRejected, newlyApproved].some((at) => cells[at]?.truly === undefined);
  if (isOpen || !(total > 0))
    return {
      labelled,
      before: undefined,
      after: undefined,
      change: undefined,
      interval: undefined,
      parts: undefined,
    };
  const shareOf = (at: number): number => ((cells[at]?.items ?? 0) * (cells[at]?.truly ?? 0)) / total;
  const [gained, lost] = [shareOf(newlyRejected), shareOf(newlyApproved)];
  const spread = spreadOf(compared, truth, { cells, total, gained, lost });
  const parts = {
    gained: flipShare(cells[newlyRejected], spread.gained, {
      share: gained,
      total,
      clusters: spread.clusters,
    }),
    lost: flipShare(cells[newlyApproved], spread.lost, { share: lost, total, clusters: spread.clusters }),
  };
  const before = lost + shareOf(alwaysRejected);
  return {
    labelled,
    before,
    after: before + gained - lost,
    change: gained - lost,
    interval: changeInterval(parts),
    parts,
  };
}

/**
 * The interval of `gained − lost` with so many more labels among the changed items, spread as those without one are, if
 * they show what the labels so far show.
 */
export function changeInterval(
  { gained, lost }: NonNullable<RateChange["parts"]>,
  { moreLabels = 0 } = {},
): Bounds {
  const open = gained.unlabelled + lost.unlabelled;
  const ofEach = open === 0 ? 0 : moreLabels / open;
  const [g, l] = [shareInterval(gained, ofEach), shareInterval(lost, ofEach)];
  const change = gained.share - lost.share;
  return [
    Math.max(-1, change - Math.hypot(gained.share - g[0], l[1] - lost.share)),
    Math.min(1, change + Math.hypot(g[1] - gained.share, lost.share - l[0])),
  ];
}

function shareInterval(part: FlipShare, labelledShare: number): Bounds {
  if (part.items === 0) return [0, 0];
  const { truly, sampled, share, items, total } = part;
  const known = part.effectiveN + part.unlabelled * labelledShare;
  const [low, high] = intervalOf(truly, known, known);
  const reach = items / total;
  return [
    Math.max(0, share - Math.hypot(reach * (truly - low), share - sampled[0])),
    Math.min(1, share + Math.hypot(reach * (high - truly), sampled[1] - share)),
  ];
}

/** Cells are numbered by the two decisions: 0 is what is never rejected. */
const [newlyRejected, newlyApproved, alwaysRejected] = [1, 2, 3] as const;

type Cell = {
  readonly items: number;
  /** Items with a label, and those of them of the truth. */
  readonly labels: number;
  readonly ofTruth: number;
  /** Σ weight of the labels. */
  readonly weight: number;
  /** Weighted share of the truth among the labels; 0 of a cell without items, `undefined` where it cannot be told. */
  readonly truly: number | undefined;
};

function cellsOf({ truths, weights, before, after }: Compared, truth: Truth): Cell[] {
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
  const [weight, hit] = [sums.reduce((all, s) => all + s.weight, 0), sums.reduce((all, s) => all + s.hit, 0)];
  return sums.map(({ hit: own, ...sum }, at) => {
    const isFlip = at === newlyRejected || at === newlyApproved;
    // What stays as it was and has no label is taken for what the labels elsewhere show.
    const elsewhere = isFlip || weight === 0 ? undefined : hit / weight;
    const truly = sum.items === 0 ? 0 : sum.labels === 0 ? elsewhere : own / sum.weight;
    return { ...sum, truly };
  });
}

function cellOf(before: Uint8Array, after: Uint8Array, item: number): number {
  return (before[item] ?? 0) * 2 + (after[item] ?? 0);
}

/** What the clusters say of one direction. */
type Spread = {
  /** Variance of the share, the truth of the changed items taken as known. */
  readonly variance: number;
  /** Labels of the changed items, as their share is known by them. */
  readonly effectiveN: number;
};

type Shares = {
  readonly cells: readonly Cell[];
  readonly total: number;
  readonly gained: number;
  readonly lost: number;
};

/** Sums by cluster: of the linearised shares, and of the labels of the changed items. */
function spreadOf(
  { truths, weights, clusters, before, after }: Compared,
  truth: Truth,
  { cells, total, gained, lost }: Shares,
): { gained: Spread; lost: Spread; clusters: number } {
  const size = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const sums = [newlyRejected, newlyApproved].map(() => ({
    linear: new Float64Array(size),
    a: new Float64Array(size),
    b: new Float64Array(size),
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
    }
  }
  const count = isLabelled.reduce((sum, one) => sum + one, 0);
  const [g, l] = sums.map(({ linear, a, b }) => ({
    variance: linear.reduce((sum, value) => sum + value * value, 0),
    effectiveN: labelsWorth(a, b),
  }));
  const none = { variance: 0, effectiveN: 0 };
  return { gained: g ?? none, lost: l ?? none, clusters: count };
}

function labelsWorth(a: Float64Array, b: Float64Array): number {
  const sums = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.ab += x * y;
    sums.bb += y * y;
  }
  return effectiveN(sums);
}

function flipShare(
  cell: Cell | undefined,
  { variance, effectiveN: known }: Spread,
  { share, total, clusters }: { share: number; total: number; clusters: number },
): FlipShare {
  const { items = 0, labels = 0, truly = 0 } = cell ?? {};
  const spread = share * (1 - share);
  const size = variance > spread * 1e-12 ? spread / variance : clusters;
  const sampled = share === 0 ? ([0, 0] as const) : intervalOf(share, size, clusters);
  return { share, items, unlabelled: items - labels, truly, effectiveN: known, total, sampled };
}

/** Wilson on the effective n, made wider where clusters are few. */
function intervalOf(value: number, size: number, clusters: number): Bounds {
  const estimate = {
    count: 0,
    total: 0,
    value,
    variance: 0,
    effectiveN: size,
    degreesOfFreedom: clusters - 1,
  };
  return ratioInterval(estimate) ?? [0, 1];
}
