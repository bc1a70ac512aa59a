import { scopeTest } from "../inScope.js";
import type { Hits, ScanOptions } from "../scan.js";
import { scan } from "../scan.js";
import type { Utf8Column } from "../utf8Column.js";
import { recordCount, recordText } from "../utf8Column.js";
import { findMatches } from "./findMatches.js";
import type { RegexSet } from "./regexSet.js";

/** What each regex cost, by its index in the set. */
export type RegexWork = {
  /** Records that it was run on: all of them when it is slow. */
  readonly tried: Int32Array;
  /** Records with a match. */
  readonly matched: Int32Array;
  /** Bytes of canonical text that it was run on. */
  readonly bytes: Float64Array;
};

type Row = { readonly term: number; readonly start: number; readonly end: number };

/**
 * The matches of every regex, as `scan` gives those of words: terms by index in `set.terms`, bytes of the canonical text,
 * sorted by record, start, end and term id. Matches of one regex do not overlap (see `findMatches`).
 * Cost: one scan for the literals, then one run of each regex on each record that has one of its literals.
 * @param column canonical text
 */
export function scanRegexes(
  set: RegexSet,
  column: Utf8Column,
  options: ScanOptions = {},
): Hits & { readonly work: RegexWork } {
  const { maxHitsPerTerm = 100, ...scope } = options;
  const isInScope = scopeTest(set.terms, scope);
  const work = newWork(set.regexes.length);
  const records: number[] = [];
  const rows: Row[] = [];
  const truncated = { record: new Array<number>(), term: new Array<number>() };
  for (const [record, candidates] of candidatesOf(set, column, options)) {
    const text = recordText(column, record);
    const found: Row[] = [];
    const bytes = (column.offsets[record + 1] ?? 0) - (column.offsets[record] ?? 0);
    const toByte = byteOffsets(text, bytes);
    for (const index of candidates) {
      const regex = set.regexes[index];
      if (regex === undefined || !isInScope(regex.term, record)) continue;
      const match = set.terms[regex.term]?.match ?? "substring";
      const { spans, isTruncated } = findMatches(regex.program, text, { match, maxMatches: maxHitsPerTerm });
      for (const [start, end] of spans) {
        found.push({ term: regex.term, start: toByte(start), end: toByte(end) });
      }
      count(work, index, { bytes, isMatched: spans.length > 0 });
      if (isTruncated) truncated.record.push(record);
      if (isTruncated) truncated.term.push(regex.term);
    }
    for (const row of found.toSorted(byPlace(set))) {
      rows.push(row);
      records.push(record);
    }
  }
  return { ...toColumns(records, rows, truncated), work };
}

/** For each record, ascending, the regexes that may match it, ascending. Records without one are left out. */
function* candidatesOf(
  set: RegexSet,
  column: Utf8Column,
  { kernel }: ScanOptions,
): Iterable<[number, readonly number[]]> {
  const options = { maxHitsPerTerm: 1, ...(kernel === undefined ? {} : { kernel }) };
  const { record: records, term: literals } = scan(set.literals, column, options);
  let at = 0;
  for (let record = 0; record < recordCount(column); record++) {
    const found = new Set(set.slow);
    for (; records[at] === record; at++) {
      for (const owner of set.owners[literals[at] ?? -1] ?? []) found.add(owner);
    }
    if (found.size > 0) yield [record, [...found].toSorted((a, b) => a - b)];
  }
}

/** From a UTF-16 position in the text to its UTF-8 position. */
function byteOffsets(text: string, bytes: number): (at: number) => number {
  if (bytes === text.length) return (at) => at;
  let offsets: Int32Array | undefined;
  return (at) => {
    offsets ??= utf8Offsets(text);
    return offsets[at] ?? bytes;
  };
}

function utf8Offsets(text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1);
  for (let i = 0, byte = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isPair = unit >= 0xd800 && unit < 0xdc00;
    offsets[i] = byte;
    byte += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : unit >= 0xdc00 && unit < 0xe000 ? 0 : 3;
    offsets[i + 1] = byte;
  }
  return offsets;
}

function byPlace(set: RegexSet): (a: Row, b: Row) => number {
  const idOf = (row: Row): string => set.terms[row.term]?.termId ?? "";
  return (a, b) => a.start - b.start || a.end - b.end || (idOf(a) < idOf(b) ? -1 : 1);
}

function newWork(regexes: number): RegexWork {
  return {
    tried: new Int32Array(regexes),
    matched: new Int32Array(regexes),
    bytes: new Float64Array(regexes),
  };
}

function count(
  work: RegexWork,
  regex: number,
  { bytes, isMatched }: { bytes: number; isMatched: boolean },
): void {
  work.tried[regex] = (work.tried[regex] ?? 0) + 1;
  work.matched[regex] = (work.matched[regex] ?? 0) + Number(isMatched);
  work.bytes[regex] = (work.bytes[regex] ?? 0) + bytes;
}

function toColumns(
  records: readonly number[],
  rows: readonly Row[],
  truncated: { record: number[]; term: number[] },
): Hits {
  return {
    record: Int32Array.from(records),
    term: Int32Array.from(rows, (row) => row.term),
    start: Int32Array.from(rows, (row) => row.start),
    end: Int32Array.from(rows, (row) => row.end),
    truncated: { record: Int32Array.from(truncated.record), term: Int32Array.from(truncated.term) },
  };
}
