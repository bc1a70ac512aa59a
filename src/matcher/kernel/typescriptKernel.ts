import {
  atBloom,
  atBloomShift,
  atClasses,
  atClassMasks,
  atFirstBytes,
  atFlags,
  atGateAny,
  atGateShift,
  atGateWord,
  atLengths,
  atShortAny,
  atShortWord,
  classSalt,
  hasShort,
  hasWord,
  hitWords,
  maxClasses,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  prefixWords,
} from "./assembly/layout.js";
import { bindingTable } from "./binding.js";
import { readWords } from "./buffer.js";
import { codePointAt, isBindingAt, isBindingBefore } from "./neighbours.js";
import type { Session } from "./session.js";
import { leastHits, textPadding } from "./session.js";
import { newVerifier, verifyBlock } from "./verify.js";

/** Positions that go through the filters together. */
const blockBytes = 2048;

const markWord = 1;
const markAny = 2;

/** What the filters work on. Loops here are plain and over typed arrays: they see every byte of the traffic. */
type Filter = {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  readonly masks: Int32Array;
  readonly binding: Uint8Array;
  /** Of ASCII, 1 for letters, digits and the underscore; of all bytes, `markAny` for the first ones of patterns. */
  readonly ascii: Uint8Array;
  readonly firsts: Uint8Array;
  /** Bits of each position of a block: `markWord`, `markAny`. */
  readonly marks: Uint8Array;
  /** Candidates of a block after each filter; the second with the classes that are left, a bit each. */
  readonly positions: Int32Array;
  readonly left: Int32Array;
  readonly classes: Int32Array;
};

/** The kernel in plain TypeScript: the fallback where WebAssembly is not to be had, and an oracle for the other. */
export function typescriptSession(buffer: ArrayBuffer | SharedArrayBuffer): Session {
  const filter = newFilter(buffer);
  const hits = new Uint32Array(Math.max(leastHits, filter.words[atLengths] ?? 0) * hitWords);
  let text = new Uint8Array(0);
  let offsets = new Uint32Array(0);
  return {
    reserve(textBytes, records) {
      if (text.length < textBytes + textPadding) text = new Uint8Array(textBytes + textPadding);
      if (offsets.length <= records) offsets = new Uint32Array(records + 1);
      return { text, offsets, hits };
    },
    run(from, to, records) {
      const verifier = newVerifier(filter.words, filter.binding, { text, offsets, hits, records, from });
      const view = new DataView(text.buffer);
      let isAfterWord = from > 0 && isBindingBefore(text, filter.binding, { at: from, from: 0 });
      for (let at = from; at < to; at += blockBytes) {
        const end = Math.min(to, at + blockBytes);
        const found = collect(filter, { text, view, offsets, records, isAfterWord }, { from: at, to: end });
        isAfterWord = found.isAfterWord;
        const kept = keepClasses(filter, view, found.count);
        const next = verifyBlock(verifier, filter, kept);
        if (next !== undefined) return { next, count: verifier.filled / hitWords };
      }
      return { next: to, count: verifier.filled / hitWords };
    },
  };
}

function newFilter(buffer: ArrayBuffer | SharedArrayBuffer): Filter {
  const words = readWords(buffer);
  const bytes = new Uint8Array(buffer);
  const binding = bindingTable();
  const first = words[atFirstBytes] ?? 0;
  const isFirst = (byte: number): boolean =>
    (byte & 0xc0) !== 0x80 &&
    (((bytes[first + (byte & 15) + ((byte >> 3) & 16)] ?? 0) >> ((byte >> 4) & 7)) & 1) !== 0;
  return {
    words,
    bytes,
    masks: new Int32Array(buffer, words[atClassMasks] ?? 0, (words[atClasses] ?? 0) * prefixWords),
    binding,
    ascii: Uint8Array.from({ length: 128 }, (_, byte) => Number(isBindingAt(binding, byte))),
    firsts: Uint8Array.from({ length: 256 }, (_, byte) => (isFirst(byte) ? markAny : 0)),
    marks: new Uint8Array(blockBytes),
    positions: new Int32Array(blockBytes),
    left: new Int32Array(blockBytes),
    classes: new Int32Array(blockBytes),
  };
}

type BlockText = {
  readonly text: Uint8Array;
  readonly view: DataView;
  readonly offsets: Uint32Array;
  readonly records: number;
  readonly isAfterWord: boolean;
};

