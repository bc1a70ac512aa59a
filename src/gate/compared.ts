import { pickIds } from "../replay/itemIds.js";
import type { HitPairs } from "../replay/hits.js";
import type { ItemFacts, ReplayedOn } from "../replay/traffic.js";

/** Items with two decisions on each: 1 rejected, 0 not. Arrays by item index. */
export type Compared = Pick<
  ItemFacts,
  "ids" | "truths" | "weights" | "clusters" | "sliceOf" | "slices" | "dimensions" | "money"
> & {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

/** What a package decides: 1 for each item that a rejecting term of it hits, else 0. O(hits + items). */
export function rejections({ hits, rejecting, terms }: ReplayedOn, items: number): Uint8Array {
  const rejects = flagsOf(rejecting, terms.length);
  const decisions = new Uint8Array(items);
  for (let pair = 0; pair < hits.items.length; pair++) {
    if (rejects[hits.terms[pair] ?? 0] === 1) decisions[hits.items[pair] ?? 0] = 1;
  }
  return decisions;
}

/**
 * The rejecting terms that hit each of some items, each term once: those of item i under `i`. O(hits + items).
 * @param size of all items
 */
export function rejectingTerms(
  { hits, rejecting, terms }: ReplayedOn,
  items: readonly number[],
  size: { readonly items: number },
): ReadonlyMap<number, readonly number[]> {
  const rejects = flagsOf(rejecting, terms.length);
  const isAsked = flagsOf(items, size.items);
  const found = new Map<number, number[]>();
  const isWanted = (item: number, term: number): boolean => isAsked[item] === 1 && rejects[term] === 1;
  pickHits(hits, { terms: terms.length, isWanted }, (item, term) => {
    const own = found.get(item);
    if (own === undefined) found.set(item, [term]);
    else own.push(term);
  });
  return found;
}

/** Items that each of some terms of a package hits, by its index; 0 for the others. O(hits + items · log items). */
export function hitCounts({ terms, hits }: ReplayedOn, asked: Iterable<number>): Int32Array {
  const isAsked = flagsOf(asked, terms.length);
  const counts = new Int32Array(terms.length);
  const isWanted = (_: number, term: number): boolean => isAsked[term] === 1;
  pickHits(hits, { terms: terms.length, isWanted }, (_, term) => {
    counts[term] = (counts[term] ?? 0) + 1;
  });
  return counts;
}

/** 1 at each of the places. */
export function flagsOf(places: Iterable<number>, size: number): Uint8Array {
  const flags = new Uint8Array(size);
  for (const place of places) flags[place] = 1;
  return flags;
}

type Wanted = {
  /** Number of all terms. */
  readonly terms: number;
  readonly isWanted: (item: number, term: number) => boolean;
};

/** Tells of each wanted pair once, by item and term. They are mostly few of millions, so these few are sorted. */
function pickHits(
  { items, terms }: HitPairs,
  { terms: size, isWanted }: Wanted,
  take: (item: number, term: number) => void,
): void {
  const found: number[] = [];
  for (let pair = 0; pair < items.length; pair++) {
    const [item, term] = [items[pair] ?? 0, terms[pair] ?? 0];
    if (isWanted(item, term)) found.push(item * size + term);
  }
  let last = -1;
  for (const key of Float64Array.from(found).toSorted()) {
    if (key !== last) take(Math.floor(key / size), key % size);
    last = key;
  }
}

/** What becomes of items, without what they are called by. */
export type Decided = Pick<Compared, "truths" | "weights" | "clusters" | "before" | "after">;

/** Some of the items, with their clusters numbered anew. O(items + clusters), in loops: there may be a million. */
export function pickDecided(compared: Decided, items: Int32Array): Decided {
  const count = items.length;
  const truths = new Uint8Array(count);
  const [weights, clusters] = [new Float64Array(count), new Int32Array(count)];
  const [before, after] = [new Uint8Array(count), new Uint8Array(count)];
  for (let at = 0; at < count; at++) {
    const item = items[at] ?? 0;
    truths[at] = compared.truths[item] ?? 0;
    weights[at] = compared.weights[item] ?? 1;
    clusters[at] = compared.clusters[item] ?? 0;
    before[at] = compared.before[item] ?? 0;
    after[at] = compared.after[item] ?? 0;
  }
  return { truths, weights, clusters: renumbered(clusters), before, after };
}

/** Numbered in the order of first occurrence; may be done in place. */
function renumbered(clusters: Int32Array): Int32Array {
  let [most, isAscending] = [-1, true];
  for (let at = 0; at < clusters.length; at++) {
    const cluster = clusters[at] ?? 0;
    isAscending &&= cluster > most;
    if (cluster > most) most = cluster;
  }
  if (isAscending) return clusters.map((_, at) => at); // items that are clusters of their own, mostly
  const numbers = new Int32Array(most + 1); // from 1
  let count = 0;
  for (let at = 0; at < clusters.length; at++) {
    const cluster = clusters[at] ?? 0;
    if (numbers[cluster] === 0) numbers[cluster] = ++count;
    clusters[at] = (numbers[cluster] ?? 1) - 1;
  }
  return clusters;
}

/** Some of the items, as a comparison of their own. */
export function pickItems(compared: Compared, items: Int32Array): Compared {
  const { sliceOf, slices, dimensions } = compared;
  return {
    ...pickDecided(compared, items),
    ids: pickIds(compared, items),
    sliceOf: items.map((item) => sliceOf[item] ?? -1),
    slices,
    dimensions,
    money: compared.money.map(({ currency, amounts }) => ({
      currency,
      amounts: Float64Array.from(items, (item) => amounts[item] ?? 0),
    })),
  };
}
