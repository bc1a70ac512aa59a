/** A name as SQL wants it: `"name"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL wants it: `'text'`. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
