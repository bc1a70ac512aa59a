/**
 * Rows as CSV (RFC 4180) that a spreadsheet does not run: a cell that it would take for a formula begins with `'`.
 * Formulas begin with =, +, -, @, a tab or a carriage return (OWASP, CSV injection).
 */
export function safeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(safeCell).join(",")}\n`).join("");
}

function safeCell(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
