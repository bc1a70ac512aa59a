/** Alphabets with letters that look alike. Scripts that are written together, as Han with Kana, are none of them. */
const alphabets = [
  ["Latin", /\p{Script=Latin}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Armenian", /\p{Script=Armenian}/u],
] as const;

/**
 * The alphabets that the first word of a text mixes, two and more; empty where each word is written in one. A word is
 * what letters, marks and digits make without a gap. O(text), nothing for ASCII.
 * @param text canonical
 */
export function mixedScripts(text: string): string[] {
  if (!/[^\u0020-\u007e]/.test(text)) return [];
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const mixed = words.map(scriptsOf).find(({ length }) => length > 1);
  return mixed ?? [];
}

function scriptsOf(word: string): string[] {
  return alphabets.flatMap(([name, pattern]) => (pattern.test(word) ? [name] : []));
}
