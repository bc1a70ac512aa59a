import { writeFile } from "node:fs/promises";
import { quoteText } from "../engine/quote.js";
import type { Engine } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { toTextColumns, writeTextFile } from "./textFile.js";
import { formatTextIndex, parseTextIndex, textIndex } from "./textIndex.js";
import type { TextIndex } from "./textIndex.js";

/** Names of the canonical texts and of their indexes in the store's manifest. */
export const textTable = "text";
export const indexTable = "textIndex";

/** One entry a partition in each; the caller commits them. */
export type CanonicalTexts = { readonly entries: StoreEntry[]; readonly indexes: StoreEntry[] };

/**
 * The canonical text of every item, one file a partition of `item`, rows in its order, and the index of its words.
 * Files of partitions that did not change are kept unless `force` is set.
 * @param codeHash of the code that makes them
 */
export async function canonicalTexts(
  store: Store,
  items: readonly StoreEntry[],
  { codeHash, force }: { codeHash: string; force: boolean },
): Promise<CanonicalTexts> {
  const texts: CanonicalTexts = { entries: [], indexes: [] };
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

type Made = { readonly text: StoreEntry; readonly index: StoreEntry };
type Source = { readonly item: StoreEntry; readonly rowsHash: string };

async function keptTexts(store: Store, { item, rowsHash }: Source): Promise<Made | undefined> {
  const { tables } = store.manifest();
  const find = (table: string): StoreEntry | undefined =>
    tables[table]?.entries.find((entry) => entry.partition === item.partition && entry.rowsHash === rowsHash);
  const [text, index] = [find(textTable), find(indexTable)];
  if (text === undefined || index === undefined) return undefined;
  return (await store.has(text)) && (await store.has(index)) ? { text, index } : undefined;
}

async function writeTexts(store: Store, engine: Engine, { item, rowsHash }: Source): Promise<Made> {
  const path = await store.checkedPath(item);
  const { rows } = await engine.query(
    `SELECT item_id, "language", market, "text" FROM read_parquet(${quoteText(path)})`,
  );
  const columns = toTextColumns(
    rows.map(([itemId, language, market, text]) => ({
      itemId: textOrNull(itemId) ?? "",
      language: textOrNull(language),
      market: textOrNull(market),
      text: textOrNull(text) ?? "",
    })),
  );
  const target = { partition: item.partition, rows: rows.length, rowsHash } as const;
  let textAt = 0;
  const text = await store.put({ ...target, table: textTable, extension: "arrow" }, async (file) => {
    textAt = writeTextFile(file, columns);
  });
  const index = formatTextIndex(textIndex(columns, textAt));
  return {
    text,
    index: await store.put({ ...target, table: indexTable, extension: "bin" }, (file) =>
      writeFile(file, index),
    ),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
