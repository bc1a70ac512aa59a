/** A name as SQL wants it: `"name"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL wants it: `'text'`. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The SQL type of columns that hold these texts alone. */
export function enumType(texts: readonly string[]): string {
  return `ENUM(${texts.map(quoteText).join(", ")})`;
}
