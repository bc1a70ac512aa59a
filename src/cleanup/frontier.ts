import { groupsOfTerms, countsOfTerms, termsOf } from "./hitGroups.js";
import type { HitGroups } from "./hitGroups.js";
import { termHeap } from "./termHeap.js";

/** What is left of a package after some removals. */
export type FrontierPoint = {
  /** Terms left that hit something. */
  readonly terms: number;
  /** Violating and good items that are still hit. */
  readonly tp: number;
  readonly fp: number;
};

/**
 * The terms that hit, in the order in which to remove them, which is that of adding them read backwards: the next to add
 * is the one with the highest precision on the items that no term before it hits, of equals the one with the most
 * violating items. Terms whose items others hit as well are thus removed first. Greedy, not always the best order.
 * O(members · log terms).
 */
export function removalOrder(all: HitGroups): number[] {
  const { starts, groups } = groupsOfTerms(all);
  const { tp, fp } = countsOfTerms(all); // of items that no term taken so far hits
  const isHit = new Uint8Array(all.violating.length);
  const isBefore = (a: number, b: number): boolean =>
    (precisionOf(tp[b], fp[b]) - precisionOf(tp[a], fp[a]) || (tp[b] ?? 0) - (tp[a] ?? 0) || a - b) < 0;
  const hitting = Array.from(tp.keys()).filter((term) => starts[term] !== starts[term + 1]);
  const heap = termHeap(hitting, isBefore);
  const added: number[] = [];
  for (let term = heap.take(); term !== undefined; term = heap.take()) {
    added.push(term);
    for (const group of groups.subarray(starts[term], starts[term + 1])) {
      if (isHit[group] === 1) continue;
      isHit[group] = 1;
      for (const other of termsOf(all, group)) {
        tp[other] = (tp[other] ?? 0) - (all.violating[group] ?? 0);
        fp[other] = (fp[other] ?? 0) - (all.good[group] ?? 0);
        heap.touch(other);
      }
    }
  }
  return added.toReversed();
}

/** Below every share where nothing is labelled. */
function precisionOf(tp = 0, fp = 0): number {
  return tp + fp === 0 ? -1 : tp / (tp + fp);
}

/** What is left at first and after each removal. O(members). */
export function frontierOf(all: HitGroups, order: readonly number[]): FrontierPoint[] {
  const { starts, groups } = groupsOfTerms(all);
  const left = Uint32Array.from(all.violating, (_, group) => termsOf(all, group).length);
  let [tp, fp] = [sum(all.violating), sum(all.good)];
  const points = [{ terms: order.length, tp, fp }];
  for (const [removed, term] of order.entries()) {
    for (const group of groups.subarray(starts[term], starts[term + 1])) {
      left[group] = (left[group] ?? 0) - 1;
      if (left[group] !== 0) continue;
      tp -= all.violating[group] ?? 0;
      fp -= all.good[group] ?? 0;
    }
    points.push({ terms: order.length - removed - 1, tp, fp });
  }
  return points;
}

/**
 * Mean precision over the recall that the whole package has, in [0, 1]: the area under the frontier, whose recall is the
 * share of the package's own true positives, by trapezoids. `undefined` without a true positive.
 */
export function frontierArea(points: readonly FrontierPoint[]): number | undefined {
  const all = points[0]?.tp ?? 0;
  if (all === 0) return undefined;
  let area = 0;
  for (const [index, { tp, fp }] of points.entries()) {
    const next = points[index + 1] ?? { tp: 0, fp: 0 };
    const here = tp + fp === 0 ? 0 : tp / (tp + fp);
    const there = next.tp + next.fp === 0 ? here : next.tp / (next.tp + next.fp);
    area += ((tp - next.tp) * (here + there)) / 2;
  }
  return area / all;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
