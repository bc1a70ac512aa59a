import type { Row } from "./sumRows.js";

/** A table by column: half the bytes of its rows, and it adds up without making them. */
export type PackedRows = Readonly<Record<string, readonly Row[string][]>>;

/** The columns of rows that all have the same ones. No row: no column. O(cells). */
export function packRows(rows: readonly Row[]): PackedRows {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

/** The tables below each other; they have the same columns or no row. O(cells). */
export function joinRows(tables: Iterable<PackedRows>): PackedRows {
  const joined: Record<string, Row[string][]> = {};
  for (const table of tables) {
    for (const [name, values] of Object.entries(table)) {
      const column = (joined[name] ??= []);
      for (const value of values) column.push(value);
    }
  }
  return joined;
}

/** The rows of a table of columns. O(cells). */
export function unpackRows(table: PackedRows): Row[] {
  const columns = Object.entries(table);
  const [[, first] = ["", []]] = columns;
  return first.map((_, row) => rowAt(columns, row));
}

/** One row of the columns of a table. */
export function rowAt(
  columns: readonly (readonly [string, readonly Row[string][]])[],
  row: number,
): Record<string, Row[string]> {
  const values: Record<string, Row[string]> = {};
  for (const [name, column] of columns) values[name] = column[row] ?? null;
  return values;
}
