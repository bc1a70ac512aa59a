/**
 * The cells of a line that is a whole CSV record (RFC 4180) and is read alike by every parser; `undefined` for any other:
 * one with a carriage return, a cell that goes on in the next line, or a quote where none may stand. O(characters).
 */
export function plainRecord(line: string): string[] | undefined {
  if (line.includes("\r")) return undefined;
  if (!line.includes('"')) return line.split(",");
  const cells: string[] = [];
  for (let from = 0; from <= line.length;) {
    const end = line[from] === '"' ? closingQuote(line, from) + 1 : cellEnd(line, from);
    if (end === 0 || (end < line.length && line[end] !== ",")) return undefined;
    const cell = line[from] === '"' ? unquoted(line.slice(from, end)) : line.slice(from, end);
    if (line[from] !== '"' && cell.includes('"')) return undefined;
    cells.push(cell);
    from = end + 1;
  }
  return cells;
}

function cellEnd(line: string, from: number): number {
  const comma = line.indexOf(",", from);
  return comma === -1 ? line.length : comma;
}

/** The place of the quote that ends a cell; −1 without one. */
function closingQuote(line: string, opening: number): number {
  let at = line.indexOf('"', opening + 1);
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}

function unquoted(cell: string): string {
  const text = cell.slice(1, -1);
  return text.includes('"') ? text.replaceAll('""', '"') : text;
}
