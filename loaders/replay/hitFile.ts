import { tableFromIPC } from "apache-arrow";
import { arrowBytes, toColumns } from "../store/arrowFile.js";

/** How often a term hits an item; the item is a row of its partition. */
export type HitRow = { readonly item: number; readonly termHash: string; readonly hits: number };

/** Hits as an Arrow file, in the order given. */
export function formatHits(rows: readonly HitRow[]): Uint8Array {
  return arrowBytes(toColumns(rows, { item: "whole", termHash: "text", hits: "whole" }));
}

/** The rows of such a file. */
export function parseHits(bytes: Uint8Array): HitRow[] {
  const table = tableFromIPC(bytes);
  return table.toArray().map(({ item, termHash, hits }) => ({
    item: Number(item),
    termHash: String(termHash),
    hits: Number(hits),
  }));
}