/** Puts the positions that pass the gates into `positions`: word starts by `gateWord`, all characters by `gateAny`. */
function collect(
  filter: Filter,
  block: BlockText,
  { from, to }: { from: number; to: number },
): { count: number; isAfterWord: boolean } {
  const isAfterWord = markCandidates(filter, block, { from, to });
  const { words, bytes, marks, positions } = filter;
  const flags = words[atFlags] ?? 0;
  const isShort = (flags & hasShort) !== 0;
  const shift = words[atGateShift] ?? 0;
  const size = 2 ** (29 - shift);
  const [gateAny, gateWord] = [words[atGateAny] ?? 0, words[atGateWord] ?? 0];
  const [shortAny, shortWord] = [words[atShortAny] ?? 0, words[atShortWord] ?? 0];
  const view = block.view;
  let count = 0;
  for (let at = from; at < to; at++) {
    const mark = marks[at - from] ?? 0;
    if (mark === 0) continue;
    const word = view.getInt32(at, true);
    const first = Math.imul(word, multiply0);
    const hash = first >>> shift;
    const long = (first + Math.imul(view.getInt32(at + 4, true), multiply1)) >>> shift;
    let pass = 0;
    if (mark & markWord) {
      pass = (bytes[gateWord + (hash >>> 3)] ?? 0) >>> (hash & 7);
      pass |= (bytes[gateWord + size + (long >>> 3)] ?? 0) >>> (long & 7);
      if (isShort) pass |= (bytes[shortWord + ((word & 0xffff) >>> 3)] ?? 0) >>> (word & 7);
    }
    if (mark & markAny) {
      pass |= (bytes[gateAny + (hash >>> 3)] ?? 0) >>> (hash & 7);
      pass |= (bytes[gateAny + size + (long >>> 3)] ?? 0) >>> (long & 7);
      if (isShort) pass |= (bytes[shortAny + ((word & 0xffff) >>> 3)] ?? 0) >>> (word & 7);
    }
    positions[count] = at;
    count += pass & 1;
  }
  return { count, isAfterWord };
}

/** Marks word starts and the characters that some other pattern starts with. */
function markCandidates(
  { words, binding, marks, ascii, firsts }: Filter,
  { text, offsets, records, isAfterWord }: BlockText,
  { from, to }: { from: number; to: number },
): boolean {
  const hasWords = ((words[atFlags] ?? 0) & hasWord) !== 0;
  let after = isAfterWord ? 1 : 0;
  for (let at = from; at < to; at++) {
    const lead = text[at] ?? 0;
    let mark = firsts[lead] ?? 0;
    if (hasWords && (lead & 0xc0) !== 0x80) {
      const is = lead < 0x80 ? (ascii[lead] ?? 0) : Number(isBindingAt(binding, codePointAt(text, at)));
      mark |= is & ~after;
      after = is;
    }
    marks[at - from] = mark;
  }
  if (!hasWords) return false;
  for (let record = recordAfter(offsets, records, from); record < records; record++) {
    const at = offsets[record] ?? 0;
    if (at >= to) break;
    const isLead = ((text[at] ?? 0) & 0xc0) !== 0x80;
    if (isLead && isBindingAt(binding, codePointAt(text, at)))
      marks[at - from] = (marks[at - from] ?? 0) | markWord;
  }
  return after !== 0;
}

/** The first record that starts at `at` or later; `records` when none does. */
function recordAfter(offsets: Uint32Array, records: number, at: number): number {
  let [low, high] = [0, records];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Asks the Bloom filter about every class of every candidate; candidates with a class left go on, in order. */
function keepClasses(filter: Filter, view: DataView, count: number): number {
  const { words, masks, positions, left, classes } = filter;
  const classCount = Math.min(maxClasses, words[atClasses] ?? 0);
  const bloom = (words[atBloom] ?? 0) >> 2;
  const shift = words[atBloomShift] ?? 0;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const at = positions[i] ?? 0;
    const word0 = view.getInt32(at, true);
    const word1 = view.getInt32(at + 4, true);
    const word2 = view.getInt32(at + 8, true);
    const word3 = view.getInt32(at + 12, true);
    let found = 0;
    for (let c = 0; c < classCount; c++) {
      const hash =
        Math.imul(word0 & (masks[c * prefixWords] ?? 0), multiply0) +
        Math.imul(word1 & (masks[c * prefixWords + 1] ?? 0), multiply1) +
        Math.imul(word2 & (masks[c * prefixWords + 2] ?? 0), multiply2) +
        Math.imul(word3 & (masks[c * prefixWords + 3] ?? 0), multiply3) +
        Math.imul(c, classSalt);
      const word = words[bloom + (hash >>> shift)] ?? 0;
      found |= ((word >>> (hash >>> (shift - 5))) & (word >>> (hash >>> (shift - 10))) & 1) << c;
    }
    left[kept] = at;
    classes[kept] = found;
    kept += found === 0 ? 0 : 1;
  }
  return kept;
}
