import type { Term } from "../../src/matcher/term.js";
import type { HitPairs } from "../../src/replay/hits.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { termHashOf } from "../tables/readPackage.js";
import { emptyHits, mergeHits, parseHits, renameTerms } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import type { LayerHits, PartitionPlan, ReplayTerms } from "./planReplay.js";
import { readTextFile } from "./textFile.js";

/** Every release replayed over all items. */
export type ReplayedPackage = {
  /** Distinct terms of all releases; hits and releases name them by index. */
  readonly terms: readonly Term[];
  /** In the order of release. */
  readonly releases: readonly { readonly label: string; readonly terms: readonly number[] }[];
  /** In the order of the stored items; equal keys mean equal hits. */
  readonly partitions: readonly { readonly partition: string; readonly key: string }[];
  /** The hits on one partition, from the store. */
  readonly readHits: (partition: string) => Promise<PartitionHits>;
};

/** Items of a partition in the order in which they are stored, and the hits on them. */
export type PartitionHits = {
  readonly itemIds: readonly string[];
  /** Hits with their places; layers of several replays are one table, the same as that of a single one. */
  readonly table: HitTable;
  readonly hits: HitPairs;
};

export type OpenReplay = {
  readonly ingested: Pick<IngestResult, "snapshots" | "terms">;
  readonly wanted: ReplayTerms;
  readonly plans: readonly PartitionPlan[];
  /** Partition → its layers of hits. */
  readonly stored: ReadonlyMap<string, readonly LayerHits[]>;
};

export function openReplay(store: Store, { ingested, wanted, plans, stored }: OpenReplay): ReplayedPackage {
  const indexes = new Map([...wanted.keys()].map((hash, index) => [hash, index]));
  const numbersOf = termNumbers(indexes);
  return {
    terms: [...wanted.values()],
    releases: ingested.snapshots.map(({ label, snapshot_id: id }) => ({
      label,
      terms: (ingested.terms.get(id) ?? []).flatMap((term) => indexes.get(termHashOf(term)) ?? []),
    })),
    partitions: plans.map(({ partition, key }) => ({ partition, key })),
    readHits: async (partition) => {
      const plan = plans.find((candidate) => candidate.partition === partition);
      if (plan === undefined) throw new TypeError(`Expected hits of partition ${partition} in the store`);
      let table = emptyHits();
      for (const { layer, entry } of stored.get(partition) ?? []) {
        if (entry === undefined) continue;
        const hits = parseHits(await store.readFile(entry), entry.file);
        table = mergeHits(renameTerms(hits, numbersOf(layer)), table);
      }
      const { itemId } = readTextFile(await store.checkedPath(plan.text));
      return { itemIds: itemId, table, hits: { items: table.item, terms: table.term } };
    },
  };
}

/** For a layer, the index of each of its terms; −1 where no release holds it any more. */
function termNumbers(indexes: ReadonlyMap<string, number>): (layer: LayerHits["layer"]) => Int32Array {
  const known = new Map<string, Int32Array>();
  return ({ id, termHashes }) => {
    const numbers = known.get(id) ?? Int32Array.from(termHashes, (hash) => indexes.get(hash) ?? -1);
    known.set(id, numbers);
    return numbers;
  };
}
