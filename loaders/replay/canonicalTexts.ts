import { writeFile } from "node:fs/promises";
import { quoteText } from "../engine/quote.js";
import type { Engine, QueryValue } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { formatItemHashes, imageTable, toImageHashes, toVideoHashes, videoTable } from "./itemHashes.js";
import type { ItemHashes } from "./itemHashes.js";
import { toTextColumns, writeTextFile } from "./textFile.js";
import { formatTextIndex, parseTextIndex, textIndex } from "./textIndex.js";
import type { TextIndex } from "./textIndex.js";

/** Names of the canonical texts and of their indexes in the store's manifest. */
export const textTable = "text";
export const indexTable = "textIndex";

/** One entry a partition in each, but for `images` and `videos`: one for each partition that has any. The caller commits them. */
export type CanonicalTexts = {
  readonly entries: StoreEntry[];
  readonly indexes: StoreEntry[];
  /** Their rows are the items that have hashes. */
  readonly images: StoreEntry[];
  readonly videos: StoreEntry[];
};

/**
 * What terms are looked for in: the canonical text of every item, one file a partition of `item`, rows in its order, the
 * index of its words, and the hashes of its images and of the frames of its videos. Files of partitions that did not change are kept unless `force` is set.
 * @param codeHash of the code that makes them
 */
export async function canonicalTexts(
  store: Store,
  items: readonly StoreEntry[],
  { codeHash, force }: { codeHash: string; force: boolean },
): Promise<CanonicalTexts> {
  const texts: CanonicalTexts = { entries: [], indexes: [], images: [], videos: [] };
  let engine: Engine | undefined;
  try {
    for (const item of items) {
      const rowsHash = sha256(JSON.stringify([item.rowsHash, codeHash]));
      const source = { item, rowsHash };
      let made = force ? undefined : await keptTexts(store, source);
      if (made === undefined) {
        engine ??= await (await import("../engine/duckdb.js")).openEngine(); // loaded only when there is something to read
        made = await writeTexts(store, engine, source);
      }
      texts.entries.push(made.text);
      texts.indexes.push(made.index);
      if (made.images !== undefined) texts.images.push(made.images);
      if (made.videos !== undefined) texts.videos.push(made.videos);
    }
  } finally {
    engine?.close();
  }
  return texts;
}

/** The index of a partition's texts. */
export async function readIndex(store: Store, entry: StoreEntry): Promise<TextIndex> {
  return parseTextIndex(await store.readFile(entry));
}

type Made = {
  readonly text: StoreEntry;
  readonly index: StoreEntry;
  readonly images: StoreEntry | undefined;
  readonly videos: StoreEntry | undefined;
};
type Source = { readonly item: StoreEntry; readonly rowsHash: string };

async function keptTexts(store: Store, { item, rowsHash }: Source): Promise<Made | undefined> {
  const { tables } = store.manifest();
  const find = (table: string): StoreEntry | undefined =>
    tables[table]?.entries.find((entry) => entry.partition === item.partition && entry.rowsHash === rowsHash);
  const [text, index, images, videos] = [textTable, indexTable, imageTable, videoTable].map(find);
  if (text === undefined || index === undefined) return undefined;
  for (const entry of [text, index, images, videos]) {
    if (entry !== undefined && !(await store.has(entry))) return undefined;
  }
  return { text, index, images, videos };
}

async function writeTexts(store: Store, engine: Engine, { item, rowsHash }: Source): Promise<Made> {
  const columns = await queryItems(engine, await store.checkedPath(item));
  const cells = (name: string): (string | null)[] => (columns.get(name) ?? []).map(textOrNull);
  const [languages, markets, texts] = [cells("language"), cells("market"), cells("text")];
  const times = columns.get("created_at") ?? [];
  const rows = cells("item_id").map((itemId, row) => ({
    itemId: itemId ?? "",
    language: languages[row] ?? null,
    market: markets[row] ?? null,
    createdAt: numberOrNull(times[row]),
    text: texts[row] ?? "",
  }));
  const textColumns = toTextColumns(rows);
  const target = { partition: item.partition, rows: rows.length, rowsHash } as const;
  let textAt = 0;
  const text = await store.put({ ...target, table: textTable, extension: "arrow" }, async (file) => {
    textAt = writeTextFile(file, textColumns);
  });
  const index = formatTextIndex(textIndex(textColumns, textAt));
  const putHashes = (table: string, hashes: ItemHashes): Promise<StoreEntry | undefined> =>
    writeHashes(store, { ...target, table }, hashes);
  return {
    text,
    index: await store.put({ ...target, table: indexTable, extension: "bin" }, (file) =>
      writeFile(file, index),
    ),
    images: await putHashes(imageTable, toImageHashes(cells("image_hash"))),
    videos: await putHashes(videoTable, toVideoHashes(cells("video_frames"))),
  };
}

/** `undefined` where no item has any. */
async function writeHashes(
  store: Store,
  target: Pick<StoreEntry, "partition" | "rowsHash"> & { readonly table: string },
  hashes: ItemHashes,
): Promise<StoreEntry | undefined> {
  const rows = new Set(hashes.rows).size;
  if (rows === 0) return undefined;
  return store.put({ ...target, rows, extension: "bin" }, (file) =>
    writeFile(file, formatItemHashes(hashes)),
  );
}

/** Those of the columns that the file has: not every workspace has images or videos. */
async function queryItems(engine: Engine, path: string): Promise<Map<string, readonly QueryValue[]>> {
  const { columns, rows } = await engine.query(
    `SELECT COLUMNS('^(item_id|language|market|text|image_hash|video_frames)$'), epoch_ms(created_at)::DOUBLE AS created_at
     FROM read_parquet(${quoteText(path)})`,
  );
  return new Map(columns.map((name, at) => [name, rows.map((row) => row[at] ?? null)]));
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
