import { twoSidedT } from "../stats/studentTail.js";
import { twoSidedZ, wilson } from "../stats/wilson.js";
import type { Bounds } from "../stats/wilson.js";

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

/** Cells are numbered by the two decisions: 0 is what is never rejected. */
export const [newlyRejected, newlyApproved, alwaysRejected] = [1, 2, 3] as const;

/** Items with the same two decisions. */
export type CellSums = {
  readonly items: number;
  /** Items with a label, and those of them of the truth. */
  readonly labels: number;
  readonly ofTruth: number;
  /** Σ weight of the labels, and of those of the truth. */
  readonly weight: number;
  readonly hit: number;
};

export type Cell = CellSums & {
  /** Weighted share of the truth among the labels; 0 of a cell without items, `undefined` where it cannot be told. */
  readonly truly: number | undefined;
};

/** The shares of one truth that are newly rejected and newly approved, and the estimated items of that truth. */
export type Shares = { readonly total: number; readonly gained: number; readonly lost: number };

/** What the items say of one direction. */
export type Spread = {
  /** Variance of the share, the truth of the changed items taken as known. */
  readonly variance: number;
  /** Labels of the changed items, as their share is known by them. */
  readonly effectiveN: number;
};

/** Of both directions, and the number of clusters that have a label. */
export type Spreads = { readonly gained: Spread; readonly lost: Spread; readonly clusters: number };

/**
 * The change of a share from the four cells of two decisions; see `rateChanges` for the method.
 * @param spreadOf is asked only where there is a change to be told
 */
export function estimateChange(
  sums: readonly CellSums[],
  spreadOf: (cells: readonly Cell[], shares: Shares) => Spreads,
): RateChange {
  const cells = cellsOf(sums);
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
  const spread = spreadOf(cells, { total, gained, lost });
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

function cellsOf(sums: readonly CellSums[]): Cell[] {
  const [weight, hit] = [sums.reduce((all, s) => all + s.weight, 0), sums.reduce((all, s) => all + s.hit, 0)];
  return sums.map((sum, at) => {
    const isFlip = at === newlyRejected || at === newlyApproved;
    // What stays as it was and has no label is taken for what the labels elsewhere show.
    const elsewhere = isFlip || weight === 0 ? undefined : hit / weight;
    const truly = sum.items === 0 ? 0 : sum.labels === 0 ? elsewhere : sum.hit / sum.weight;
    return { ...sum, truly };
  });
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

/** Wilson on the effective n, made wider where clusters are few (Korn and Graubard 1998); [0, 1] below two of them. */
function intervalOf(value: number, size: number, clusters: number): Bounds {
  if (clusters < 2) return [0, 1];
  const n = size * (twoSidedZ(0.95) / twoSidedT(clusters - 1)) ** 2;
  return wilson(value * n, n) ?? [0, 1];
}
