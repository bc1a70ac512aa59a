import { writeFile } from "node:fs/promises";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store, StoreItem } from "../store/store.js";
import { concatHits, formatHits, hitCount } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import type { KnownHits, Layer, LayerHits, PartitionPlan, RowRange } from "./planReplay.js";

/** Name of the hits in the store's manifest. */
export const hitTable = "hits";

/** Partition of the entry that holds the list of layers, with the version of what it says. */
const listPartition = "layers.2";

/** Ids of the layers, whose terms stand in files of their own; results without a hit; and those that share a file. */
type LayerList = {
  readonly layers: readonly string[];
  readonly empty: readonly string[];
  readonly shared: readonly (readonly [result: string, fileRowsHash: string, rows: RowRange])[];
};

/** What the last replay left; a file that is gone is not known. */
export async function readKnownHits(store: Store): Promise<KnownHits> {
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  const list = entries.find(({ partition }) => partition === listPartition);
  if (list === undefined || !(await store.has(list))) {
    return { layers: [], entries: new Map(), ranges: new Map(), empty: new Set() };
  }
  // Its bytes are checked, and code of the same store wrote them.
  const { layers, empty, shared }: LayerList = JSON.parse((await store.readFile(list)).toString("utf8"));
  const there = await Promise.all(entries.map((entry) => store.has(entry)));
  const files = new Map(
    entries.filter((_, index) => there[index] === true).map((entry) => [entry.rowsHash, entry]),
  );
  const read = await Promise.all(
    layers.map(async (id) => {
      const file = files.get(termsKey(id));
      return file === undefined ? [] : [{ id, termHashes: linesOf(await store.readFile(file)) }];
    }),
  );
  const ranges = new Map<string, RowRange>();
  for (const [result, rowsHash, rows] of shared) {
    const file = files.get(rowsHash);
    if (file === undefined) continue;
    files.set(result, file);
    ranges.set(result, rows);
  }
  return { layers: read.flat(), entries: files, ranges, empty: new Set(empty) };
}

/** Names the terms of a layer as they are written now: older stores wrote them otherwise under the name of the layer. */
function termsKey(layerId: string): string {
  return sha256(`${listPartition} ${layerId}`);
}

function linesOf(bytes: Buffer): string[] {
  return bytes.length === 0 ? [] : bytes.toString("latin1").split("\n");
}

/** Hits that were found now. */
export type FoundHits = { readonly layer: Layer; readonly result: string; readonly hits: HitTable };

/** Tables with fewer rows share a file, since a file costs as much as thousands of rows. */
const fewRows = 4096;

/** Writes hits while others are still being found. */
export type HitKeeper = {
  /** @param partition for the name of the file */
  keep(partition: string, found: FoundHits): void;
  /** All that was kept, when it is written. */
  finish(): Promise<KeptHits>;
};

export type KeptHits = {
  /** By result. */
  readonly hits: ReadonlyMap<string, LayerHits>;
  /** Layer → the file that lists its terms. */
  readonly terms: ReadonlyMap<string, StoreEntry>;
};

export function hitKeeper(store: Store): HitKeeper {
  const few: FoundHits[] = [];
  const puts: Promise<LayerHits>[] = [];
  const terms = new Map<string, Promise<StoreEntry>>();
  return {
    keep(partition, found) {
      const { layer } = found;
      const listed = terms.get(layer.id) ?? putTerms(store, layer); // long lists: while others scan
      listed.catch(() => undefined); // `finish` tells
      terms.set(layer.id, listed);
      if (hitCount(found.hits) < fewRows) {
        few.push(found);
        return;
      }
      const put = putLayer(store, partition, found);
      put.catch(() => undefined); // `finish` tells
      puts.push(put);
    },
    async finish() {
      const kept = [...(await Promise.all(puts)), ...(await putShared(store, few))];
      const lists = await Promise.all(Array.from(terms, async ([id, entry]) => [id, await entry] as const));
      return { hits: new Map(kept.map((hits) => [hits.result, hits])), terms: new Map(lists) };
    },
  };
}

