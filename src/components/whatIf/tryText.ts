import type { Matcher } from "../../matcher/compilePackage.js";
import { openKernel } from "../../matcher/kernel/kernel.js";
import { normaliseColumn } from "../../matcher/normaliseColumn.js";
import { offsetMap, originalSpan } from "../../matcher/offsetMap.js";
import { scan } from "../../matcher/scan.js";
import type { Hits } from "../../matcher/scan.js";
import { recordBytes, recordText, utf8Column } from "../../matcher/utf8Column.js";

/** A hit in a text as a page shows it. */
export type TextHit = {
  /** Index of the term in its package. */
  readonly term: number;
  /** The view of the text that found it. */
  readonly view: "canonical";
  /** UTF-16 code units of the original text, end exclusive; whole characters. */
  readonly start: number;
  readonly end: number;
};

export type TriedText = {
  /** By start, then end, then as the scan gives them. */
  readonly hits: readonly TextHit[];
  /** Terms that have more hits than are given. */
  readonly truncated: readonly number[];
  /** The text as the terms were compared with it. */
  readonly canonical: string;
};

/**
 * Every hit of a package in one text; at most 100 of a term. No hits: an empty list.
 * Cost: O(text + hits), and O(terms) for a counter of each term.
 * @param language BCP 47 tag of the text; `null` when it is not known, and then languages do not restrict
 */
export function tryText(
  matcher: Matcher,
  text: string,
  { language = null }: { readonly language?: string | null } = {},
): TriedText {
  const column = normaliseColumn(utf8Column([text]));
  // A page's content policy refuses WebAssembly and reports each attempt; a text of a page's size needs none.
  const kernel = openKernel({ only: "typescript" });
  const options = { languages: [language], ...(kernel === undefined ? {} : { kernel }) };
  const found = scan(matcher, column.canonical, options);
  const map = offsetMap(column, 0);
  const units = unitsOf(text, recordBytes(column.original, 0).length);
  const hits = Array.from(found.term, (term, i): TextHit => {
    const [start, end] = originalSpan(map, found.start[i] ?? 0, found.end[i] ?? 0);
    return { term, view: "canonical", start: units[start] ?? 0, end: units[end] ?? text.length };
  });
  return {
    hits: hits.toSorted((a, b) => a.start - b.start || a.end - b.end),
    truncated: truncatedTerms(found),
    canonical: recordText(column.canonical, 0),
  };
}

function truncatedTerms({ truncated }: Hits): number[] {
  return [...new Set(truncated.term)];
}

/** For each byte of the text's UTF-8 the code unit where its character starts; the end of the text comes last. */
function unitsOf(text: string, bytes: number): Uint32Array {
  const units = new Uint32Array(bytes + 1);
  let [byte, unit] = [0, 0];
  for (const character of text) {
    const next = byte + utf8Length(character.codePointAt(0) ?? 0);
    units.fill(unit, byte, next);
    byte = next;
    unit += character.length;
  }
  units[bytes] = unit;
  return units;
}

/** A lone surrogate is written as U+FFFD, which takes three bytes as well. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
