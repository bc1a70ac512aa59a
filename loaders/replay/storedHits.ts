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

/** Partition of the entry that holds the list of layers. */
const listPartition = "layers";

/** Ids of the layers, whose terms stand in files of their own, and the results without a hit. */
type LayerList = { readonly layers: readonly string[]; readonly empty: readonly string[] };

/** What the last replay left; a file that is gone is not known. */
export async function readKnownHits(store: Store): Promise<KnownHits> {
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  const list = entries.find(({ partition }) => partition === listPartition);
  if (list === undefined || !(await store.has(list))) {
    return { layers: [], entries: new Map(), empty: new Set() };
  }
  const { layers, empty }: LayerList = await readJson(store, list);
  const there = await Promise.all(entries.map((entry) => store.has(entry)));
  const files = new Map(
    entries.filter((_, index) => there[index] === true).map((entry) => [entry.rowsHash, entry]),
  );
  const read = await Promise.all(
    layers.map(async (id) => {
      const file = files.get(id);
      return file === undefined ? [] : [layerOf(await readJson<string[]>(store, file))];
    }),
  );
  return { layers: read.flat(), entries: files, empty: new Set(empty) };
}

/** Its bytes are checked, and code of the same store wrote them. */
async function readJson<T>(store: Store, entry: StoreEntry): Promise<T> {
  const value: T = JSON.parse((await store.readFile(entry)).toString("utf8"));
  return value;
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
  const list = { layers: [...layers.keys()], empty };
  const lists = [
    await putJson(store, { partition: listPartition, rowsHash: sha256(JSON.stringify(list)), value: list }),
  ];
  for (const { id, termHashes } of layers.values()) {
    lists.push(
      await putJson(store, { partition: `terms.${id.slice(0, 16)}`, rowsHash: id, value: termHashes }),
    );
  }
  return { entries: [...lists, ...all.flatMap(({ entry }) => entry ?? [])], stored };
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

/** Writes the value unless the store has it. */
async function putJson(
  store: Store,
  { partition, rowsHash, value }: { partition: string; rowsHash: string; value: unknown },
): Promise<StoreEntry> {
  const known = store.manifest().tables[hitTable]?.entries.find((entry) => entry.rowsHash === rowsHash);
  if (known !== undefined && (await store.has(known))) return known;
  const item = { table: hitTable, partition, rows: 1, rowsHash, extension: "json" } as const;
  return store.put(item, (path) => writeFile(path, JSON.stringify(value)));
}
