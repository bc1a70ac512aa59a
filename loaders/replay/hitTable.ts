import type * as Arrow from "apache-arrow";
import { DataError } from "../../src/model/dataError.js";
import { arrow } from "../store/arrow.js";

const { Table, makeVector, tableFromIPC, tableToIPC } = arrow;

/**
 * Hits as parallel columns, sorted by item, start, end and term. `item` is a row of its partition, `term` a place in
 * the list of terms that were scanned for; `start` and `end` are bytes of the item's canonical text, end exclusive. The
 * hit of an image or a video stands nowhere in the text: its `start` is 0, its `end` the bits in which the two differ.
 */
export type HitTable = {
  readonly item: Int32Array;
  readonly term: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Any of: `isTruncated` where the item has more hits of the term than are kept, `isEvasive` for the view, `isImage`, `isVideo`. */
  readonly flags: Uint8Array;
};

export const isTruncated = 1;
export const isEvasive = 2;
export const isImage = 4;
export const isVideo = 8;
/** Either. */
export const isHashed = isImage | isVideo;

const columns = ["item", "term", "start", "end", "flags"] as const;

export function emptyHits(): HitTable {
  return newTable(0);
}

export function hitCount({ item }: HitTable): number {
  return item.length;
}

/** The table as an Arrow IPC file; the same hits give the same bytes. */
export function formatHits(hits: HitTable): Uint8Array {
  const vectors = { ...hits, flags: hits.flags };
  return tableToIPC(
    new Table(Object.fromEntries(columns.map((name) => [name, makeVector(vectors[name])]))),
    "stream",
  );
}

/**
 * The table in such a file.
 * @throws {DataError} when a column is missing
 */
export function parseHits(bytes: Uint8Array, source: string): HitTable {
  const table = tableFromIPC(bytes);
  return {
    item: wholeColumn(table, "item", source),
    term: wholeColumn(table, "term", source),
    start: wholeColumn(table, "start", source),
    end: wholeColumn(table, "end", source),
    flags: Uint8Array.from(wholeColumn(table, "flags", source)),
  };
}

function wholeColumn(
  table: Arrow.Table<Arrow.TypeMap>,
  name: (typeof columns)[number],
  source: string,
): Int32Array {
  const vector = table.getChild(name);
  if (vector === null) {
    throw new DataError([{ source, column: name, message: "expected this column, got none" }]);
  }
  return Int32Array.from(vector.toArray());
}

/** The table with other numbers for its terms; hits of terms that have none (−1) are left out. */
export function renameTerms(hits: HitTable, numbers: Int32Array): HitTable {
  const kept = hits.term.reduce((sum, term) => sum + Number((numbers[term] ?? -1) >= 0), 0);
  const renamed = newTable(kept);
  for (let row = 0, to = 0; row < hits.item.length; row++) {
    const term = numbers[hits.term[row] ?? 0] ?? -1;
    if (term < 0) continue;
    copyRow(hits, row, { to: renamed, at: to });
    renamed.term[to++] = term;
  }
  return renamed;
}

/** The rows for which this holds. */
export function filterHits(hits: HitTable, isKept: (row: number) => boolean): HitTable {
  const rows = hits.item.map((_, row) => row).filter((row) => isKept(row));
  const kept = newTable(rows.length);
  for (const [at, row] of rows.entries()) copyRow(hits, row, { to: kept, at });
  return kept;
}

/** The rows of the tables, table by table. */
export function concatHits(tables: readonly HitTable[]): HitTable {
  const all = newTable(tables.reduce((sum, table) => sum + hitCount(table), 0));
  let at = 0;
  for (const table of tables) {
    for (const name of columns) all[name].set(table[name], at);
    at += hitCount(table);
  }
  return all;
}

/** Some rows of a table, as views on it. */
export function sliceHits(hits: HitTable, [from, to]: readonly [number, number]): HitTable {
  return {
    item: hits.item.subarray(from, to),
    term: hits.term.subarray(from, to),
    start: hits.start.subarray(from, to),
    end: hits.end.subarray(from, to),
    flags: hits.flags.subarray(from, to),
  };
}

/** Two sorted tables as one. O(rows). */
export function mergeHits(a: HitTable, b: HitTable): HitTable {
  if (b.item.length === 0) return a;
  const merged = newTable(a.item.length + b.item.length);
  for (let at = 0, i = 0, j = 0; at < merged.item.length; at++) {
    const takeA = j >= b.item.length || (i < a.item.length && compareRows(a, i, { of: b, row: j }) <= 0);
    copyRow(takeA ? a : b, takeA ? i++ : j++, { to: merged, at });
  }
  return merged;
}

/**
 * The table sorted, in place. For tables that are nearly so: hits of one span whose terms stand in another order.
 * O(rows × the longest way of a row).
 */
export function sortHits(hits: HitTable): HitTable {
  for (let row = 1; row < hits.item.length; row++) {
    for (let at = row; at > 0 && compareRows(hits, at - 1, { of: hits, row: at }) > 0; at--)
      swapRows(hits, at);
  }
  return hits;
}

function compareRows(a: HitTable, i: number, { of: b, row: j }: { of: HitTable; row: number }): number {
  return (
    (a.item[i] ?? 0) - (b.item[j] ?? 0) ||
    (a.start[i] ?? 0) - (b.start[j] ?? 0) ||
    (a.end[i] ?? 0) - (b.end[j] ?? 0) ||
    (a.term[i] ?? 0) - (b.term[j] ?? 0)
  );
}

/** Column by column: a loop over their names takes three times as long. */
function copyRow(from: HitTable, row: number, { to, at }: { to: HitTable; at: number }): void {
  to.item[at] = from.item[row] ?? 0;
  to.term[at] = from.term[row] ?? 0;
  to.start[at] = from.start[row] ?? 0;
  to.end[at] = from.end[row] ?? 0;
  to.flags[at] = from.flags[row] ?? 0;
}

function swapRows(hits: HitTable, at: number): void {
  for (const name of columns) {
    const column = hits[name];
    [column[at - 1], column[at]] = [column[at] ?? 0, column[at - 1] ?? 0];
  }
}

function newTable(rows: number): HitTable {
  const column = (): Int32Array => new Int32Array(rows);
  return { item: column(), term: column(), start: column(), end: column(), flags: new Uint8Array(rows) };
}
