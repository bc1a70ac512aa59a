import type { Atoms } from "../../matcher/atoms.js";
import { byPlace } from "../../matcher/hitOrder.js";
import { isInForce } from "../../matcher/inForce.js";
import { scopeTest } from "../../matcher/inScope.js";
import { openKernel } from "../../matcher/kernel/kernel.js";
import { normaliseColumn } from "../../matcher/normaliseColumn.js";
import type { CanonicalColumn } from "../../matcher/normaliseColumn.js";
import { resolveHits } from "../../matcher/resolveHits.js";
import type { RulePackage } from "../../matcher/resolveHits.js";
import { scanViews } from "../../matcher/scanViews.js";
import type { TextHit } from "../../matcher/scanViews.js";
import { utf8Column } from "../../matcher/utf8Column.js";
import type { TrialPackage } from "./trialPackage.js";

/** Where a text comes from; `null` when it is not known, and then it does not restrict. */
export type TextScope = {
  readonly language: string | null;
  readonly market: string | null;
  /** UTC ms; terms that are not in force then do not hit. Left out when it is not known. */
  readonly at?: number;
};

/** A text in which the words and regexes of a package were looked for. */
export type ScannedText = {
  readonly text: string;
  readonly scope: TextScope;
  readonly column: CanonicalColumn;
  /** In no order; bytes of the text's UTF-8. */
  readonly hits: readonly TextHit[];
  /** Terms that have more hits than are given. */
  readonly truncated: readonly number[];
};

/** What a package makes of a text; hits in the order of `byPlace`. */
export type TriedText = { readonly texts: readonly TextHit[]; readonly exceptions: readonly TextHit[] };

/**
 * Every hit of a package's words, regexes and rules in one text, as `matchRecords` gives them, but placed in UTF-16 code
 * units of the text, whole characters. At most 100 hits of a term. Cost: O(text + hits), and O(terms) for counters.
 */
export function tryText(
  compiled: TrialPackage,
  text: string,
  scope: TextScope,
): TriedText & { readonly truncated: readonly number[] } {
  const scanned = scanText(compiled, { text, scope });
  const { texts, exceptions } = resolveText(compiled, scanned, scanned.hits);
  const place = unitPlaces(text);
  return { texts: texts.map(place), exceptions: exceptions.map(place), truncated: scanned.truncated };
}

/** The hits of words and regexes, of which `resolveText` makes those of a package. */
export function scanText(
  atoms: Atoms,
  { text, scope }: Pick<ScannedText, "text" | "scope">,
  column = normaliseColumn(utf8Column([text])),
): ScannedText {
  // A page's content policy refuses WebAssembly and reports each attempt; a text of a page's size needs none.
  const kernel = openKernel({ only: "typescript" });
  const options = { ...columnsOf(scope), ...(kernel === undefined ? {} : { kernel }) };
  const { hits, truncated } = scanViews(atoms, column, options);
  return { text, scope, column, hits: hits[0] ?? [], truncated: truncated.map(({ term }) => term) };
}

/** What hits of words and regexes come to under the exceptions and rules of a package. Positions stay in bytes. */
export function resolveText(
  rulePackage: RulePackage,
  { text, scope }: Pick<ScannedText, "text" | "scope">,
  hits: readonly TextHit[],
): TriedText {
  const { terms } = rulePackage;
  const counts = ({ term }: { readonly term: number }): boolean => {
    const named = terms[term];
    return named !== undefined && isInForce(named, scope.at ?? NaN);
  };
  let isInScope: ReturnType<typeof scopeTest> | undefined;
  const applies = (term: number): boolean => {
    isInScope ??= scopeTest(terms, columnsOf(scope)); // asked for rules alone
    return counts({ term }) && isInScope(term, 0);
  };
  const { texts, exceptions } = resolveHits(rulePackage, hits.filter(counts), { text, applies });
  const order = byPlace(terms);
  return { texts: texts.toSorted(order), exceptions: exceptions.toSorted(order) };
}

function columnsOf({ language, market }: TextScope) {
  return { languages: [language], markets: [market] };
}

/** From places in bytes of the text's UTF-8 to places in its UTF-16 code units. */
export function unitPlaces(text: string): <Place extends { start: number; end: number }>(at: Place) => Place {
  const units = unitsOf(text);
  return (at) => ({ ...at, start: units[at.start] ?? 0, end: units[at.end] ?? text.length });
}

/** For each byte of the text's UTF-8 the code unit where its character starts; the end of the text comes last. */
function unitsOf(text: string): Uint32Array {
  const units = new Uint32Array(3 * text.length + 1);
  let [byte, unit] = [0, 0];
  for (const character of text) {
    const next = byte + utf8Length(character.codePointAt(0) ?? 0);
    units.fill(unit, byte, next);
    byte = next;
    unit += character.length;
  }
  units[byte] = unit;
  return units;
}

/** A lone surrogate is written as U+FFFD, which takes three bytes as well. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
