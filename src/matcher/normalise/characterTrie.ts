import {
  ignorableRanges,
  joiningRanges,
  orderedMarkRanges,
  spacedRanges,
} from "../tables/characterClasses.js";
import { combiningRanges } from "../tables/decompositions.js";
import { readEntries, readRanges, readRuns } from "../tables/readTable.js";
import { longReplacements, singleReplacements } from "../tables/replacements.js";
import { writeCodePoint } from "./utf8.js";

/** What the canonical view makes of one character. Values from `firstReplacement` on name a replacement. */
export const copied = 0;
export const dropped = 1;
export const spaced = 2;
/** A mark that stays as it is and where it is unless the one before it is of a higher combining class. */
export const orderedMark = 3;
/** May compose or reorder with what stands before it. */
export const joining = 4;
export const firstReplacement = 5;

/**
 * A two-stage trie over code points in blocks of 64, so that a block is what one lead sequence of UTF-8 spans:
 * `values[(blocks[codePoint >> 6] << 6) | (codePoint & 63)]`. Block 0 holds what is copied, which is most of Unicode.
 */
export type CharacterTrie = {
  readonly blocks: Uint16Array;
  readonly values: Uint16Array;
  /** Replacement r is `bytes[offsets[r] … offsets[r + 1])`, and ends with a mark of class `lastOrders[r]`, 0 for none. */
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  readonly lastOrders: Uint8Array;
  /** By code point: the place of its canonical combining class among all classes; 0, and past the end, for class 0. */
  readonly combining: Uint8Array;
};

let trie: CharacterTrie | undefined;

/** The trie, read from its tables on first use (some 15 ms), then kept; 0.3 MB. */
export function characterTrie(): CharacterTrie {
  trie ??= readTrie();
  return trie;
}

function readTrie(): CharacterTrie {
  const builder = newBuilder();
  markAll(builder, ignorableRanges, dropped);
  markAll(builder, spacedRanges, spaced);
  markAll(builder, joiningRanges, joining);
  markAll(builder, orderedMarkRanges, orderedMark);
  const replacements = [...readRuns(singleReplacements), ...readEntries(longReplacements)];
  for (const [i, [from = 0]] of replacements.entries()) mark(builder, from, firstReplacement + i);
  const combining = new Uint8Array(0x20000);
  for (const [start, end, order] of readRanges(combiningRanges)) combining.fill(order, start, end);
  return {
    blocks: builder.blocks,
    values: builder.values.slice(0, builder.length),
    ...encodeReplacements(replacements),
    lastOrders: Uint8Array.from(replacements, (entry) => combining[entry.at(-1) ?? 0] ?? 0),
    combining,
  };
}

function encodeReplacements(replacements: readonly number[][]): Pick<CharacterTrie, "bytes" | "offsets"> {
  const codePoints = replacements.reduce((sum, entry) => sum + entry.length - 1, 0);
  const bytes = new Uint8Array(codePoints * 4);
  const offsets = new Int32Array(replacements.length + 1);
  let length = 0;
  for (const [i, entry] of replacements.entries()) {
    for (const codePoint of entry.slice(1)) length = writeCodePoint(bytes, length, codePoint);
    offsets[i + 1] = length;
  }
  return { bytes: bytes.slice(0, length), offsets };
}

type Builder = { readonly blocks: Uint16Array; readonly values: Uint16Array; length: number };

function newBuilder(): Builder {
  return { blocks: new Uint16Array(0x110000 >> 6), values: new Uint16Array(0x10000), length: 64 };
}

function markAll(builder: Builder, table: string, value: number): void {
  for (const [start, end] of readRanges(table)) {
    for (let codePoint = start; codePoint < end; codePoint++) mark(builder, codePoint, value);
  }
}

function mark(builder: Builder, codePoint: number, value: number): void {
  const at = codePoint >> 6;
  if (builder.blocks[at] === 0) {
    builder.blocks[at] = builder.length >> 6;
    builder.length += 64;
  }
  builder.values[((builder.blocks[at] ?? 0) << 6) | (codePoint & 63)] = value;
}
