import { isBinding } from "./characters.js";
import type { Matcher } from "./compilePackage.js";
import { endEdge, startEdge } from "./compilePackage.js";
import type { PrefixTable } from "./prefixTable.js";
import { slotAt } from "./prefixTable.js";
import type { RecordScope } from "./scope.js";
import { scopeFilter } from "./scope.js";
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

/** `maxHitsPerTerm` (≥ 1, default 100) hits of a term are kept per record: the first ones. */
export type ScanOptions = RecordScope & { readonly maxHitsPerTerm?: number };

type Row = { readonly term: number; readonly start: number; readonly end: number };

type ScanState = {
  readonly matcher: Matcher;
  readonly bytes: Uint8Array;
  readonly maxHitsPerTerm: number;
  /** Hits of each term in the record that it was last seen in. */
  readonly counts: Int32Array;
  readonly lastRecord: Int32Array;
  readonly truncated: { readonly record: number[]; readonly term: number[] };
};

type RecordState = {
  readonly record: number;
  readonly from: number;
  readonly to: number;
  readonly inScope: Uint8Array;
};

/**
 * Every match of every term, overlaps too (also of a term with itself). No hits: columns of length 0.
 * A boundary holds unless the characters on both sides of the edge are word characters of scripts that separate words.
 * Cost: O(bytes × (length classes + patterns that share a hashed prefix)).
 * @param matcher from `compilePackage`
 * @param column canonical text, as in `normaliseColumn(…).canonical`
 * @param options languages and markets of the records restrict scoped terms; without them nothing is restricted
 */
export function scan(matcher: Matcher, column: Utf8Column, options: ScanOptions = {}): Hits {
  const { maxHitsPerTerm = 100, ...records } = options;
  checkOptions(recordCount(column), maxHitsPerTerm, records);
  const state = newState(matcher, column, maxHitsPerTerm);
  const inScope = scopeFilter(matcher.scopes, records);
  const record: number[] = [];
  const rows: Row[] = [];
  for (let i = 0; i < recordCount(column); i++) {
    const place = {
      record: i,
      from: column.offsets[i] ?? 0,
      to: column.offsets[i + 1] ?? 0,
      inScope: inScope(i),
    };
    scanRecord(state, place, rows);
    while (record.length < rows.length) record.push(i);
  }
  return toColumns(record, rows, state.truncated);
}

function scanRecord(state: ScanState, place: RecordState, rows: Row[]): void {
  const { bytes, matcher } = state;
  for (let at = place.from; at < place.to; at++) {
    if (isContinuation(bytes[at])) continue;
    let found: Row[] | undefined;
    for (const table of matcher.tables) {
      if (at + table.length > place.to) continue;
      const slot = slotAt(bytes, at, table);
      if (table.starts[slot] === table.starts[slot + 1]) continue;
      found ??= [];
      findAt(state, place, { at, table, slot, found });
    }
    if (found === undefined) continue;
    if (found.length > 1) found.sort((a, b) => a.end - b.end || rankOf(matcher, a) - rankOf(matcher, b));
    rows.push(...found);
  }
}

function findAt(
  state: ScanState,
  place: RecordState,
  { at, table, slot, found }: { at: number; table: PrefixTable; slot: number; found: Row[] },
): void {
  for (let i = table.starts[slot] ?? 0; i < (table.starts[slot + 1] ?? 0); i++) {
    const pattern = table.patterns[i] ?? 0;
    const length = patternLengthAt(state, pattern, { at, to: place.to });
    if (length === undefined) continue;
    const open = openEdges(state, pattern, { ...place, at, end: at + length });
    addTerms(state, place, { pattern, open, start: at - place.from, end: at + length - place.from, found });
  }
}

/** The pattern's length when its bytes stand at `at`, else `undefined`. */
function patternLengthAt(
  { matcher, bytes }: ScanState,
  pattern: number,
  { at, to }: { at: number; to: number },
): number | undefined {
  const from = matcher.patterns.offsets[pattern] ?? 0;
  const length = (matcher.patterns.offsets[pattern + 1] ?? 0) - from;
  if (at + length > to) return undefined;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== matcher.patterns.bytes[from + i]) return undefined;
  return length;
}

/** The edges of the match at which a word goes on, so that no boundary holds there. */
function openEdges(
  { matcher, bytes }: ScanState,
  pattern: number,
  { at, end, from, to }: { at: number; end: number; from: number; to: number },
): number {
  const edges = matcher.edges[pattern] ?? 0;
  let open = 0;
  if (edges & startEdge && at > from && isBinding(codePointBefore(bytes, at))) open |= startEdge;
  if (edges & endEdge && end < to && isBinding(codePointAt(bytes, end))) open |= endEdge;
  return open;
}

function addTerms(
  state: ScanState,
  { record, inScope }: RecordState,
  match: { pattern: number; open: number; start: number; end: number; found: Row[] },
): void {
  const { termOffsets, terms, boundaries, scopes } = state.matcher;
  for (let i = termOffsets[match.pattern] ?? 0; i < (termOffsets[match.pattern + 1] ?? 0); i++) {
    const term = terms[i] ?? 0;
    const isBlocked = ((boundaries[term] ?? 0) & match.open) !== 0;
    if (isBlocked || inScope[scopes.scopeOfTerm[term] ?? 0] !== 1) continue;
    if (countHit(state, record, term)) match.found.push({ term, start: match.start, end: match.end });
  }
}

/** Counts a hit; whether it is within the cap. */
function countHit(state: ScanState, record: number, term: number): boolean {
  const before = state.lastRecord[term] === record ? (state.counts[term] ?? 0) : 0;
  state.lastRecord[term] = record;
  state.counts[term] = before + 1;
  if (before === state.maxHitsPerTerm) {
    state.truncated.record.push(record);
    state.truncated.term.push(term);
  }
  return before < state.maxHitsPerTerm;
}

function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return lead;
  const rest = (i: number): number => (bytes[at + i] ?? 0) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | rest(1);
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (rest(1) << 6) | rest(2);
  return ((lead & 0x07) << 18) | (rest(1) << 12) | (rest(2) << 6) | rest(3);
}

function codePointBefore(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (isContinuation(bytes[at])) at--;
  return codePointAt(bytes, at);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function rankOf(matcher: Matcher, row: Row): number {
  return matcher.ranks[row.term] ?? 0;
}

function newState(matcher: Matcher, column: Utf8Column, maxHitsPerTerm: number): ScanState {
  const counts = new Int32Array(matcher.termIds.length);
  const lastRecord = new Int32Array(matcher.termIds.length).fill(-1);
  return {
    matcher,
    bytes: column.bytes,
    maxHitsPerTerm,
    counts,
    lastRecord,
    truncated: { record: [], term: [] },
  };
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

function toColumns(record: readonly number[], rows: readonly Row[], truncated: ScanState["truncated"]): Hits {
  return {
    record: Int32Array.from(record),
    term: Int32Array.from(rows, (row) => row.term),
    start: Int32Array.from(rows, (row) => row.start),
    end: Int32Array.from(rows, (row) => row.end),
    truncated: { record: Int32Array.from(truncated.record), term: Int32Array.from(truncated.term) },
  };
}
