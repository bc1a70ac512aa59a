import { join } from "node:path";
import type { MatchRecord } from "../../src/matcher/matchRecords.js";
import type { Workspace } from "../../src/model/workspace.js";
import { quoteText } from "../engine/quote.js";
import { withLock } from "../store/lock.js";
import type { StoreEntry } from "../store/manifest.js";
import { openStore } from "../store/store.js";
import type { Store } from "../store/store.js";
import { ingest } from "../tables/ingest.js";
import { buildFolder } from "./prepareData.js";

/**
 * The texts of a workspace's items, a partition at a time, after an ingest of what changed.
 * @param onProgress told what goes on
 * @throws {DataError} when its data cannot be used
 */
export async function* workspaceItems(
  workspace: Workspace,
  onProgress: (text: string) => void,
): AsyncGenerator<MatchRecord[]> {
  const { store, items } = await openItems(workspace, onProgress);
  if (items.length === 0) return;
  const { openEngine } = await import("../engine/duckdb.js"); // loaded only when there is something to read
  const engine = await openEngine();
  try {
    for (const item of items) {
      const path = await store.checkedPath(item);
      const { rows } = await engine.query(
        `SELECT "text", "language", market FROM read_parquet(${quoteText(path)})`,
      );
      yield rows.map(([text, language, market]) => ({
        text: textOrNull(text) ?? "",
        language: textOrNull(language),
        market: textOrNull(market),
      }));
    }
  } finally {
    engine.close();
  }
}

async function openItems(
  workspace: Workspace,
  onProgress: (text: string) => void,
): Promise<{ store: Store; items: readonly StoreEntry[] }> {
  const folder = buildFolder(workspace);
  return withLock(
    folder,
    async () => {
      const store = await openStore(join(folder, "store"));
      const { tables } = await ingest(workspace, store, { force: false, onProgress });
      return { store, items: tables["item"] ?? [] };
    },
    { whenBusy: "wait", onNotice: onProgress },
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
