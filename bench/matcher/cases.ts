import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import type { Hits } from "../../src/matcher/scan.js";
import type { Term, TermMatch } from "../../src/matcher/term.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { termList } from "./termLists.js";
import { brownWords, recordsOf } from "./texts.js";

export const recordsInAll = 20_000;

/** Terms hold a word of this frequency or rarer: chosen so that hits per record are about 0.06, 0.5 and 2.4. */
const rarestBySize: Readonly<Record<number, number>> = { 1000: 40, 10_000: 25, 100_000: 14, 1_000_000: 8 };

export type BenchCase = {
  readonly originals: readonly string[];
  readonly original: Utf8Column;
  readonly canonical: Utf8Column;
  /** The canonical texts as strings, for peers. */
  readonly texts: readonly string[];
};

/** The texts; the same in every process. */
export function benchTexts(): BenchCase {
  const words = brownWords();
  const originals = recordsOf(words.slice(0, words.length >> 1), recordsInAll);
  const original = utf8Column(originals);
  const { canonical } = normaliseColumn(original);
  return { originals, original, canonical, texts: originals.map((_, i) => recordText(canonical, i)) };
}

/** Canonical texts of terms, from the half of the corpus that is not in the texts. */
export function benchTerms(size: number): string[] {
  const words = brownWords();
  const held = words.slice(words.length >> 1);
  const raws = termList(held, size, rarestBySize[size] ?? 10);
  const { canonical } = normaliseColumn(utf8Column(raws));
  return [...new Set(raws.map((_, i) => recordText(canonical, i).trim()))].filter((text) => text !== "");
}

export function toTerms(raws: readonly string[], match: TermMatch): Term[] {
  return raws.map((term) => ({
    termId: termIdOf([], term),
    term,
    kind: "word",
    match,
    views: ["canonical"],
    languages: [],
    markets: [],
    policies: [],
    fields: [],
    action: null,
    validFrom: null,
    validTo: null,
    owner: null,
    note: null,
  }));
}

/** CPU milliseconds of a call, all threads of the process. */
export function cpuMsOf(call: () => void): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** A number for a set of hits that does not depend on their order: record, term, and start in UTF-16. */
export function hitSum(hits: Iterable<readonly [record: number, term: number, start: number]>): string {
  let [count, sum] = [0, 0];
  for (const [record, term, start] of hits) {
    count++;
    const mixed = Math.imul(record * 31 + start, 0x9e3779b1) ^ Math.imul(term + 1, 0x85ebca6b);
    sum = (sum + Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)) | 0;
  }
  return `${count}:${sum >>> 0}`;
}

export function* utf16Hits(hits: Hits, { bytes, offsets }: Utf8Column): Generator<[number, number, number]> {
  for (const [i, record] of hits.record.entries()) {
    const from = offsets[record] ?? 0;
    let start = 0;
    for (let at = from; at < from + (hits.start[i] ?? 0); at++) {
      const byte = bytes[at] ?? 0;
      if ((byte & 0xc0) !== 0x80) start += byte >= 0xf0 ? 2 : 1;
    }
    yield [record, hits.term[i] ?? 0, start];
  }
}
