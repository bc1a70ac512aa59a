import type { CubeCell } from "../model/cube.js";
import type { NearTexts } from "./nearTexts.js";

/** An item with a final decision. */
export type DecidedText = {
  /** Number of its text's set of shingles. */
  readonly set: number;
  /** What duplicates share; `null` where it has none. */
  readonly group: string | null;
  /** Version of the policy that it was decided under. */
  readonly version: string;
  readonly violating: boolean;
  readonly slice: CubeCell["slice"];
};

/** Pairs of near-duplicates that hang together. */
export type NearCluster = {
  /** Values that all its items share, `null` for the others. */
  readonly slice: CubeCell["slice"];
  readonly differing: number;
  readonly pairs: number;
};

/**
 * Pairs of items whose texts are near-duplicates, and those of them that were decided differently. Two items of one
 * group are no pair, as they are duplicates already; nor are two that were decided under different versions of the
 * policy. Pairs that hang together by their texts are one cluster; clusters without a pair are left out. Counted by
 * texts and not by items, so that O(items + pairs of texts × groups that both have).
 */
export function nearPairs(items: readonly DecidedText[], pairs: NearTexts["pairs"]): NearCluster[] {
  const rootOf = rootsOf(pairs);
  return byVersion(items).flatMap((own) => {
    const tallies = new Map<number, Tally>();
    const clusters = new Map<number, OpenCluster>();
    for (const item of own) {
      addItem(tallies, item);
      addSlice(clusters, rootOf(item.set), item.slice);
    }
    const add = (set: number, { pairs: count, differing }: Pairs): void => {
      const cluster = clusters.get(rootOf(set));
      if (cluster === undefined) return;
      cluster.pairs += count;
      cluster.differing += differing;
    };
    for (const [set, tally] of tallies) add(set, pairsWithin(tally));
    for (const [a, b] of pairs) {
      const [one, other] = [tallies.get(a), tallies.get(b)];
      if (one !== undefined && other !== undefined) add(a, pairsBetween(one, other));
    }
    return [...clusters.values()].filter((cluster) => cluster.pairs > 0);
  });
}

function byVersion(items: readonly DecidedText[]): DecidedText[][] {
  const versions = new Map<string, DecidedText[]>();
  for (const item of items) {
    const known = versions.get(item.version);
    if (known === undefined) versions.set(item.version, [item]);
    else known.push(item);
  }
  return [...versions.values()];
}

type OpenCluster = { slice: CubeCell["slice"]; differing: number; pairs: number };

type Pairs = { readonly pairs: number; readonly differing: number };

/** Items and how many of them violate. */
type Counts = { items: number; violating: number };

type Tally = { readonly all: Counts; readonly byGroup: Map<string, Counts> };

function addItem(tallies: Map<number, Tally>, { set, group, violating }: DecidedText): void {
  const tally = tallies.get(set) ?? { all: { items: 0, violating: 0 }, byGroup: new Map<string, Counts>() };
  tallies.set(set, tally);
  count(tally.all, violating);
  if (group === null) return;
  const own = tally.byGroup.get(group) ?? { items: 0, violating: 0 };
  tally.byGroup.set(group, own);
  count(own, violating);
}

function count(counts: Counts, violating: boolean): void {
  counts.items++;
  if (violating) counts.violating++;
}

function addSlice(clusters: Map<number, OpenCluster>, root: number, slice: CubeCell["slice"]): void {
  const known = clusters.get(root);
  if (known === undefined) {
    clusters.set(root, { slice, differing: 0, pairs: 0 });
    return;
  }
  const shared = Object.entries(known.slice).map(([name, value]): [string, string | null] => [
    name,
    slice[name] === value ? value : null,
  ]);
  known.slice = Object.fromEntries(shared);
}

function pairsWithin({ all, byGroup }: Tally): Pairs {
  return without(pairsOf(all), [...byGroup.values()].map(pairsOf));
}

function pairsOf({ items, violating }: Counts): Pairs {
  return { pairs: (items * (items - 1)) / 2, differing: violating * (items - violating) };
}

function pairsBetween(one: Tally, other: Tally): Pairs {
  const shared = [...one.byGroup].flatMap(([group, counts]) => {
    const others = other.byGroup.get(group);
    return others === undefined ? [] : [crossed(counts, others)];
  });
  return without(crossed(one.all, other.all), shared);
}

function crossed(a: Counts, b: Counts): Pairs {
  const differing = a.violating * (b.items - b.violating) + b.violating * (a.items - a.violating);
  return { pairs: a.items * b.items, differing };
}

function without(whole: Pairs, parts: readonly Pairs[]): Pairs {
  return {
    pairs: parts.reduce((rest, { pairs }) => rest - pairs, whole.pairs),
    differing: parts.reduce((rest, { differing }) => rest - differing, whole.differing),
  };
}

/** The least number that hangs together with a number, over any chain of pairs. */
function rootsOf(pairs: NearTexts["pairs"]): (set: number) => number {
  const parents = new Map<number, number>();
  const rootOf = (set: number): number => {
    let root = set;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  for (const [a, b] of pairs) {
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one !== other) parents.set(Math.max(one, other), Math.min(one, other));
  }
  return rootOf;
}
