import { hasAny, hasShort, hasWord, multiply0, multiply1, startEdge } from "./assembly/layout.js";
import type { Patterns } from "./patterns.js";

/**
 * The first filters. `Any` is for patterns that may start at every character, `Word` for those at word starts only.
 * A gate is two bitmaps of `2 ** (32 - gateShift)` bits: over a hash of the first four bytes of patterns of 4 to 7,
 * then over a hash of the first eight bytes of longer ones. A short map is a bitmap over the first two bytes of patterns
 * of 1 to 3 (65,536 bits, present only when there are such patterns).
 */
export type Gates = {
  readonly flags: number;
  readonly gateShift: number;
  readonly gateAny: Uint8Array;
  readonly gateWord: Uint8Array;
  readonly shortAny: Uint8Array;
  readonly shortWord: Uint8Array;
  /** Four tables of 16 bytes: the first bytes of `Any` patterns (low nibble, high half aside), then the ASCII of words. */
  readonly firstBytes: Uint8Array;
};

/** Bits a pattern in a bitmap, and its limits: 2²⁰ bits (128 kB) stay in the second cache beside the text. */
const bitsAPattern = 8;
const [leastBits, mostBits] = [14, 20];

export function gates({ count, bytes, offsets }: Patterns, need: Uint8Array): Gates {
  const wanted = Math.ceil(Math.log2(Math.max(1, count * bitsAPattern)));
  const gateShift = 32 - Math.min(mostBits, Math.max(leastBits, wanted));
  const size = 2 ** (29 - gateShift);
  const [gateAny, gateWord] = [new Uint8Array(size * 2), new Uint8Array(size * 2)];
  const [shortAny, shortWord] = [new Uint8Array(8192), new Uint8Array(8192)];
  const firstBytes = new Uint8Array(64);
  let flags = 0;
  for (let p = 0; p < count; p++) {
    const isWord = ((need[p] ?? 0) & startEdge) !== 0;
    const from = offsets[p] ?? 0;
    const length = (offsets[p + 1] ?? 0) - from;
    flags |= (isWord ? hasWord : hasAny) | (length < 4 ? hasShort : 0);
    if (!isWord) addByte(firstBytes, bytes[from] ?? 0);
    const gate = isWord ? gateWord : gateAny;
    const hash = Math.imul(wordAt(bytes, from), multiply0);
    if (length >= 8) {
      setBit(gate, size * 8 + ((hash + Math.imul(wordAt(bytes, from + 4), multiply1)) >>> gateShift));
    } else if (length >= 4) setBit(gate, hash >>> gateShift);
    else addShort(isWord ? shortWord : shortAny, bytes.subarray(from, from + length));
  }
  addWordBytes(firstBytes.subarray(32));
  const short = (map: Uint8Array): Uint8Array => ((flags & hasShort) === 0 ? new Uint8Array(0) : map);
  return {
    flags,
    gateShift,
    gateAny: (flags & hasAny) === 0 ? new Uint8Array(0) : gateAny,
    gateWord: (flags & hasWord) === 0 ? new Uint8Array(0) : gateWord,
    shortAny: short(shortAny),
    shortWord: short(shortWord),
    firstBytes,
  };
}

function addShort(map: Uint8Array, text: Uint8Array): void {
  const [first = 0, second] = text;
  if (second !== undefined) setBit(map, first | (second << 8));
  else for (let next = 0; next < 256; next++) setBit(map, first | (next << 8));
}

/** A byte belongs to the set when `table[low nibble] & (1 << (high nibble & 7))`, in the second table from 0x80 on. */
function addByte(tables: Uint8Array, byte: number): void {
  const at = (byte & 15) + (byte >= 0x80 ? 16 : 0);
  tables[at] = (tables[at] ?? 0) | (1 << ((byte >> 4) & 7));
}

/** Letters, digits and the underscore of ASCII. */
function addWordBytes(tables: Uint8Array): void {
  for (const character of "0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
    addByte(tables, character.charCodeAt(0));
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function setBit(map: Uint8Array, bit: number): void {
  map[bit >>> 3] = (map[bit >>> 3] ?? 0) | (1 << (bit & 7));
}
