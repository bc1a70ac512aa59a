import { groupByItem } from "../replay/hits.js";
import type { HitPairs } from "../replay/hits.js";
import type { ReplayedOn, Traffic } from "../replay/traffic.js";

/** Items with two decisions on each: 1 rejected, 0 not. Arrays by item index. */
export type Compared = Pick<Traffic, "itemIds" | "truths" | "weights" | "clusters" | "slices" | "money"> & {
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
 * The rejecting terms that hit each of some items: those of item i under `i`. O(hits + all items).
 * @param size of all items
 */
export function rejectingTerms(
  { hits, rejecting, terms }: ReplayedOn,
  items: readonly number[],
  size: { readonly items: number },
): (item: number) => number[] {
  const rejects = flagsOf(rejecting, terms.length);
  const isAsked = flagsOf(items, size.items);
  const own = pickHits(hits, (item, term) => isAsked[item] === 1 && rejects[term] === 1);
  const { starts, ends, terms: found } = groupByItem(own, { ...size, terms: terms.length });
  return (item) => [...found.subarray(starts[item], ends[item])];
}

/** 1 at each of the places. */
export function flagsOf(places: Iterable<number>, size: number): Uint8Array {
  const flags = new Uint8Array(size);
  for (const place of places) flags[place] = 1;
  return flags;
}

/** The pairs that are wanted; mostly few of millions. */
export function pickHits(
  { items, terms }: HitPairs,
  isWanted: (item: number, term: number) => boolean,
): HitPairs {
  const picked = { items: new Array<number>(), terms: new Array<number>() };
  for (let pair = 0; pair < items.length; pair++) {
    const [item, term] = [items[pair] ?? 0, terms[pair] ?? 0];
    if (!isWanted(item, term)) continue;
    picked.items.push(item);
    picked.terms.push(term);
  }
  return picked;
}

/** What becomes of items, without what they are called by. */
export type Decided = Pick<Compared, "truths" | "weights" | "clusters" | "before" | "after">;

/** Some of the items, with their clusters numbered anew. O(items + clusters), in loops: there may be a million. */
export function pickDecided(compared: Decided, items: Int32Array): Decided {
  const count = items.length;
  const truths: Decided["truths"][number][] = [];
  const [weights, clusters] = [new Float64Array(count), new Int32Array(count)];
  const [before, after] = [new Uint8Array(count), new Uint8Array(count)];
  for (let at = 0; at < count; at++) {
    const item = items[at] ?? 0;
    truths.push(compared.truths[item] ?? "unlabelled");
    weights[at] = compared.weights[item] ?? 1;
    clusters[at] = compared.clusters[item] ?? 0;
    before[at] = compared.before[item] ?? 0;
    after[at] = compared.after[item] ?? 0;
  }
  return { truths, weights, clusters: renumbered(clusters), before, after };
}

/** In place; numbers in the order of first occurrence. */
function renumbered(clusters: Int32Array): Int32Array {
  const most = clusters.reduce((last, cluster) => Math.max(last, cluster), 0);
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
  const at = Array.from(items);
  const slices = Object.entries(compared.slices).map(([name, values]) => [
    name,
    at.map((item) => values[item] ?? null),
  ]);
  return {
    ...pickDecided(compared, items),
    itemIds: at.map((item) => compared.itemIds[item] ?? ""),
    slices: Object.fromEntries(slices),
    money: compared.money.map(({ currency, amounts }) => ({
      currency,
      amounts: Float64Array.from(items, (item) => amounts[item] ?? 0),
    })),
  };
}