async function putLayer(
  store: Store,
  partition: string,
  { layer, result, hits }: FoundHits,
): Promise<LayerHits> {
  const entry = await putTable(store, `${partition}.${layer.id.slice(0, 16)}`, { rowsHash: result, hits });
  return { layer, result, entry };
}

/** The tables as one file, in the order of their results, whatever the order in which they were found. */
async function putShared(store: Store, found: readonly FoundHits[]): Promise<LayerHits[]> {
  const sorted = found
    .filter(({ hits }) => hitCount(hits) > 0)
    .toSorted((a, b) => (a.result < b.result ? -1 : 1));
  const ranges = new Map<string, RowRange>();
  let from = 0;
  for (const { result, hits } of sorted) ranges.set(result, [from, (from += hitCount(hits))]);
  const rowsHash = sha256(sorted.map(({ result }) => result).join("\n"));
  const hits = concatHits(sorted.map((one) => one.hits));
  const file =
    from === 0 ? undefined : await putTable(store, `few.${rowsHash.slice(0, 16)}`, { rowsHash, hits });
  return found.map(({ layer, result }) => {
    const rows = ranges.get(result);
    return rows === undefined ? { layer, result, entry: undefined } : { layer, result, entry: file, rows };
  });
}

function putTable(
  store: Store,
  partition: string,
  { rowsHash, hits }: { rowsHash: string; hits: HitTable },
): Promise<StoreEntry> {
  const item = { table: hitTable, partition, rows: hitCount(hits), rowsHash, extension: "arrow" } as const;
  return store.put(item, (path) => writeFile(path, formatHits(hits)));
}

/** With the hits that were found now, what is to be committed and what can be read, by partition. */
export async function listHits(
  store: Store,
  plans: readonly PartitionPlan[],
  found: KeptHits,
): Promise<{ entries: StoreEntry[]; stored: Map<string, LayerHits[]> }> {
  const stored = new Map(
    plans.map(({ partition, kept, result }) => {
      const added = found.hits.get(result);
      return [partition, added === undefined ? [...kept] : [...kept, added]];
    }),
  );
  const all = [...stored.values()].flat();
  const layers = new Map(all.map(({ layer }) => [layer.id, layer]));
  const list: LayerList = {
    layers: [...layers.keys()],
    empty: all.flatMap(({ entry, result }) => (entry === undefined ? [result] : [])),
    shared: all.flatMap(({ entry, result, rows }) =>
      entry === undefined || rows === undefined ? [] : [[result, entry.rowsHash, rows] as const],
    ),
  };
  const text = JSON.stringify(list);
  const named = { partition: listPartition, rowsHash: sha256(text), extension: "json" } as const;
  const lists = [await putText(store, named, () => text)];
  for (const layer of layers.values()) {
    lists.push(found.terms.get(layer.id) ?? (await putTerms(store, layer)));
  }
  const files = new Map(
    all.flatMap(({ entry }): [string, StoreEntry][] => (entry === undefined ? [] : [[entry.file, entry]])),
  );
  return { entries: [...lists, ...files.values()], stored };
}

function putTerms(store: Store, { id, termHashes }: Layer): Promise<StoreEntry> {
  const rowsHash = termsKey(id);
  const named = { partition: `terms.${id.slice(0, 16)}`, rowsHash, extension: "bin" } as const;
  return putText(store, named, () => termHashes.join("\n"));
}

/** Writes the text unless the store has it. */
async function putText(
  store: Store,
  named: Pick<StoreItem, "partition" | "rowsHash" | "extension">,
  text: () => string,
): Promise<StoreEntry> {
  const known = store.manifest().tables[hitTable]?.entries.find((entry) => entry.rowsHash === named.rowsHash);
  if (known !== undefined && (await store.has(known))) return known;
  return store.put({ table: hitTable, rows: 1, ...named }, (path) => writeFile(path, text()));
}
