import { canonical } from "../../src/matcher/canonical.js";
import type { Hits } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { rowsOf } from "./terms.js";

const letter =
  "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}])[\\p{L}\\p{M}\\p{N}_]";
const goesOnBefore = new RegExp(`${letter}$`, "u");
const goesOnAfter = new RegExp(`^${letter}`, "u");

/** `[record, term, start, end]` of every hit: a search for each term's bytes from every place, and the boundary rule. */
export function naiveScan(terms: readonly Term[], column: Utf8Column): number[][] {
  const bytes = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.length);
  const rows: number[][] = [];
  for (const [index, { term, match }] of terms.entries()) {
    const text = canonical(term).trim();
    const wanted = Buffer.from(text);
    if (text === "") continue;
    for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const record = recordAt(column.offsets, at);
      const [from, to] = [column.offsets[record] ?? 0, column.offsets[record + 1] ?? 0];
      if (end > to) continue;
      const before = bytes.toString("utf8", Math.max(from, at - 4), at);
      const after = bytes.toString("utf8", end, Math.min(to, end + 4));
      if (match !== "substring" && goesOnAfter.test(text) && goesOnBefore.test(before)) continue;
      if (match === "word" && goesOnBefore.test(text) && goesOnAfter.test(after)) continue;
      rows.push([record, index, at - from, end - from]);
    }
  }
  return rows;
}

/** Rows in an order that does not depend on ids. */
export function sortedRows(rows: number[][]): string[] {
  return rows.map((row) => row.map((value) => String(value).padStart(10)).join(" ")).toSorted();
}

export function sortedHits(hits: Hits): string[] {
  return sortedRows(rowsOf(hits));
}

function recordAt(offsets: Int32Array, at: number): number {
  let [low, high] = [0, offsets.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
