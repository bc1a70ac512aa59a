import type { Term } from "../../src/matcher/term.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { itemIdsOf } from "../../src/replay/itemIds.js";
import { truthNames } from "../../src/replay/traffic.js";
import type { ReplayedOn, TextBlock, Traffic } from "../../src/replay/traffic.js";
import { textTable } from "../replay/canonicalTexts.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import { readTextFile } from "../replay/textFile.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { joinHits } from "./joinHits.js";
import type { TrafficFacts } from "./queryTraffic.js";

/** A replay of packages, and the terms of each. */
export type ReplayedTerms = {
  readonly replayed: ReplayedPackage;
  readonly termsOf: readonly (readonly Term[])[];
};

/** Items, and the hits of each package of a replay on them. */
export async function readTraffic(
  facts: TrafficFacts,
  store: Store,
  replayed: ReplayedTerms,
): Promise<{ traffic: Traffic; packages: ReplayedOn[] }> {
  return { traffic: toTraffic(facts, store), packages: await readHits(store, replayed) };
}

/** The hits of each package of a replay. */
export function readHits(store: Store, { replayed, termsOf }: ReplayedTerms): Promise<ReplayedOn[]> {
  return joinHits(replayed, { termsOf, starts: startsOf(textsIn(store)) });
}

/** The facts with their texts. O(items): a second for a million. */
export function toTraffic(facts: TrafficFacts, store: Store): Traffic {
  const { truths, sliceOf, slices, dimensions, weights, clusters } = facts;
  const { createdAt, logged, outcomes, money } = facts;
  const values = dimensions.map((name) => {
    const own = slices.map((slice) => slice[name] ?? null);
    return [name, valuesAt(own, sliceOf, null)] as const;
  });
  return {
    itemIds: itemIdsOf(facts),
    truths: valuesAt<Truth>(truthNames, truths, "unlabelled"),
    weights,
    clusters,
    slices: Object.fromEntries(values),
    createdAt,
    logged,
    outcomes,
    money,
    readTexts: () => readTexts(store, textsIn(store)),
  };
}

/** The texts of the last replay, in the order of the items. */
export function textsIn(store: Store): readonly StoreEntry[] {
  return store.manifest().tables[textTable]?.entries ?? [];
}

/** The value at each place; a loop, as there may be a million. */
function valuesAt<T>(values: readonly T[], places: Uint8Array | Int32Array, none: T): T[] {
  const found: T[] = [];
  for (let i = 0; i < places.length; i++) found.push(values[places[i] ?? -1] ?? none);
  return found;
}

/** Index of the first item of each partition. */
export function startsOf(texts: readonly StoreEntry[]): Map<string, number> {
  const starts = new Map<string, number>();
  let first = 0;
  for (const { partition, rows } of texts) {
    starts.set(partition, first);
    first += rows;
  }
  return starts;
}

async function* readTexts(store: Store, entries: readonly StoreEntry[]): AsyncGenerator<TextBlock> {
  let first = 0;
  for (const entry of entries) {
    const { text } = readTextFile(await store.checkedPath(entry));
    yield { first, text };
    first += entry.rows;
  }
}
