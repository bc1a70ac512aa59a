import { writeFile } from "node:fs/promises";
import { gramFilter } from "../../src/matcher/gramFilter.js";
import type { GramFilter } from "../../src/matcher/gramFilter.js";
import { quoteText } from "../engine/quote.js";
import type { Engine } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { toTextColumns, writeTextFile } from "./textFile.js";

/** Names of the canonical texts and of their gram filters in the store's manifest. */
export const textTable = "text";
export const gramTable = "grams";

/** One entry a partition in each; the caller commits them. */
export type CanonicalTexts = { readonly entries: StoreEntry[]; readonly grams: StoreEntry[] };

/**
 * The canonical text of every item, one file a partition of `item`, rows in its order, and the filter of its grams.
 * Files of partitions that did not change are kept unless `force` is set.
 * @param codeHash of the code that makes them
 */
export async function canonicalTexts(
  store: Store,
  items: readonly StoreEntry[],
  { codeHash, force }: { codeHash: string; force: boolean },
): Promise<CanonicalTexts> {
  const texts: CanonicalTexts = { entries: [], grams: [] };
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
      texts.grams.push(made.grams);
    }
  } finally {
    engine?.close();
  }
  return texts;
}

/** The filter of a partition's grams. */
export async function readGrams(store: Store, entry: StoreEntry): Promise<GramFilter> {
  const bytes = await store.readFile(entry);
  return new Uint32Array(Uint8Array.from(bytes).buffer); // a copy, since words must begin at a multiple of 4
}

type Made = { readonly text: StoreEntry; readonly grams: StoreEntry };
type Source = { readonly item: StoreEntry; readonly rowsHash: string };

async function keptTexts(store: Store, { item, rowsHash }: Source): Promise<Made | undefined> {
  const { tables } = store.manifest();
  const find = (table: string): StoreEntry | undefined =>
    tables[table]?.entries.find((entry) => entry.partition === item.partition && entry.rowsHash === rowsHash);
  const [text, grams] = [find(textTable), find(gramTable)];
  if (text === undefined || grams === undefined) return undefined;
  return (await store.has(text)) && (await store.has(grams)) ? { text, grams } : undefined;
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
  const filter = gramFilter(columns.text);
  return {
    text: await store.put({ ...target, table: textTable, extension: "arrow" }, async (file) =>
      writeTextFile(file, columns),
    ),
    grams: await store.put({ ...target, table: gramTable, extension: "bin" }, (file) =>
      writeFile(file, new Uint8Array(filter.buffer)),
    ),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
