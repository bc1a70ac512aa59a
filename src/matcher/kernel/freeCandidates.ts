import {
  atBloom,
  atBloomShift,
  atClasses,
  atClassMasks,
  atFirstBytes,
  atFlags,
  atLongGate,
  atLongShift,
  atPairMap,
  atShortGate,
  atShortShift,
  atStartGate,
  atStartShift,
  classSalt,
  hasPairs,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  prefixWords,
} from "./assembly/layout.js";
import { readWords } from "./buffer.js";
import type { RunFilter } from "./runCandidates.js";
import type { Block } from "./typescriptKernel.js";
import type { Candidates } from "./verify.js";

/** The positions of a block at which free patterns may start. Loops are plain: they see every byte of the traffic. */
export type FreeFilter = {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  readonly masks: Int32Array;
  /** Classes of fewer than eight bytes; they come first. */
  readonly shortClasses: number;
  /** 1 for the first bytes of patterns. */
  readonly firsts: Uint8Array;
  /** Whether patterns start with most letters of ASCII. */
  readonly isDense: boolean;
  readonly positions: Int32Array;
  /** Of each position, which gates it passed: 1 for short patterns, 2 for long ones. */
  readonly passed: Uint8Array;
  readonly kept: Candidates;
};

export function freeFilter(buffer: ArrayBuffer | SharedArrayBuffer, blockBytes: number): FreeFilter {
  const words = readWords(buffer);
  const bytes = new Uint8Array(buffer);
  const first = words[atFirstBytes] ?? 0;
  const isFirst = (byte: number): boolean =>
    (byte & 0xc0) !== 0x80 &&
    (((bytes[first + (byte & 15) + ((byte >> 3) & 16)] ?? 0) >> ((byte >> 4) & 7)) & 1) !== 0;
  const firsts = Uint8Array.from({ length: 256 }, (_, byte) => Number(isFirst(byte)));
  const masks = new Int32Array(buffer, words[atClassMasks] ?? 0, (words[atClasses] ?? 0) * prefixWords);
  return {
    words,
    bytes,
    masks,
    shortClasses: masks.filter((mask, i) => i % prefixWords === 1 && mask !== -1).length,
    firsts,
    isDense: firsts.subarray(0, 128).reduce((sum, is) => sum + is, 0) > 16,
    positions: new Int32Array(blockBytes),
    passed: new Uint8Array(blockBytes),
    kept: {
      positions: new Int32Array(blockBytes),
      classes: new Int32Array(blockBytes),
      sizes: new Int32Array(blockBytes),
      count: 0,
    },
  };
}

/** Lists the characters of the block that some pattern starts with; gives how many there are. */
export function listFirstBytes({ firsts, positions }: FreeFilter, { text, from, to }: Block): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    positions[count] = at;
    count += firsts[text[at] ?? 0] ?? 0;
  }
  return count;
}

/** The same among the starts of runs. */
export function listFirstStarts({ firsts, positions }: FreeFilter, { text }: Block, runs: RunFilter): number {
  let count = 0;
  for (let i = 0; i < runs.count; i++) {
    const at = runs.starts[i] ?? 0;
    positions[count] = at;
    count += firsts[text[at] ?? 0] ?? 0;
  }
  return count;
}

/** Keeps those of the listed positions that pass the gates, and then the Bloom filter for some class. */
export function keepFree(filter: FreeFilter, block: Block, listed: number): void {
  keepClasses(filter, block, passLengths(filter, block, passStart(filter, block, listed)));
}

/** The same for all positions of the block, listed or not: quicker where patterns start with most letters. */
export function keepFreeOfAll(filter: FreeFilter, block: Block): void {
  keepClasses(filter, block, passLengths(filter, block, passStartOfAll(filter, block)));
}

/** The four bytes at a position are those of the one before, but for one. */
function passStartOfAll({ words, bytes, positions }: FreeFilter, { text, view, from, to }: Block): number {
  const [gate, shift] = [words[atStartGate] ?? 0, words[atStartShift] ?? 0];
  const pairs = ((words[atFlags] ?? 0) & hasPairs) === 0 ? 0 : (words[atPairMap] ?? 0);
  let word = view.getInt32(from, true) << 8;
  let count = 0;
  for (let at = from; at < to; at++) {
    word = (word >>> 8) | ((text[at + 3] ?? 0) << 24);
    const hash = Math.imul(word, multiply0) >>> shift;
    let pass = (bytes[gate + (hash >>> 3)] ?? 0) >>> (hash & 7);
    if (pairs > 0) pass |= (bytes[pairs + ((word & 0xffff) >>> 3)] ?? 0) >>> (word & 7);
    positions[count] = at;
    count += pass & 1;
  }
  return count;
}

