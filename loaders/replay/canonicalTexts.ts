import { quoteText } from "../engine/quote.js";
import type { Engine } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { toTextColumns, writeTextFile } from "./textFile.js";

/** Name of the canonical texts in the store's manifest. */
export const textTable = "text";

/**
 * The canonical text of every item, one file a partition of `item`, rows in its order. Files of partitions that did
 * not change are kept unless `force` is set; the others are written and counted, and the caller commits them.
 * @param codeHash of the code that makes them
 */
export async function canonicalTexts(
  store: Store,
  items: readonly StoreEntry[],
  { codeHash, force }: { codeHash: string; force: boolean },
): Promise<{ entries: StoreEntry[]; written: number }> {
  const before = force ? [] : (store.manifest().tables[textTable]?.entries ?? []);
  const entries: StoreEntry[] = [];
  let engine: Engine | undefined;
  let written = 0;
  try {
    for (const item of items) {
      const rowsHash = sha256(JSON.stringify([item.rowsHash, codeHash]));
      const kept = before.find((entry) => entry.partition === item.partition && entry.rowsHash === rowsHash);
      if (kept !== undefined && (await store.has(kept))) {
        entries.push(kept);
        continue;
      }
      engine ??= await (await import("../engine/duckdb.js")).openEngine(); // loaded only when there is something to read
      entries.push(await writeTexts(store, engine, { item, rowsHash }));
      written += 1;
    }
  } finally {
    engine?.close();
  }
  return { entries, written };
}

async function writeTexts(
  store: Store,
  engine: Engine,
  { item, rowsHash }: { item: StoreEntry; rowsHash: string },
): Promise<StoreEntry> {
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
  const target = {
    table: textTable,
    partition: item.partition,
    rows: rows.length,
    rowsHash,
    extension: "arrow",
  } as const;
  return store.put(target, async (file) => writeTextFile(file, columns));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
