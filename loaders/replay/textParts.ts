import { closeSync, openSync, readSync } from "node:fs";
import type { RecordScope } from "../../src/matcher/scope.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";
import { checkedBytes, missingFile } from "../store/checkedBytes.js";
import type { TextIndex } from "./textIndex.js";
import { blockEnds } from "./textIndex.js";

/** Some records of a text file. Plain data. */
export type TextParts = {
  /** Rows of the file, ascending. */
  readonly records: Int32Array;
  /** Where each of them begins in the bytes of the blocks, one after the other, and how long it is. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Bytes of the file that hold them, with the first digits of their SHA-256. */
  readonly blocks: readonly { readonly at: number; readonly bytes: number; readonly sha256: string }[];
} & RecordScope;

/** What to read of the file for these records (ascending). */
export function textParts(index: TextIndex, records: Int32Array): TextParts {
  const { textAt, offsets, digests, scopes, scopeOf } = index;
  const blocks: TextParts["blocks"][number][] = [];
  const [starts, lengths] = [new Int32Array(records.length), new Int32Array(records.length)];
  let [first, read] = [0, 0]; // of the block: its first record; bytes of the blocks before
  let at = 0;
  for (const [block, end] of blockEnds(offsets).entries()) {
    const [from, to] = [offsets[first] ?? 0, offsets[end] ?? 0];
    first = end;
    if (at === records.length) break;
    if ((records[at] ?? 0) >= end) continue;
    blocks.push({ at: textAt + from, bytes: to - from, sha256: digests[block] ?? "none" });
    for (; at < records.length && (records[at] ?? 0) < end; at++) {
      const record = records[at] ?? 0;
      starts[at] = read + (offsets[record] ?? 0) - from;
      lengths[at] = (offsets[record + 1] ?? 0) - (offsets[record] ?? 0);
    }
    read += to - from;
  }
  const scope = (place: 0 | 1): (string | null)[] | undefined =>
    scopes.every((values) => values[place] === null)
      ? undefined
      : Array.from(records, (record) => scopes[scopeOf[record] ?? 0]?.[place] ?? null);
  return { records, starts, lengths, blocks, languages: scope(0), markets: scope(1) };
}

/**
 * The texts of these records as a column.
 * @throws {DataError} when the file is gone, or the bytes around a record are not those that were written
 */
export function readParts(path: string, { starts, lengths, blocks }: TextParts): Utf8Column {
  const read = readBlocks(path, blocks);
  const offsets = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = (offsets[i] ?? 0) + (lengths[i] ?? 0);
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (let i = 0; i < lengths.length; i++) {
    const start = starts[i] ?? 0;
    bytes.set(read.subarray(start, start + (lengths[i] ?? 0)), offsets[i]);
  }
  return { bytes, offsets };
}

function readBlocks(path: string, blocks: TextParts["blocks"]): Uint8Array {
  const read = new Uint8Array(blocks.reduce((sum, { bytes }) => sum + bytes, 0));
  const file = openText(path);
  try {
    let to = 0;
    for (const { at, bytes, sha256 } of blocks) {
      const block = read.subarray(to, (to += bytes));
      readSync(file, block, 0, bytes, at);
      checkedBytes(block, sha256, path); // what a shorter file does not give is 0
    }
  } finally {
    closeSync(file);
  }
  return read;
}

function openText(path: string): number {
  try {
    return openSync(path, "r");
  } catch {
    throw missingFile(path);
  }
}
