import { countsOfTerms, groupsOfTerms, termsOf } from "./hitGroups.js";
import type { HitGroups } from "./hitGroups.js";
import { termHeap } from "./termHeap.js";

export type MinimalPackage = {
  /** Terms that stay, rising. */
  readonly kept: readonly number[];
  /**
   * No package that catches as much has fewer terms than this: violating items that share no term need one each.
   * Equal to the number kept, it proves that nothing smaller exists.
   */
  readonly leastTerms: number;
};

/**
 * Few terms that hit every violating item that all of them hit, with few good items where the choice is free: terms that
 * alone hit a violating item stay, then comes the term that covers the most sets of terms not yet covered, then terms
 * that the later ones made needless go, those with the most good items first. Not always the fewest: set cover is hard;
 * greedy needs at most 1 + ln(groups) times as many. O(members · log terms).
 * @param pinned terms that stay whatever they hit
 */
export function minimalPackage(all: HitGroups, pinned: readonly number[] = []): MinimalPackage {
  const cover = openCover(all);
  for (const term of pinned) cover.keep(term);
  const needed = soleTerms(all);
  for (const term of needed) cover.keep(term);
  const apart = disjointGroups(all, cover.isOpen);
  keepGreedily(all, cover);
  dropNeedless(all, cover, new Set([...pinned, ...needed]));
  const free = new Set([...needed, ...pinned]).size;
  return { kept: cover.kept(), leastTerms: free + apart };
}

type Cover = {
  readonly keep: (term: number) => void;
  readonly drop: (term: number) => void;
  /** Whether a group holds violating items and no term that is kept. */
  readonly isOpen: (group: number) => boolean;
  /** Kept terms of each group. */
  readonly depth: Uint32Array;
  readonly groupsOf: (term: number) => Uint32Array;
  readonly kept: () => number[];
};

function openCover(all: HitGroups): Cover {
  const { starts, groups } = groupsOfTerms(all);
  const isKept = new Uint8Array(all.termCount);
  const depth = new Uint32Array(all.violating.length);
  const groupsOf = (term: number): Uint32Array => groups.subarray(starts[term], starts[term + 1]);
  const move = (term: number, by: 1 | -1): void => {
    if (isKept[term] === (by === 1 ? 1 : 0)) return;
    isKept[term] = by === 1 ? 1 : 0;
    for (const group of groupsOf(term)) depth[group] = (depth[group] ?? 0) + by;
  };
  return {
    keep: (term) => move(term, 1),
    drop: (term) => move(term, -1),
    isOpen: (group) => (all.violating[group] ?? 0) > 0 && depth[group] === 0,
    depth,
    groupsOf,
    kept: () => Array.from(isKept.keys()).filter((term) => isKept[term] === 1),
  };
}

/** Terms that alone hit some violating item. */
function soleTerms(all: HitGroups): number[] {
  const found = new Set<number>();
  for (let group = 0; group < all.violating.length; group++) {
    const [term, other] = termsOf(all, group);
    if (term !== undefined && other === undefined && (all.violating[group] ?? 0) > 0) found.add(term);
  }
  return [...found];
}

/** How many open groups can be found no two of which share a term; small ones first, as they get in each other's way least. */
function disjointGroups(all: HitGroups, isOpen: Cover["isOpen"]): number {
  const used = new Uint8Array(all.termCount);
  const open = Array.from(all.violating.keys()).filter(isOpen);
  let found = 0;
  for (const group of open.toSorted((a, b) => termsOf(all, a).length - termsOf(all, b).length)) {
    const terms = termsOf(all, group);
    if (terms.some((term) => used[term] === 1)) continue;
    for (const term of terms) used[term] = 1;
    found++;
  }
  return found;
}

function keepGreedily(all: HitGroups, cover: Cover): void {
  const gains = new Uint32Array(all.termCount); // open groups
  const costs = new Float64Array(all.termCount); // good items that nothing kept hits
  for (let group = 0; group < all.violating.length; group++) {
    if (cover.depth[group] !== 0) continue;
    const [gain, cost] = [Number(cover.isOpen(group)), all.good[group] ?? 0];
    for (const term of termsOf(all, group)) {
      gains[term] = (gains[term] ?? 0) + gain;
      costs[term] = (costs[term] ?? 0) + cost;
    }
  }
  const isBefore = (a: number, b: number): boolean =>
    ((gains[b] ?? 0) - (gains[a] ?? 0) || (costs[a] ?? 0) - (costs[b] ?? 0) || a - b) < 0;
  const heap = termHeap(
    Array.from(gains.keys()).filter((term) => (gains[term] ?? 0) > 0),
    isBefore,
  );
  for (let term = heap.take(); term !== undefined && (gains[term] ?? 0) > 0; term = heap.take()) {
    for (const group of cover.groupsOf(term)) {
      if (cover.depth[group] !== 0) continue;
      const [gain, cost] = [Number(cover.isOpen(group)), all.good[group] ?? 0];
      for (const other of termsOf(all, group)) {
        gains[other] = (gains[other] ?? 0) - gain;
        costs[other] = (costs[other] ?? 0) - cost;
        heap.touch(other);
      }
    }
    cover.keep(term);
  }
}

function dropNeedless(all: HitGroups, cover: Cover, fixed: ReadonlySet<number>): void {
  const { fp } = countsOfTerms(all);
  const loose = cover.kept().filter((term) => !fixed.has(term));
  for (const term of loose.toSorted((a, b) => (fp[b] ?? 0) - (fp[a] ?? 0) || b - a)) {
    const groups = cover.groupsOf(term);
    const isNeeded = groups.some((group) => (all.violating[group] ?? 0) > 0 && cover.depth[group] === 1);
    if (!isNeeded) cover.drop(term);
  }
}
