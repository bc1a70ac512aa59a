import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { recordCount } from "../../src/matcher/utf8Column.js";
import { tokenHashes } from "./tokenHashes.js";

/**
 * Which records hold a token, by its hash. Tokens that share the upper bits of their hashes share a list, so a record may
 * be taken for one that holds a token, never the other way round.
 */
export type WordIndex = {
  /** Number of records of the column. */
  readonly records: number;
  /** Bytes of each list; a power of two of them. `everywhere`: no list is kept. */
  readonly lengths: Uint16Array;
  /** Where every 64th list begins. */
  readonly starts: Uint32Array;
  /** The lists, one after the other: records, ascending, as distances in 7 bits a byte, the lowest first. */
  readonly lists: Uint8Array;
};

/** For tokens that stand in more than half of the records, or whose list would be longer than this. */
const everywhere = 0xffff;

/** Bytes of text a list; in English a list then has half a word. */
const bytesAList = 32;
const leastBits = 6;
const listsAStart = 2 ** leastBits;
const mostBits = 20;

/** The index of a column of canonical text. Cost: O(bytes); about a quarter of the text's size. */
export function wordIndex(column: Utf8Column): WordIndex {
  const found = readPairs(column);
  const lengths = new Uint16Array(found.bytes.length);
  const next = new Int32Array(found.bytes.length);
  const starts = new Uint32Array(lengths.length / listsAStart);
  let size = 0;
  for (let list = 0; list < lengths.length; list++) {
    if (list % listsAStart === 0) starts[list / listsAStart] = size;
    const bytes = found.bytes[list] ?? 0;
    const isKept = bytes < everywhere && bytes * 2 <= recordCount(column) + 1;
    lengths[list] = isKept ? bytes : everywhere;
    next[list] = isKept ? size : -1;
    if (isKept) size += bytes;
  }
  return {
    records: recordCount(column),
    lengths,
    starts,
    lists: writeLists(found, next, new Uint8Array(size)),
  };
}

/** Each record's lists once, record by record, and how long that makes them. */
type Pairs = {
  readonly lists: Uint32Array;
  /** Record r has the pairs up to `until[r]`. */
  readonly until: Uint32Array;
  readonly bytes: Uint32Array;
};

function readPairs(column: Utf8Column): Pairs {
  const records = recordCount(column);
  const textBytes = (column.offsets[records] ?? 0) - (column.offsets[0] ?? 0);
  const bits = Math.min(mostBits, Math.max(leastBits, Math.ceil(Math.log2(textBytes / bytesAList + 1))));
  const [bytes, last] = [new Uint32Array(2 ** bits), new Int32Array(2 ** bits)];
  const until = new Uint32Array(records);
  let lists = new Uint32Array(textBytes / 4 + 1024);
  let tokens = new Uint32Array(1024);
  let length = 0;
  for (let record = 0; record < records; record++) {
    const most = (column.offsets[record + 1] ?? 0) - (column.offsets[record] ?? 0);
    if (most > tokens.length) tokens = new Uint32Array(2 * most);
    if (length + most > lists.length) lists = grown(lists, most);
    const count = tokenHashes(column, record, tokens);
    for (let i = 0; i < count; i++) {
      const list = (tokens[i] ?? 0) >>> (32 - bits);
      const gap = record + 1 - (last[list] ?? 0);
      if (gap === 0) continue;
      last[list] = record + 1;
      bytes[list] =
        (bytes[list] ?? 0) +
        (gap < 0x80 ? 1 : gap < 0x4000 ? 2 : gap < 0x200000 ? 3 : gap < 0x10000000 ? 4 : 5);
      lists[length++] = list;
    }
    until[record] = length;
  }
  return { lists, until, bytes };
}

function grown(values: Uint32Array, more: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(values.length * 2 + more);
  copy.set(values);
  return copy;
}

/** `next` says where each list begins, −1 where it is not kept. */
function writeLists({ lists, until }: Pairs, next: Int32Array, into: Uint8Array): Uint8Array {
  const last = new Int32Array(next.length);
  for (let record = 0, i = 0; record < until.length; record++) {
    for (; i < (until[record] ?? 0); i++) {
      const list = lists[i] ?? 0;
      let at = next[list] ?? 0;
      if (at < 0) continue;
      let gap = record + 1 - (last[list] ?? 0);
      last[list] = record + 1;
      for (; gap >= 0x80; gap >>>= 7) into[at++] = (gap & 0x7f) | 0x80;
      into[at++] = gap;
      next[list] = at;
    }
  }
  return into;
}

/** The records, ascending, that hold all tokens of one of the terms. Cost: O(tokens + what is read of their lists). */
export function findRecords(index: WordIndex, sought: readonly Uint32Array[]): Int32Array {
  const found = new Set<number>();
  for (const tokens of sought) {
    const held = recordsOf(index, tokens);
    if (held === undefined) return Int32Array.from({ length: index.records }, (_, record) => record);
    for (const record of held) found.add(record);
  }
  return Int32Array.from(found).toSorted();
}

/** Where a list begins. */
function startOf({ lengths, starts }: WordIndex, list: number): number {
  const first = list - (list % listsAStart);
  let at = starts[first / listsAStart] ?? 0;
  for (let before = first; before < list; before++) {
    const length = lengths[before] ?? 0;
    if (length !== everywhere) at += length;
  }
  return at;
}

/** The records that hold all tokens; `undefined` = it may be any. The shortest list is read first. */
function recordsOf(index: WordIndex, tokens: Uint32Array): number[] | undefined {
  const { lengths, lists } = index;
  const shift = 32 - Math.log2(lengths.length);
  const lengthOf = (list: number): number => lengths[list] ?? 0;
  const kept = Array.from(tokens, (token) => token >>> shift)
    .filter((list) => lengthOf(list) !== everywhere)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b));
  let held: number[] | undefined;
  for (const list of kept) {
    if (held?.length === 0) break;
    const from = startOf(index, list);
    held = readList(lists.subarray(from, from + lengthOf(list)), held);
  }
  return held;
}

/** The records of a list; with `among` (ascending), those that are in both. */
function readList(list: Uint8Array, among: readonly number[] | undefined): number[] {
  const records: number[] = [];
  let next = 0;
  for (let at = 0, record = -1, gap = 0, shift = 0; at < list.length; at++) {
    const byte = list[at] ?? 0;
    gap |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    record += gap;
    [gap, shift] = [0, 0];
    if (among === undefined) records.push(record);
    else {
      while (next < among.length && (among[next] ?? 0) < record) next++;
      if (next === among.length) break;
      if (among[next] === record) records.push(record);
    }
  }
  return records;
}
