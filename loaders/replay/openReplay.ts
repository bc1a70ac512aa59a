import { join } from "node:path";
import { rejects } from "../../src/matcher/rejects.js";
import { compileRules } from "../../src/matcher/rules/compileRules.js";
import type { Term } from "../../src/matcher/term.js";
import type { HitPairs } from "../../src/replay/hits.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { emptyHits, mergeHits, parseHits, renameTerms, sliceHits } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import { validityFilter } from "./hitsInForce.js";
import type { LayerHits, PartitionPlan } from "./planReplay.js";
import type { ReplayTerms } from "./replayTerms.js";
import { releaseHits } from "./releaseHits.js";
import type { ResolvedRelease } from "./releaseHits.js";
import { readItemTimes, readTextFile } from "./textFile.js";
import type { TextColumns } from "./textFile.js";

/** Every release replayed over all items. */
export type ReplayedPackage = {
  /** Distinct terms of all releases; hits and releases name them by index. */
  readonly terms: readonly Term[];
  /** In the order of release. */
  readonly releases: readonly ReplayedRelease[];
  /** In the order of the stored items; equal keys mean equal hits. */
  readonly partitions: readonly { readonly partition: string; readonly key: string }[];
  readonly hashedItems: HashedItems;
  /** The hits on one partition, from the store. */
  readonly readHits: (partition: string) => Promise<PartitionHits>;
};

/** Items with the hash of an image, and with frames of a video: without any a term of that kind was not looked for. */
export type HashedItems = { readonly image: number; readonly video: number };

export type ReplayedRelease = {
  readonly label: string;
  /** Hash of the content: terms, flags and actions. */
  readonly snapshotId: string;
  readonly terms: readonly number[];
  /** The same as this release has them: its actions are its own. */
  readonly own: readonly Term[];
  /** Those whose hits reject: all but the ones that only watch or flag, and exceptions. */
  readonly rejecting: readonly number[];
};

/** Items of a partition in the order in which they are stored, and the hits on them. */
export type PartitionHits = {
  readonly itemIds: readonly string[];
  /**
   * Hits of the atoms with their places, where the term is in force at the item's time; layers of several replays are one
   * table, that of a single one.
   */
  readonly table: HitTable;
  /**
   * The hits of a release, by its place in the order of release: with its rules, without what its exceptions take out.
   * May hold terms of other releases; releases without rules and exceptions share one object.
   */
  readonly hitsOf: (release: number) => HitPairs;
};

export type OpenReplay = {
  readonly ingested: Pick<IngestResult, "snapshots" | "terms">;
  readonly wanted: ReplayTerms;
  readonly plans: readonly PartitionPlan[];
  readonly hashedItems: HashedItems;
  /** Partition → its layers of hits. */
  readonly stored: ReadonlyMap<string, readonly LayerHits[]>;
};

export function openReplay(
  store: Store,
  { ingested, wanted, plans, hashedItems, stored }: OpenReplay,
): ReplayedPackage {
  const numbersOf = termNumbers(wanted.hashes);
  const readLayer = layerReader(store);
  const inForce = validityFilter(wanted.terms);
  const resolved = ingested.snapshots.map(({ snapshot_id: id }) =>
    resolvedRelease(ingested.terms.get(id) ?? [], wanted.places.get(id)),
  );
  return {
    terms: wanted.terms,
    releases: ingested.snapshots.map(({ label, snapshot_id: snapshotId }, release) => ({
      label,
      snapshotId,
      terms: resolved[release]?.indexes ?? [],
      own: resolved[release]?.terms ?? [],
      rejecting: rejectingTerms(resolved[release]),
    })),
    partitions: plans.map(({ partition, key }) => ({ partition, key })),
    hashedItems,
    readHits: async (partition) => {
      const plan = plans.find((candidate) => candidate.partition === partition);
      if (plan === undefined) throw new TypeError(`Expected hits of partition ${partition} in the store`);
      let found = emptyHits();
      for (const hits of stored.get(partition) ?? []) {
        found = mergeHits(renameTerms(await readLayer(hits), numbersOf(hits.layer)), found);
      }
      const textFile = [join(store.dir, plan.text.file), plan.text.sha256] as const;
      const table = inForce(found, () => readItemTimes(...textFile));
      let read: TextColumns | undefined;
      const texts = (): TextColumns => (read ??= readTextFile(...textFile));
      const plain = { items: table.item, terms: table.term };
      const known = new Map<number, HitPairs>();
      const hitsOf = (release: number): HitPairs => {
        const own = resolved[release];
        if (own === undefined || own.isPlain) return plain;
        const hits = known.get(release) ?? releaseHits(own, table, texts());
        known.set(release, hits);
        return hits;
      };
      return {
        get itemIds() {
          return texts().itemId; // not everyone asks, and a million texts take a second
        },
        table,
        hitsOf,
      };
    },
  };
}

function resolvedRelease(terms: readonly Term[], places: ArrayLike<number> = []): ResolvedRelease {
  return {
    terms,
    rules: compileRules(terms),
    indexes: Array.from(places),
    isPlain: terms.every(({ kind, action }) => kind !== "rule" && action !== "allow"),
  };
}

function rejectingTerms(release: ResolvedRelease | undefined): number[] {
  const terms = release?.terms ?? [];
  return (release?.indexes ?? []).filter((_, at) => rejects(terms[at]?.action ?? null));
}

/** A file that partitions share is read once. */
function layerReader(store: Store): (hits: LayerHits) => Promise<HitTable> {
  const shared = new Map<string, Promise<HitTable>>();
  return async ({ entry, rows }) => {
    if (entry === undefined) return emptyHits();
    const read = async (): Promise<HitTable> => parseHits(await store.readFile(entry), entry.file);
    if (rows === undefined) return read();
    const table = shared.get(entry.file) ?? read();
    shared.set(entry.file, table);
    return sliceHits(await table, rows);
  };
}

/** For a layer, the index of each of its terms; −1 where no release holds it any more. Both are sorted. */
function termNumbers(hashes: readonly string[]): (layer: LayerHits["layer"]) => Int32Array {
  const known = new Map<string, Int32Array>();
  return ({ id, termHashes }) => {
    const numbers = known.get(id) ?? placesAmong(hashes, termHashes);
    known.set(id, numbers);
    return numbers;
  };
}

/** Of each text the place of its equal in another ascending list, else −1. O(both): a map of 200,000 hashes costs more. */
function placesAmong(list: readonly string[], texts: readonly string[]): Int32Array {
  const places = new Int32Array(texts.length).fill(-1);
  let next = 0;
  for (const [at, text] of texts.entries()) {
    while (next < list.length && list[next] !== text && (list[next] ?? "") < text) next++;
    if (list[next] === text) places[at] = next++;
  }
  return places;
}
