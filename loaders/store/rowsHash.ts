import { createHash } from "node:crypto";
import type { Columns, Value } from "../../src/model/tables/column.js";

/**
 * SHA-256 over a table's layout and rows: one JSON array a line, first of `[name, type]` pairs, then of each row's
 * values. Independent of file formats and their writers. Rows must come in the table's own order, which makes the
 * hash independent of the order of arrival.
 */
export function hashRows(columns: Columns, rows: readonly (readonly Value[])[]): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(Object.entries(columns).map(([name, { type }]) => [name, type])));
  for (const row of rows) hash.update(`\n${JSON.stringify(row)}`);
  return hash.digest("hex");
}
