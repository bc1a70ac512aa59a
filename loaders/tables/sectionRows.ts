import type { Columns, Value } from "../../src/model/tables/column.js";
import { sha256 } from "../store/codeHash.js";
import { keyReader, packHashes, shortHash } from "./keyHashes.js";
import type { Section, SectionRows } from "./part.js";

/** A column whose rows all hold the same is written once. */
type PackedColumn = readonly Value[] | { readonly all: Value };

/** The rows as text: a line of line numbers, then a line of JSON a column. Rows come back as they were. */
export function formatSection(
  columns: Columns,
  { rows, lines }: SectionRows,
): { text: string; hash: string } {
  const packed = Object.keys(columns).map((_, at) => JSON.stringify(packColumn(rows, at)));
  const body = packed.join("\n");
  return { text: `${JSON.stringify(lines)}\n${body}\n`, hash: sha256(`${rows.length}\n${body}`) };
}

/** The rows of such a text. */
export function parseSection(text: string): SectionRows {
  const [first = "[]", ...rest] = text.trimEnd().split("\n");
  const lines: number[] = JSON.parse(first);
  const columns = rest.map((line): PackedColumn => JSON.parse(line));
  const rows = lines.map((_, row) =>
    columns.map((column) => ("all" in column ? column.all : (column[row] ?? null))),
  );
  return { rows, lines };
}

function packColumn(rows: SectionRows["rows"], at: number): PackedColumn {
  const first = rows[0]?.[at] ?? null;
  if (rows.every((row) => row[at] === first)) return { all: first };
  return rows.map((row) => row[at] ?? null);
}

/** What a section is known by without its rows. */
export function sectionFacts(
  columns: Columns,
  rows: SectionRows["rows"],
  key: readonly string[],
): Pick<Section, "rows" | "keyHashes" | "newest"> {
  const textOf = keyReader(columns, key);
  const keyHashes = packHashes(rows.map((row) => shortHash(textOf(row))));
  return { rows: rows.length, keyHashes, newest: newestTimes(columns, rows) };
}

/** The newest value of each column of times that has one. */
export function newestTimes(columns: Columns, rows: SectionRows["rows"]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [at, [name, { type }]] of Object.entries(columns).entries()) {
    if (type !== "timestamp") continue;
    for (const row of rows) {
      const value = row[at];
      if (typeof value === "number" && value > (found[name] ?? -Infinity)) found[name] = value;
    }
  }
  return found;
}
