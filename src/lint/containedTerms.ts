import type { Atoms } from "../matcher/atoms.js";
import { canonicalTerm } from "../matcher/canonical.js";
import type { RegexSet } from "../matcher/regex/regexSet.js";
import { scanRegexes } from "../matcher/regex/scanRegexes.js";
import type { Hits } from "../matcher/scan.js";
import { scan } from "../matcher/scan.js";
import type { Term, TermMatch } from "../matcher/term.js";
import { utf8Column } from "../matcher/utf8Column.js";

/** A hit of a term on the text of a word: terms by index in the package, bytes of the word's canonical text. */
export type InnerHit = {
  readonly outer: number;
  readonly term: number;
  readonly start: number;
  readonly end: number;
};

/** The words of a package and what hits their texts. */
export type ContainedTerms = {
  /** The word's length in bytes, by index in the package; 0 for what is no word. */
  readonly lengths: Int32Array;
  /** By outer word, as the package has them. */
  readonly hits: readonly InnerHit[];
  /** Regexes without a required literal that were not tried, as they would have to be tried on each of too many words. */
  readonly untried: number;
};

/** Tries of one regex on one word, each some µs. */
const maxTries = 2_000_000;
const encoder = new TextEncoder();

/**
 * Every hit of the words and regexes of a package on the texts of its words, wherever such a word stands: the word is
 * put between letters, which its own boundaries keep apart or not, so that a hit holds in every text in which the word
 * has one. A regex must match the word alone, too: then it asks for nothing around it.
 * Cost: two scans of the terms' own texts.
 * @param terms of the package from which the atoms are made
 */
export function containedTerms(terms: readonly Term[], { words, regexes }: Atoms): ContainedTerms {
  const outers = words.indexes.filter((index) => textOf(terms[index]) !== "");
  const texts = outers.map((index) => textOf(terms[index]));
  const padded = outers.map((index, i) => paddedText(texts[i] ?? "", terms[index]?.match ?? "word"));
  const column = utf8Column(padded.map(({ text }) => text));
  const lengths = new Int32Array(terms.length);
  const sizes = texts.map((text) => encoder.encode(text).length);
  for (const [i, outer] of outers.entries()) lengths[outer] = sizes[i] ?? 0;
  const place = { outers, sizes, shifts: padded.map(({ shift }) => shift) };
  const { set, untried } = affordable(regexes.compiled, outers.length);
  const alone = scanRegexes(set, utf8Column(texts));
  const ofRegexes = innerHits(scanRegexes(set, column), regexes.indexes, place);
  const hits = [
    ...innerHits(scan(words.compiled, column), words.indexes, place),
    ...bothWays(ofRegexes, spansAlone(alone, regexes.indexes, outers)),
  ];
  return { lengths, hits, untried };
}

function textOf(term: Term | undefined): string {
  return term?.kind === "word" ? canonicalTerm(term.term) : "";
}

/** Two letters on each side, with a space where the word wants a boundary. */
function paddedText(text: string, match: TermMatch): { text: string; shift: number } {
  const before = match === "substring" ? "zq" : "zq ";
  const after = match === "word" ? " zq" : "zq";
  return { text: `${before}${text}${after}`, shift: before.length };
}

type Places = {
  readonly outers: readonly number[];
  readonly sizes: readonly number[];
  readonly shifts: readonly number[];
};

/** The hits that touch the word, with positions in it; what reaches beyond it is cut at its ends. */
function innerHits(hits: Hits, indexes: readonly number[], { outers, sizes, shifts }: Places): InnerHit[] {
  const found: InnerHit[] = [];
  for (let i = 0; i < hits.record.length; i++) {
    const record = hits.record[i] ?? 0;
    const [shift, size] = [shifts[record] ?? 0, sizes[record] ?? 0];
    const start = Math.max(0, (hits.start[i] ?? 0) - shift);
    const end = Math.min(size, (hits.end[i] ?? 0) - shift);
    if (end <= start) continue;
    found.push({ outer: outers[record] ?? 0, term: indexes[hits.term[i] ?? 0] ?? 0, start, end });
  }
  return found;
}

function affordable(set: RegexSet, words: number): { set: RegexSet; untried: number } {
  if (set.slow.length * words <= maxTries) return { set, untried: 0 };
  return { set: { ...set, slow: [] }, untried: set.slow.length };
}

type Span = readonly [start: number, end: number];

/** The widest match of each regex on each word alone. */
function spansAlone(
  { record, term, start, end }: Hits,
  indexes: readonly number[],
  outers: readonly number[],
): Map<string, Span> {
  const spans = new Map<string, Span>();
  for (let i = 0; i < record.length; i++) {
    const key = `${outers[record[i] ?? 0]} ${indexes[term[i] ?? 0]}`;
    const [from, to] = spans.get(key) ?? [Infinity, -1];
    if ((end[i] ?? 0) - (start[i] ?? 0) > to - from) spans.set(key, [start[i] ?? 0, end[i] ?? 0]);
  }
  return spans;
}

/** The hits of regexes that match the word alone, too, with what both matches take of it. */
function bothWays(hits: readonly InnerHit[], alone: ReadonlyMap<string, Span>): InnerHit[] {
  return hits.flatMap((hit) => {
    const span = alone.get(`${hit.outer} ${hit.term}`);
    if (span === undefined) return [];
    return [{ ...hit, start: Math.max(hit.start, span[0]), end: Math.min(hit.end, span[1]) }];
  });
}
