import { isBlank, isIgnorable, isWhiteSpace } from "./characters.js";
import { foldCase } from "./foldCase.js";

/**
 * The canonical view of a text: NFKC(fold(NFKC(text without invisible characters))), every run of white space one space.
 * Before NFKC, ™, ℠ and characters whose compatibility form starts with a space (´ ¨ ¯ ¸ …) become a space, so that they
 * separate words. Case folding is full and not Turkic; diacritics stay. Not trimmed: see `canonicalTerm`.
 * Classes and folding come from tables of Unicode 17.0; NFKC is the runtime's, so texts with characters that are newer
 * than its Unicode version can differ between runtimes (a table-driven normaliser will remove that).
 */
export function canonical(text: string): string {
  return collapseSpace(normaliseLetters(clean(text)));
}

/** The canonical view of a term, trimmed. Empty when nothing visible is left: such a term matches nothing. */
export function canonicalTerm(raw: string): string {
  return canonical(raw).replace(/^ | $/gu, "");
}

/** NFKC(fold(NFKC(text))): the middle of the canonical view, for text that is clean. */
export function normaliseLetters(text: string): string {
  return foldCase(text.normalize("NFKC")).normalize("NFKC");
}

/** What the canonical view reads in place of a source character: nothing, a space, or the character itself. */
export function cleanCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (isIgnorable(codePoint)) return "";
  return isBlank(codePoint) ? " " : character;
}

function clean(text: string): string {
  let cleaned = "";
  for (const character of text) cleaned += cleanCharacter(character);
  return cleaned;
}

function collapseSpace(text: string): string {
  let collapsed = "";
  let afterSpace = false;
  for (const character of text) {
    const isSpace = isWhiteSpace(character.codePointAt(0) ?? 0);
    if (!isSpace) collapsed += character;
    else if (!afterSpace) collapsed += " ";
    afterSpace = isSpace;
  }
  return collapsed;
}
