/** The words of a text as byte ranges, ascending and apart. */
export type TokenSpans = { readonly starts: readonly number[]; readonly ends: readonly number[] };

/**
 * The tokens that NEAR counts: runs of word characters, and each character of a script that has no spaces by itself.
 * By the classes of the runtime's Unicode. Cost: one pass over the text.
 */
export function tokensOf(text: string): TokenSpans {
  const starts: number[] = [];
  const ends: number[] = [];
  const encoder = new TextEncoder();
  let read = 0;
  let byte = 0;
  for (const { 0: token, index } of text.matchAll(tokenPattern)) {
    byte += encoder.encode(text.slice(read, index)).length;
    starts.push(byte);
    byte += encoder.encode(token).length;
    ends.push(byte);
    read = index + token.length;
  }
  return { starts, ends };
}

const spaceless =
  "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]";
const tokenPattern = new RegExp(
  `(?:(?!${spaceless})[\\p{L}\\p{M}\\p{N}_])+|(?=${spaceless})[\\p{L}\\p{M}\\p{N}]`,
  "gu",
);
