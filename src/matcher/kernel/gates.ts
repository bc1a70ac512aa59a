import {
  firstRunClass,
  hasAny,
  hasFree,
  hasPairs,
  multiply0,
  multiply1,
  startEdge,
} from "./assembly/layout.js";
import type { Keys } from "./keys.js";
import type { Patterns } from "./patterns.js";

/** A bitmap over the upper bits of a hash: all but the lowest `shift` of 32. */
type Gate = { readonly bits: Uint8Array; readonly shift: number };

/**
 * The first filters. Of free patterns: by a hash of the first four bytes of those of 4 and more; behind it by the same
 * hash of those of 4 to 7, and by a hash of the first eight bytes of longer ones; and by the first two bytes of those of
 * 1 to 3 (65,536 bits, present only when there are such patterns). Of patterns of runs: by a hash of the first eight
 * bytes, or of the first run of shorter ones.
 */
export type Gates = {
  readonly flags: number;
  readonly start: Gate;
  readonly short: Gate;
  readonly long: Gate;
  readonly run: Gate;
  readonly pairMap: Uint8Array;
  /** Four tables of 16 bytes: the first bytes of free patterns (low nibble, high half aside), then the ASCII of words. */
  readonly firstBytes: Uint8Array;
};

/**
 * Bits a pattern in a bitmap, and their limits: 2²⁰ bits (128 kB) stay in the second cache beside the text, and 2¹⁷ in
 * the first; starts of four bytes are soon the same ones, however many patterns there are.
 */
const bitsAPattern = 32;
const [leastBits, mostBits, mostStartBits] = [10, 20, 17];

/** So many patterns of three bytes stand in the bitmaps with each byte that may come after them, and spare the pair map. */
const fewTriples = 16;

export function gates(patterns: Patterns, keys: Keys, need: Uint8Array): Gates {
  const counts = countKinds(patterns, keys, need);
  const found: Gates = {
    flags: counts.flags,
    start: newGate(
      Math.min(
        counts.short + counts.long + Math.min(fewTriples, counts.triples) * 8,
        2 ** mostStartBits / bitsAPattern,
      ),
    ),
    short: newGate(counts.short + Math.min(fewTriples, counts.triples) * 8),
    long: newGate(counts.long),
    run: newGate(counts.runs),
    pairMap: new Uint8Array((counts.flags & hasPairs) === 0 ? 0 : 8192),
    firstBytes: new Uint8Array(64),
  };
  const view = new DataView(patterns.bytes.buffer);
  for (let p = 0; p < patterns.count; p++) {
    const at = patterns.offsets[p] ?? 0;
    const length = (patterns.offsets[p + 1] ?? 0) - at;
    const run = (keys.classes[p] ?? 0) < firstRunClass ? 0 : (keys.firstRuns[p] ?? 0);
    if (run === 0) addFree(found, view, { at, length });
    else if (length >= 8) setBit(found.run, startHash(view, at) + nextHash(view, at));
    else setBit(found.run, runHash(view, at, run));
  }
  addWordBytes(found.firstBytes.subarray(32));
  return found;
}

type Kinds = { flags: number; triples: number; short: number; long: number; runs: number };

function countKinds({ offsets, count }: Patterns, { classes }: Keys, need: Uint8Array): Kinds {
  const kinds: Kinds = { flags: 0, triples: 0, short: 0, long: 0, runs: 0 };
  for (let p = 0; p < count; p++) {
    if ((classes[p] ?? 0) >= firstRunClass) {
      kinds.runs++;
      continue;
    }
    const length = (offsets[p + 1] ?? 0) - (offsets[p] ?? 0);
    kinds.flags |= hasFree | (length < 3 ? hasPairs : 0) | (((need[p] ?? 0) & startEdge) === 0 ? hasAny : 0);
    if (length >= 8) kinds.long++;
    else if (length >= 4) kinds.short++;
    else if (length === 3) kinds.triples++;
  }
  if (kinds.triples > fewTriples) kinds.flags |= hasPairs;
  return kinds;
}

function newGate(count: number): Gate {
  const wanted = Math.ceil(Math.log2(Math.max(1, count * bitsAPattern)));
  const size = Math.min(mostBits, Math.max(leastBits, wanted));
  return { bits: new Uint8Array(2 ** (size - 3)), shift: 32 - size };
}

function addFree(gates: Gates, view: DataView, { at, length }: { at: number; length: number }): void {
  addByte(gates.firstBytes, view.getUint8(at));
  const isPaired = (gates.flags & hasPairs) !== 0;
  if (length < 4 && isPaired) addPairs(gates.pairMap, view, { at, length });
  else if (length === 3) {
    for (let next = 0; next < 256; next++) {
      const hash = Math.imul((view.getInt32(at, true) & 0xffffff) | (next << 24), multiply0);
      setBit(gates.start, hash);
      setBit(gates.short, hash);
    }
  } else {
    const hash = startHash(view, at);
    setBit(gates.start, hash);
    if (length < 8) setBit(gates.short, hash);
    else setBit(gates.long, hash + nextHash(view, at));
  }
}

function startHash(view: DataView, at: number): number {
  return Math.imul(view.getInt32(at, true), multiply0);
}

function nextHash(view: DataView, at: number): number {
  return Math.imul(view.getInt32(at + 4, true), multiply1);
}

/** Of the first `size` bytes, 1 to 7. */
function runHash(view: DataView, at: number, size: number): number {
  const low = size >= 4 ? -1 : 2 ** (size * 8) - 1;
  const high = size > 4 ? 2 ** (size * 8 - 32) - 1 : 0;
  return (
    Math.imul(view.getInt32(at, true) & low, multiply0) +
    Math.imul(view.getInt32(at + 4, true) & high, multiply1)
  );
}

function addPairs(map: Uint8Array, view: DataView, { at, length }: { at: number; length: number }): void {
  const pair = { bits: map, shift: 0 };
  if (length > 1) setBit(pair, view.getUint16(at, true));
  else for (let next = 0; next < 256; next++) setBit(pair, view.getUint8(at) | (next << 8));
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

function setBit({ bits, shift }: Gate, hash: number): void {
  const bit = hash >>> shift;
  bits[bit >>> 3] = (bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
}
