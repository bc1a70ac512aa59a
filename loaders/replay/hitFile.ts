import { tableFromIPC } from "apache-arrow";
import { arrowBytes, toColumns } from "../store/arrowFile.js";

/** How often a term hits an item; the item is a row of its partition. */
export type HitRow = { readonly item: number; readonly termHash: string; readonly hits: number };

/** Hits as an Arrow file, in the order given. */
export function formatHits(rows: readonly HitRow[]): Uint8Array {
  return arrowBytes(toColumns(rows, { item: "whole", termHash: "text", hits: "whole" }));
}

/** The rows of such a file. Read column by column: a row object of the library costs ten times as much. */
export function parseHits(bytes: Uint8Array): HitRow[] {
  const table = tableFromIPC(bytes);
  const item = table.getChild("item");
  const termHash = table.getChild("termHash")?.memoize();
  const hits = table.getChild("hits");
  return Array.from({ length: table.numRows }, (_, row) => ({
    item: Number(item?.get(row)),
    termHash: String(termHash?.get(row)),
    hits: Number(hits?.get(row)),
  }));
}
