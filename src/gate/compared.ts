import { groupByItem } from "../replay/hits.js";
import type { ReplayedOn, Traffic } from "../replay/traffic.js";

/** Items with two decisions on each: 1 rejected, 0 not. Arrays by item index. */
export type Compared = Pick<Traffic, "itemIds" | "truths" | "weights" | "clusters" | "slices" | "money"> & {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

/** What a package decides: 1 for each item that a rejecting term of it hits, else 0. O(hits + items). */
export function rejections({ hits, rejecting, terms }: ReplayedOn, items: number): Uint8Array {
  const rejects = new Uint8Array(terms.length);
  for (const term of rejecting) rejects[term] = 1;
  const decisions = new Uint8Array(items);
  for (let pair = 0; pair < hits.items.length; pair++) {
    if (rejects[hits.terms[pair] ?? 0] === 1) decisions[hits.items[pair] ?? 0] = 1;
  }
  return decisions;
}

/** The rejecting terms that hit each of some items: those of item i under `i`. */
export function rejectingTerms(
  { hits, rejecting, terms }: ReplayedOn,
  size: { readonly items: number },
): (item: number) => number[] {
  const rejects = new Set(rejecting);
  const { starts, ends, terms: found } = groupByItem(hits, { ...size, terms: terms.length });
  return (item) => [...found.subarray(starts[item], ends[item])].filter((term) => rejects.has(term));
}

/** Some of the items, as a comparison of their own whose clusters are numbered anew. */
export function pickItems(compared: Compared, items: ArrayLike<number>): Compared {
  const at = Array.from(items);
  const numbers = new Map<number, number>();
  const numberOf = (cluster: number): number => {
    const known = numbers.get(cluster) ?? numbers.size;
    numbers.set(cluster, known);
    return known;
  };
  const slices = Object.entries(compared.slices).map(([name, values]) => [
    name,
    at.map((item) => values[item] ?? null),
  ]);
  return {
    itemIds: at.map((item) => compared.itemIds[item] ?? ""),
    truths: at.map((item) => compared.truths[item] ?? "unlabelled"),
    weights: Float64Array.from(at, (item) => compared.weights[item] ?? 1),
    clusters: Int32Array.from(at, (item) => numberOf(compared.clusters[item] ?? 0)),
    slices: Object.fromEntries(slices),
    money: compared.money.map(({ currency, amounts }) => ({
      currency,
      amounts: Float64Array.from(at, (item) => amounts[item] ?? 0),
    })),
    before: Uint8Array.from(at, (item) => compared.before[item] ?? 0),
    after: Uint8Array.from(at, (item) => compared.after[item] ?? 0),
  };
}
