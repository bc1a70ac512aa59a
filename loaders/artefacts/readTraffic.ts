import type { Term } from "../../src/matcher/term.js";
import type { Truth } from "../../src/metrics/verdict.js";
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
  { truths, sliceOf, slices, dimensions, p0, ...facts }: TrafficFacts,
  store: Store,
  { replayed, termsOf }: ReplayedTerms,
): Promise<{ traffic: Traffic; packages: ReplayedOn[]; p0: readonly string[] }> {
  const texts = store.manifest().tables[textTable]?.entries ?? [];
  const packages = await joinHits(replayed, { termsOf, starts: startsOf(texts) });
  const values = dimensions.map((name) => {
    const own = slices.map((slice) => slice[name] ?? null);
    return [name, valuesAt(own, sliceOf, null)] as const;
  });
  const traffic = {
    ...facts,
    truths: valuesAt<Truth>(truthNames, truths, "unlabelled"),
    slices: Object.fromEntries(values),
    readTexts: () => readTexts(store, texts),
  };
  return { traffic, packages, p0 };
}

/** The value at each place; a loop, as there may be a million. */
function valuesAt<T>(values: readonly T[], places: Uint8Array | Int32Array, none: T): T[] {
  const found: T[] = [];
  for (let i = 0; i < places.length; i++) found.push(values[places[i] ?? -1] ?? none);
  return found;
}

const truthNames: readonly Truth[] = ["unlabelled", "violating", "good"];

/** Index of the first item of each partition. */
function startsOf(texts: readonly StoreEntry[]): Map<string, number> {
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
