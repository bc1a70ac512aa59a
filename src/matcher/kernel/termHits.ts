import type { RecordScope } from "../scope.js";
import { scopeFilter } from "../scope.js";
import {
  atFirstMember,
  atFlags,
  atMembers,
  atOffsets,
  atTermFlags,
  atTerms,
  checkShift,
  hasShared,
  hitWords,
  patternMask,
} from "./assembly/layout.js";
import { readScopes, readWords } from "./buffer.js";

type TermHits = {
  readonly record: Int32Array;
  readonly term: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly truncated: { readonly record: Int32Array; readonly term: Int32Array };
};

export type HitWriter = {
  /** Takes the hits of patterns that a kernel found in a chunk whose first record is `firstRecord`. */
  add(
    hits: Uint32Array,
    count: number,
    chunk: { readonly firstRecord: number; readonly offsetOf: (record: number) => number },
  ): void;
  finish(): TermHits;
};

type Rows = { values: Int32Array; length: number };

/** Makes hits of terms from hits of patterns, whatever the kernel: boundaries, scopes and the cap of each term. */
export function hitWriter(
  buffer: ArrayBuffer | SharedArrayBuffer,
  { maxHitsPerTerm, records }: { maxHitsPerTerm: number; records: RecordScope },
): HitWriter {
  const words = readWords(buffer);
  const section = (name: number): number => (words[name] ?? 0) >> 2;
  const [ends, firstMember, members] = [section(atOffsets), section(atFirstMember), section(atMembers)];
  const termFlags = section(atTermFlags);
  const isShared = ((words[atFlags] ?? 0) & hasShared) !== 0;
  const inScope = scopeFilter(readScopes(buffer), records);
  const count = hitCounter(words[atTerms] ?? 0);
  const rows: Rows = { values: new Int32Array(1024), length: 0 };
  const cut: Rows = { values: new Int32Array(16), length: 0 };
  let lastRecord = -1;
  let mask: Uint32Array = new Uint32Array(0);
  const addTerms = (record: number, start: number, word: number): void => {
    if (record !== lastRecord) mask = inScope(record);
    lastRecord = record;
    const pattern = word & patternMask;
    const open = (word >>> checkShift) & 3;
    const end = start + (words[ends + pattern + 1] ?? 0) - (words[ends + pattern] ?? 0);
    const first = isShared ? (words[firstMember + pattern] ?? 0) : pattern;
    const last = isShared ? (words[firstMember + pattern + 1] ?? 0) : pattern + 1;
    for (let m = first; m < last; m++) {
      const term = isShared ? (words[members + m] ?? 0) : m;
      const flags = words[termFlags + term] ?? 0;
      const scope = flags >>> 2;
      if ((flags & open) !== 0 || (((mask[scope >> 5] ?? 0) >>> (scope & 31)) & 1) === 0) continue;
      const before = count(record, term);
      if (before === maxHitsPerTerm) {
        reserve(cut, 2);
        cut.values[cut.length++] = record;
        cut.values[cut.length++] = term;
      }
      if (before >= maxHitsPerTerm) continue;
      reserve(rows, 4);
      rows.values[rows.length++] = record;
      rows.values[rows.length++] = term;
      rows.values[rows.length++] = start;
      rows.values[rows.length++] = end;
    }
  };
  return {
    add(hits, found, { firstRecord, offsetOf }) {
      for (let i = 0; i < found * hitWords; i += hitWords) {
        const record = firstRecord + (hits[i] ?? 0);
        addTerms(record, (hits[i + 1] ?? 0) - offsetOf(record), hits[i + 2] ?? 0);
      }
    },
    finish: () => ({
      record: column(rows, 0, 4),
      term: column(rows, 1, 4),
      start: column(rows, 2, 4),
      end: column(rows, 3, 4),
      truncated: { record: column(cut, 0, 2), term: column(cut, 1, 2) },
    }),
  };
}

/** Counts the hits of each term in the record at hand; gives how many there were before. */
function hitCounter(terms: number): (record: number, term: number) => number {
  const counts = new Int32Array(terms);
  const seenIn = new Int32Array(terms);
  return (record, term) => {
    const before = seenIn[term] === record + 1 ? (counts[term] ?? 0) : 0;
    seenIn[term] = record + 1;
    counts[term] = before + 1;
    return before;
  };
}

function reserve(rows: Rows, more: number): void {
  if (rows.length + more <= rows.values.length) return;
  const grown = new Int32Array(rows.values.length * 2);
  grown.set(rows.values);
  rows.values = grown;
}

function column({ values, length }: Rows, at: number, width: number): Int32Array {
  const found = new Int32Array(length / width);
  for (let i = 0; i < found.length; i++) found[i] = values[i * width + at] ?? 0;
  return found;
}
