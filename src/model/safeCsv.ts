import { guardCell } from "./spreadsheetCell.js";

/** Rows as CSV (RFC 4180, a line feed after each) that a spreadsheet does not run, see `guardCell`. */
export function safeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(safeCell).join(",")}\n`).join("");
}

function safeCell(cell: string): string {
  const safe = guardCell(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
