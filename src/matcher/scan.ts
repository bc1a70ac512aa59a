import type { Matcher } from "./compilePackage.js";
import { atMaxLength } from "./kernel/assembly/layout.js";
import { readWords } from "./kernel/buffer.js";
import type { Kernel } from "./kernel/kernel.js";
import { openKernel } from "./kernel/kernel.js";
import type { HitWriter } from "./kernel/termHits.js";
import { hitWriter } from "./kernel/termHits.js";
import type { Chunk, Session } from "./kernel/session.js";
import { textPadding } from "./kernel/session.js";
import type { RecordScope } from "./scope.js";
import type { Utf8Column } from "./utf8Column.js";
import { recordCount } from "./utf8Column.js";

/**
 * Hits as parallel columns, sorted by record, start, end and term id.
 * `term` is an index into the package; `start` and `end` are bytes of the record's canonical text, end exclusive.
 */
export type Hits = {
  readonly record: Int32Array;
  readonly term: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Pairs of record and term that had more hits than were kept, in the order in which that was found. */
  readonly truncated: { readonly record: Int32Array; readonly term: Int32Array };
};

export type ScanOptions = RecordScope & {
  /** Hits of a term that are kept per record, the first ones; ≥ 1, default 100. */
  readonly maxHitsPerTerm?: number;
  /** From `openKernel`; left out: the fastest that runs here. The hits are the same. */
  readonly kernel?: Kernel;
};

/** Bytes of text that a kernel is given at once, and those before them that it may look back at. */
const chunkBytes = 1 << 20;
const lookBehind = 64;

/**
 * Every match of every term, overlaps too (also of a term with itself). No hits: columns of length 0.
 * A boundary holds unless the characters on both sides of the edge are word characters of scripts that separate words.
 * Cost: O(bytes + hits); a position costs at most O(log patterns × longest term) whatever the terms are.
 * Memory: the hits kept, and about 2 MB beside a copy of the package that is made once.
 * @param matcher from `compilePackage`
 * @param column canonical text, as in `normaliseColumn(…).canonical`
 * @param options languages and markets of the records restrict scoped terms; without them nothing is restricted
 */
export function scan(matcher: Matcher, column: Utf8Column, options: ScanOptions = {}): Hits {
  const { maxHitsPerTerm = 100, kernel = openKernel(), languages, markets } = options;
  checkOptions(recordCount(column), maxHitsPerTerm, { languages, markets });
  const writer = hitWriter(matcher.buffer, { maxHitsPerTerm, records: { languages, markets } });
  const to = column.offsets.at(-1) ?? 0;
  let from = column.offsets[0] ?? 0;
  if (from === to) return writer.finish();
  const session = kernel.session(matcher.buffer);
  const reach = (readWords(matcher.buffer)[atMaxLength] ?? 0) + textPadding;
  for (let record = 0; from < to; from += chunkBytes) {
    const range = rangeOf(column, { from, to: Math.min(to, from + chunkBytes), record, reach });
    scanRange(session, column, { range, writer });
    record = range.lastRecord;
  }
  return writer.finish();
}

/** A range of text to be scanned, with what surrounds it, and the records that have a part in it. */
type TextRange = {
  readonly from: number;
  readonly to: number;
  readonly loadedFrom: number;
  readonly loadedTo: number;
  readonly firstRecord: number;
  readonly lastRecord: number;
};

function rangeOf(
  { offsets }: Utf8Column,
  { from, to, record, reach }: { from: number; to: number; record: number; reach: number },
): TextRange {
  let lastRecord = record;
  while (lastRecord < offsets.length - 2 && (offsets[lastRecord + 1] ?? 0) < to) lastRecord++;
  return {
    from,
    to,
    loadedFrom: Math.max(offsets[0] ?? 0, from - lookBehind),
    loadedTo: Math.min(offsets.at(-1) ?? 0, to + reach),
    firstRecord: record,
    lastRecord,
  };
}

function scanRange(
  session: Session,
  column: Utf8Column,
  { range, writer }: { range: TextRange; writer: HitWriter },
): void {
  const { from, to, loadedFrom, firstRecord, lastRecord } = range;
  const records = lastRecord - firstRecord + 1;
  const chunk = session.reserve(range.loadedTo - loadedFrom, records);
  load(chunk, column, range);
  for (let at = from - loadedFrom; at < to - loadedFrom;) {
    const { next, count } = session.run(at, to - loadedFrom, records);
    writer.add(chunk.hits, count, {
      firstRecord,
      offsetOf: (record) => (column.offsets[record] ?? 0) - loadedFrom,
    });
    at = next;
  }
}

function load(
  { text, offsets }: Chunk,
  column: Utf8Column,
  { loadedFrom, loadedTo, firstRecord, lastRecord }: TextRange,
): void {
  text.set(column.bytes.subarray(loadedFrom, loadedTo));
  text.fill(0, loadedTo - loadedFrom, loadedTo - loadedFrom + textPadding);
  for (let record = firstRecord; record <= lastRecord + 1; record++) {
    offsets[record - firstRecord] = Math.max(0, (column.offsets[record] ?? 0) - loadedFrom);
  }
}

function checkOptions(records: number, maxHitsPerTerm: number, scope: RecordScope): void {
  if (!Number.isInteger(maxHitsPerTerm) || maxHitsPerTerm < 1) {
    throw new TypeError(
      `Expected \`maxHitsPerTerm\` to be an integer of at least 1, got \`${maxHitsPerTerm}\``,
    );
  }
  for (const [name, values] of Object.entries(scope)) {
    if (values === undefined || values.length === records) continue;
    throw new TypeError(
      `Expected \`${name}\` to have ${records} entries, one per record, got ${values.length}`,
    );
  }
}
