import type { Atoms } from "./atoms.js";
import { evasiveColumn } from "./evasiveColumn.js";
import type { CanonicalColumn } from "./normaliseColumn.js";
import { offsetMap, originalSpan } from "./offsetMap.js";
import type { RegexWork } from "./regex/scanRegexes.js";
import { scanRegexes } from "./regex/scanRegexes.js";
import type { Hits, ScanOptions } from "./scan.js";
import { scan } from "./scan.js";
import type { TermView } from "./term.js";
import { recordCount } from "./utf8Column.js";

/** A hit of a word, regex or rule. `term` is an index into the package; bytes of the original text, end exclusive. */
export type TextHit = {
  readonly term: number;
  readonly view: TermView;
  readonly start: number;
  readonly end: number;
};

/** A term whose hits in a record were cut at the cap. */
export type CutHits = { readonly record: number; readonly term: number };

export type ViewHits = {
  /** Per record, in no order. */
  readonly hits: readonly (readonly TextHit[])[];
  readonly truncated: readonly CutHits[];
  readonly work: RegexWork;
};

/**
 * The hits of words and regexes in all views of the texts, in positions of the originals. A hit that the evasive view
 * shares with the canonical one is given once, as canonical; a column that is its own original has canonical positions; canonical matches that share a span after widening all stay.
 */
export function scanViews(
  { words, evasiveWords, regexes }: Atoms,
  column: CanonicalColumn,
  options: ScanOptions,
): ViewHits {
  const records = recordCount(column.original);
  const ofWords = scan(words.compiled, column.canonical, options);
  const ofRegexes = scanRegexes(regexes.compiled, column.canonical, options);
  const found: Found[] = [
    { view: "canonical", column, hits: ofWords, indexes: words.indexes },
    { view: "canonical", column, hits: ofRegexes, indexes: regexes.indexes },
  ];
  if (evasiveWords.indexes.length > 0) {
    const evasive = evasiveColumn(column);
    const hits = scan(evasiveWords.compiled, evasive.canonical, options);
    found.push({ view: "evasive", column: evasive, hits, indexes: evasiveWords.indexes });
  }
  const byView = found.map((view) => toOriginal(view, records));
  const hits = Array.from({ length: records }, (_, record) => {
    return oncePerView(byView.flatMap((view) => view[record] ?? []));
  });
  return { hits, truncated: found.flatMap(toCut), work: ofRegexes.work };
}

type Found = {
  readonly view: TermView;
  readonly column: CanonicalColumn;
  readonly hits: Hits;
  /** From the terms of the hits to those of the package. */
  readonly indexes: readonly number[];
};

function toOriginal({ view, column, hits, indexes }: Found, records: number): TextHit[][] {
  const found = Array.from({ length: records }, (): TextHit[] => []);
  let mapped = -1;
  let map: ReturnType<typeof offsetMap>;
  for (const [i, record] of hits.record.entries()) {
    if (record !== mapped && column.canonical !== column.original) map = offsetMap(column, record);
    mapped = record;
    const [start, end] = originalSpan(map, hits.start[i] ?? 0, hits.end[i] ?? 0);
    found[record]?.push({ term: indexes[hits.term[i] ?? 0] ?? 0, view, start, end });
  }
  return found;
}

function oncePerView(hits: readonly TextHit[]): readonly TextHit[] {
  if (hits.every(({ view }) => view === "canonical")) return hits;
  const placeOf = ({ term, start, end }: TextHit): string => `${term} ${start} ${end}`;
  const known = new Set(hits.filter(({ view }) => view === "canonical").map(placeOf));
  return hits.filter((hit) => hit.view === "canonical" || !known.has(placeOf(hit)));
}

function toCut({ hits: { truncated }, indexes }: Found): CutHits[] {
  return Array.from(truncated.record, (record, i) => {
    return { record, term: indexes[truncated.term[i] ?? 0] ?? 0 };
  });
}
