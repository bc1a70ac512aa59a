/** The columns that a mapping's right side names: those in braces, or the whole text when it has none. */
export function templateColumns(text: string): string[] {
  const inBraces = [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? "");
  return inBraces.length > 0 ? inBraces : [text];
}

/** Whether a mapping's right side is a text to be filled in, as `gold:{case_id}`. */
export function isTemplate(text: string): boolean {
  return /\{[^{}]+\}/.test(text);
}

/** The text with each `{name}` replaced by `valueOf(name)`. */
export function fillTemplate(text: string, valueOf: (name: string) => string): string {
  return text.replace(/\{([^{}]+)\}/g, (_, name: string) => valueOf(name));
}
