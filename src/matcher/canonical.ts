import { normaliseRecord } from "./normalise/normaliseRecord.js";
import { newNormaliser } from "./normalise/normaliser.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The canonical view of a text: NFKC(fold(NFKC(text without invisible characters))), every run of white space one space.
 * Before NFKC, ™, ℠ and characters whose compatibility form starts with a space (´ ¨ ¯ ¸ …) become a space, so that they
 * separate words. Case folding is full and not Turkic; diacritics stay. Not trimmed: see `canonicalTerm`.
 * A lone surrogate reads as U+FFFD. Everything comes from tables of Unicode 17.0, so runtimes cannot differ.
 */
export function canonical(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replace(/[\t-\r ]+/g, " ");
  const source = encoder.encode(text);
  const state = newNormaliser(source);
  normaliseRecord(state, 0, source.length);
  return decoder.decode(state.bytes.subarray(0, state.length));
}

/** The canonical view of a term, trimmed. Empty when nothing visible is left: such a term matches nothing. */
export function canonicalTerm(raw: string): string {
  return canonical(raw).replace(/^ | $/g, "");
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}
