import { writeFile } from "node:fs/promises";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { formatHits, hitCount } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import { layerOf } from "./planReplay.js";
import type { KnownHits, Layer, LayerHits, PartitionPlan } from "./planReplay.js";

/** Name of the hits in the store's manifest. */
export const hitTable = "hits";

/** Partition of the entry that lists the layers, and the results without a hit, which have no file. */
const listPartition = "layers";

/** Layers are named by their terms, so that a list of other terms never passes for one. */
type LayerList = { readonly layers: readonly (readonly string[])[]; readonly empty: readonly string[] };

/** What the last replay left; a file that is gone is not known. */
export async function readKnownHits(store: Store): Promise<KnownHits> {
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  const list = entries.find(({ partition }) => partition === listPartition);
  if (list === undefined || !(await store.has(list))) {
    return { layers: [], entries: new Map(), empty: new Set() };
  }
  const { layers, empty }: LayerList = JSON.parse((await store.readFile(list)).toString("utf8"));
  const there = await Promise.all(entries.map((entry) => store.has(entry)));
  const files = entries.filter((entry, index) => entry !== list && there[index] === true);
  return {
    layers: layers.map(layerOf),
    entries: new Map(files.map((entry) => [entry.rowsHash, entry])),
    empty: new Set(empty),
  };
}

/** Hits that were found now. */
export type FoundHits = { readonly layer: Layer; readonly result: string; readonly hits: HitTable };

/** Writes what was found; with the hits that are kept it makes what is to be committed, and what can be read. */
export async function putHits(
  store: Store,
  plans: readonly PartitionPlan[],
  found: ReadonlyMap<string, FoundHits>,
): Promise<{ entries: StoreEntry[]; stored: Map<string, LayerHits[]> }> {
  const stored = new Map<string, LayerHits[]>();
  for (const { partition, kept } of plans) {
    const added = found.get(partition);
    stored.set(
      partition,
      added === undefined ? [...kept] : [...kept, await putLayer(store, partition, added)],
    );
  }
  const all = [...stored.values()].flat();
  const layers = new Map(all.map(({ layer }) => [layer.id, layer]));
  const empty = all.flatMap(({ entry, result }) => (entry === undefined ? [result] : []));
  const list = await putList(store, {
    layers: [...layers.values()].map(({ termHashes }) => termHashes),
    empty,
  });
  return { entries: [list, ...all.flatMap(({ entry }) => entry ?? [])], stored };
}

async function putLayer(
  store: Store,
  partition: string,
  { layer, result, hits }: FoundHits,
): Promise<LayerHits> {
  if (hitCount(hits) === 0) return { layer, result, entry: undefined };
  const item = {
    table: hitTable,
    partition: `${partition}.${layer.id.slice(0, 16)}`,
    rows: hitCount(hits),
    rowsHash: result,
    extension: "arrow",
  } as const;
  const entry = await store.put(item, (path) => writeFile(path, formatHits(hits)));
  return { layer, result, entry };
}

async function putList(store: Store, list: LayerList): Promise<StoreEntry> {
  const text = JSON.stringify(list);
  const rowsHash = sha256(text);
  const known = store.manifest().tables[hitTable]?.entries.find((entry) => entry.rowsHash === rowsHash);
  if (known !== undefined && (await store.has(known))) return known;
  const item = {
    table: hitTable,
    partition: listPartition,
    rows: list.layers.length,
    rowsHash,
    extension: "json",
  } as const;
  return store.put(item, (path) => writeFile(path, text));
}
