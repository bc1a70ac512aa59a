/** What spreadsheets take for the beginning of a formula. */
const formula = /^'*[=+\-@\t\r]/;

/**
 * The text with an apostrophe before it where a spreadsheet would compute it instead of showing it, as it would
 * `=cmd|…`. `unguardCell` takes just this apostrophe off again.
 */
export function guardCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text that was guarded; texts that need no guard are left as they are. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
}