/** Without branches, for whether one passes is hard to foretell. */
function passStart({ words, bytes, positions }: FreeFilter, { view }: Block, listed: number): number {
  const [gate, shift] = [words[atStartGate] ?? 0, words[atStartShift] ?? 0];
  const pairs = ((words[atFlags] ?? 0) & hasPairs) === 0 ? 0 : (words[atPairMap] ?? 0);
  let count = 0;
  for (let i = 0; i < listed; i++) {
    const at = positions[i] ?? 0;
    const word = view.getInt32(at, true);
    const hash = Math.imul(word, multiply0) >>> shift;
    let pass = (bytes[gate + (hash >>> 3)] ?? 0) >>> (hash & 7);
    if (pairs > 0) pass |= (bytes[pairs + ((word & 0xffff) >>> 3)] ?? 0) >>> (word & 7);
    positions[count] = at;
    count += pass & 1;
  }
  return count;
}

/** Notes of each position whether a short pattern may start there, or a long one. */
function passLengths(
  { words, bytes, positions, passed }: FreeFilter,
  { view }: Block,
  listed: number,
): number {
  const [shortGate, shortShift] = [words[atShortGate] ?? 0, words[atShortShift] ?? 0];
  const [longGate, longShift] = [words[atLongGate] ?? 0, words[atLongShift] ?? 0];
  const pairs = ((words[atFlags] ?? 0) & hasPairs) === 0 ? 0 : (words[atPairMap] ?? 0);
  let count = 0;
  for (let i = 0; i < listed; i++) {
    const at = positions[i] ?? 0;
    const word = view.getInt32(at, true);
    const first = Math.imul(word, multiply0);
    const hash = first >>> shortShift;
    const long = (first + Math.imul(view.getInt32(at + 4, true), multiply1)) >>> longShift;
    let pass = (bytes[shortGate + (hash >>> 3)] ?? 0) >>> (hash & 7);
    if (pairs > 0) pass |= (bytes[pairs + ((word & 0xffff) >>> 3)] ?? 0) >>> (word & 7);
    const longPass = ((bytes[longGate + (long >>> 3)] ?? 0) >>> (long & 7)) & 1;
    positions[count] = at;
    passed[count] = (pass & 1) | (longPass << 1);
    count += (pass & 1) | longPass;
  }
  return count;
}

/** Candidates with a class left go on, in order. */
function keepClasses(filter: FreeFilter, { view }: Block, count: number): void {
  const { words, masks, shortClasses, positions, passed, kept } = filter;
  const classCount = words[atClasses] ?? 0;
  const bloom = (words[atBloom] ?? 0) >> 2;
  const shift = words[atBloomShift] ?? 0;
  let out = 0;
  for (let i = 0; i < count; i++) {
    const at = positions[i] ?? 0;
    const pass = passed[i] ?? 0;
    const shortLast = (pass & 1) === 0 ? 0 : shortClasses;
    const longLast = (pass & 2) === 0 ? 0 : classCount;
    const word0 = view.getInt32(at, true);
    const word1 = view.getInt32(at + 4, true);
    let found = 0;
    for (let c = 0; c < shortLast; c++) {
      const hash =
        Math.imul(word0 & (masks[c * prefixWords] ?? 0), multiply0) +
        Math.imul(word1 & (masks[c * prefixWords + 1] ?? 0), multiply1) +
        Math.imul(c, classSalt);
      const word = words[bloom + (hash >>> shift)] ?? 0;
      found |= ((word >>> (hash >>> (shift - 5))) & (word >>> (hash >>> (shift - 10))) & 1) << c;
    }
    const eight = Math.imul(word0, multiply0) + Math.imul(word1, multiply1);
    const word2 = view.getInt32(at + 8, true);
    const word3 = view.getInt32(at + 12, true);
    for (let c = shortClasses; c < longLast; c++) {
      const hash =
        eight +
        Math.imul(word2 & (masks[c * prefixWords + 2] ?? 0), multiply2) +
        Math.imul(word3 & (masks[c * prefixWords + 3] ?? 0), multiply3) +
        Math.imul(c, classSalt);
      const word = words[bloom + (hash >>> shift)] ?? 0;
      found |= ((word >>> (hash >>> (shift - 5))) & (word >>> (hash >>> (shift - 10))) & 1) << c;
    }
    kept.positions[out] = at;
    kept.classes[out] = found;
    out += found === 0 ? 0 : 1;
  }
  kept.count = out;
}
