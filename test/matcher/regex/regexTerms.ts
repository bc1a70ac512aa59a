import { compileRegexes } from "../../../src/matcher/regex/compileRegexes.js";
import type { RegexSet } from "../../../src/matcher/regex/regexSet.js";
import { scanRegexes } from "../../../src/matcher/regex/scanRegexes.js";
import type { Term } from "../../../src/matcher/term.js";
import { utf8Column } from "../../../src/matcher/utf8Column.js";
import { rowsOf, term } from "../terms.js";

export function regexSet(patterns: readonly string[], match: Term["match"] = "substring"): RegexSet {
  return compileRegexes(
    patterns.map((pattern, i) => term(pattern, { kind: "regex", match, termId: idOf(i) })),
  );
}

/** Sorts as the number does. */
function idOf(i: number): string {
  return `r${String(i).padStart(5, "0")}`;
}

/** `[record, term, start, end]` a hit, in canonical texts. */
export function regexRows(set: RegexSet, texts: readonly string[]): number[][] {
  return rowsOf(scanRegexes(set, utf8Column(texts), { maxHitsPerTerm: 10_000 }));
}

const word =
  "(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}])[\\p{L}\\p{M}\\p{N}_]";
const lastWord =
  "[\\p{L}\\p{M}\\p{N}_](?<![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}])";
const boundary = `(?:(?<!${lastWord})|(?!${word}))`;

/** The same by the runtime's own engine, each pattern on each text; empty matches left out. */
export function regExpRows(
  patterns: readonly string[],
  texts: readonly string[],
  match: Term["match"] = "substring",
): number[][] {
  const before = match === "substring" ? "" : boundary;
  const after = match === "word" ? boundary : "";
  const rows = patterns.flatMap((pattern, index) => {
    const source = `${before}(?:${pattern})${after}`;
    const regExp = new RegExp(source, "giu");
    const isIn = new RegExp(source, "iu"); // asking first is ten times as quick, and nearly always the answer is no
    return texts.flatMap((text, record) => {
      if (!isIn.test(text)) return [];
      const found = [...text.matchAll(regExp)].filter(([matched]) => matched !== "");
      return found.map(({ index: at, 0: matched }) => {
        const start = Buffer.byteLength(text.slice(0, at));
        return [record, index, start, start + Buffer.byteLength(matched)];
      });
    });
  });
  return rows.toSorted(byPlace);
}

export function byPlace(a: readonly number[], b: readonly number[]): number {
  const order = [0, 2, 3, 1];
  const at = order.find((i) => a[i] !== b[i]) ?? 0;
  return (a[at] ?? 0) - (b[at] ?? 0);
}
