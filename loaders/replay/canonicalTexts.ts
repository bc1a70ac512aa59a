import { openEngine, quoteText } from "../engine/duckdb.js";
import type { Engine } from "../engine/duckdb.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { toTextColumns, writeTextFile } from "./textFile.js";

/** Name of the canonical texts in the store's manifest. */
export const textTable = "text";

/**
 * The canonical text of every item, one file a partition of `item`, rows in its order. Files of partitions that did
 * not change are kept; the others are written and counted, and the caller commits them.
 */
export async function canonicalTexts(
  store: Store,
  items: readonly StoreEntry[],
  normaliserHash: string,
): Promise<{ entries: StoreEntry[]; written: number }> {
  const before = store.manifest().tables[textTable]?.entries ?? [];
  const entries: StoreEntry[] = [];
  let engine: Engine | undefined;
  let written = 0;
  try {
    for (const item of items) {
      const rowsHash = sha256(JSON.stringify([item.rowsHash, normaliserHash]));
      const kept = before.find((entry) => entry.partition === item.partition && entry.rowsHash === rowsHash);
      if (kept !== undefined && (await store.has(kept))) {
        entries.push(kept);
        continue;
      }
      engine ??= await openEngine();
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
    `SELECT item_id, "language", market, coalesce("text", '') FROM read_parquet(${quoteText(path)})`,
  );
  const columns = toTextColumns(
    rows.map(([itemId, language, market, text]) => ({
      itemId: String(itemId),
      language: textOrNull(language),
      market: textOrNull(market),
      text: String(text),
    })),
  );
  const target = { table: textTable, partition: item.partition, rows: rows.length, rowsHash, extension: "arrow" } as const;
  return store.put(target, async (file) => writeTextFile(file, columns));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
