import { canonicalTerm } from "../../src/matcher/canonical.js";
import { isBinding } from "../../src/matcher/characters.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { tokenHashes } from "./tokenHashes.js";

/**
 * For each term the tokens that stand in every record it hits. `undefined` when a term may hit records without any
 * token of its own: a regex, a term that asks for the evasive view, a part of a word, a sign, one character of a script
 * without spaces. Left out are terms that hit no text: rules, images, videos, and words that normalise to nothing.
 */
export function soughtTokens(terms: readonly Term[]): readonly Uint32Array[] | undefined {
  const sought: Uint32Array[] = [];
  for (const { term, kind, match, views } of terms) {
    if (kind === "regex") return undefined;
    const text = kind === "word" ? canonicalTerm(term) : "";
    if (text === "") continue;
    if (views.includes("evasive")) return undefined;
    const tokens = closedTokens(text, match);
    if (tokens.length === 0) return undefined;
    sought.push(tokens);
  }
  return sought;
}

/** Without the tokens at edges that need no boundary, as the text may go on there. */
function closedTokens(text: string, match: Term["match"]): Uint32Array {
  const column = utf8Column([text]);
  const found = new Uint32Array(column.bytes.length);
  const count = tokenHashes(column, 0, found);
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const isOpenBefore = match === "substring" && isBinding(characters[0] ?? 0);
  const isOpenBehind = match !== "word" && isBinding(characters.at(-1) ?? 0);
  return found.slice(Number(isOpenBefore), Math.max(0, count - Number(isOpenBehind)));
}
