import {
  atBloom,
  atBloomShift,
  atRunDepth,
  atRunGate,
  atRunShift,
  classSalt,
  firstRunClass,
  longestKey,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  prefixWords,
} from "./assembly/layout.js";
import { bindingTable } from "./binding.js";
import { readWords } from "./buffer.js";
import { keyMasks } from "./keys.js";
import { codePointAt, isBindingAt } from "./neighbours.js";
import type { Block } from "./typescriptKernel.js";
import type { Candidates } from "./verify.js";

/** The word starts of a block and which classes of runs are left at them. Loops are plain: they see all of the traffic. */
export type RunFilter = {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  readonly binding: Uint8Array;
  /** Of ASCII, 1 for letters, digits and the underscore. */
  readonly ascii: Uint8Array;
  readonly keyMasks: Int32Array;
  readonly starts: Int32Array;
  /** One for each start, from `firstEnd` on; those past the block are out of reach. */
  readonly ends: Int32Array;
  /** Places of the starts that passed the gate. */
  readonly passed: Int32Array;
  readonly kept: Candidates;
  count: number;
  endCount: number;
  firstEnd: number;
  /** 1 where the byte before the next block continues a word. */
  after: number;
};

/** Runs are sought a key further than the block, for their ends. */
const marginBytes = longestKey;
const outOfReach = 0x7fffffff;

export function runFilter(buffer: ArrayBuffer | SharedArrayBuffer, blockBytes: number): RunFilter {
  const binding = bindingTable();
  const room = blockBytes + marginBytes + 4;
  return {
    words: readWords(buffer),
    bytes: new Uint8Array(buffer),
    binding,
    ascii: Uint8Array.from({ length: 128 }, (_, byte) => Number(isBindingAt(binding, byte))),
    keyMasks: keyMasks(),
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    passed: new Int32Array(blockBytes),
    kept: {
      positions: new Int32Array(blockBytes),
      classes: new Int32Array(blockBytes),
      sizes: new Int32Array(blockBytes),
      count: 0,
    },
    count: 0,
    endCount: 0,
    firstEnd: 0,
    after: 0,
  };
}

/** Lists where runs start in the block and where they end. */
export function listRuns(filter: RunFilter, block: Block): void {
  const { from, to } = block;
  // A run that goes on from the block before ends here, but does not start here.
  filter.firstEnd = filter.after;
  filter.count = 0;
  filter.endCount = 0;
  listUpTo(filter, block, { from, to });
  const { count, after } = filter;
  listUpTo(filter, block, { from: to, to: to + marginBytes });
  filter.count = count;
  filter.after = after;
  filter.ends.fill(outOfReach, filter.endCount, filter.endCount + 4);
}

/** Goes from record to record: a letter at the start of one starts a run, whatever stands before. */
function listUpTo(filter: RunFilter, block: Block, { from, to }: { from: number; to: number }): void {
  const { text, offsets, records } = block;
  let record = recordStartingAt(offsets, records, from);
  for (let at = from; at < to;) {
    const next = record <= records ? (offsets[record] ?? 0) : to;
    if (next === at) {
      if (filter.after === 1 && ((text[at] ?? 0) & 0xc0) !== 0x80) {
        filter.ends[filter.endCount++] = at;
        filter.after = 0;
      }
      record++;
      continue;
    }
    const last = Math.min(next, to);
    listRange(filter, text, { from: at, to: last });
    at = last;
  }
}

/** Without branches on where words begin, for that cannot be foretold. */
function listRange(filter: RunFilter, text: Uint8Array, { from, to }: { from: number; to: number }): void {
  const { binding, ascii, starts, ends } = filter;
  let { count, endCount, after } = filter;
  for (let at = from; at < to; at++) {
    const lead = text[at] ?? 0;
    let is = after;
    if (lead < 0x80) is = ascii[lead] ?? 0;
    else if (lead >= 0xc0) is = isBindingAt(binding, codePointAt(text, at)) ? 1 : 0;
    starts[count] = at;
    count += is & (after ^ 1);
    ends[endCount] = at;
    endCount += after & (is ^ 1);
    after = is;
  }
  filter.count = count;
  filter.endCount = endCount;
  filter.after = after;
}

/** Keeps the starts that pass the gate, and then the Bloom filter for the first run, the first two or the first three. */
export function keepRuns(filter: RunFilter, block: Block): void {
  keepClasses(filter, block, passGate(filter, block));
}

/** Lists the places of the starts that pass, by their first eight bytes or by their first run. */
function passGate(
  { words, bytes, keyMasks: masks, starts, ends, passed, count, firstEnd }: RunFilter,
  { view }: Block,
): number {
  const [gate, shift] = [words[atRunGate] ?? 0, words[atRunShift] ?? 0];
  let out = 0;
  for (let i = 0; i < count; i++) {
    const at = starts[i] ?? 0;
    const mask = Math.min(longestKey, (ends[i + firstEnd] ?? 0) - at) * prefixWords;
    const [word0, word1] = [view.getInt32(at, true), view.getInt32(at + 4, true)];
    const run0 = Math.imul(word0 & (masks[mask] ?? 0), multiply0);
    const run = (run0 + Math.imul(word1 & (masks[mask + 1] ?? 0), multiply1)) >>> shift;
    const eight = (Math.imul(word0, multiply0) + Math.imul(word1, multiply1)) >>> shift;
    const pass =
      ((bytes[gate + (run >>> 3)] ?? 0) >>> (run & 7)) | ((bytes[gate + (eight >>> 3)] ?? 0) >>> (eight & 7));
    passed[out] = i;
    out += pass & 1;
  }
  return out;
}

function keepClasses(filter: RunFilter, { view }: Block, listed: number): void {
  const { words, keyMasks: masks, starts, ends, passed, kept, firstEnd } = filter;
  const depth = words[atRunDepth] ?? 0;
  const bloom = (words[atBloom] ?? 0) >> 2;
  const shift = words[atBloomShift] ?? 0;
  const { positions, classes, sizes } = kept;
  let out = 0;
  for (let p = 0; p < listed; p++) {
    const i = passed[p] ?? 0;
    const at = starts[i] ?? 0;
    const word0 = view.getInt32(at, true);
    const word1 = view.getInt32(at + 4, true);
    const word2 = view.getInt32(at + 8, true);
    const word3 = view.getInt32(at + 12, true);
    let found = 0;
    let packed = 0;
    for (let r = 0; r < depth; r++) {
      const size = Math.min(longestKey, (ends[i + firstEnd + r] ?? 0) - at);
      const mask = size * prefixWords;
      const hash =
        Math.imul(word0 & (masks[mask] ?? 0), multiply0) +
        Math.imul(word1 & (masks[mask + 1] ?? 0), multiply1) +
        Math.imul(word2 & (masks[mask + 2] ?? 0), multiply2) +
        Math.imul(word3 & (masks[mask + 3] ?? 0), multiply3) +
        Math.imul(firstRunClass + r, classSalt);
      const word = words[bloom + (hash >>> shift)] ?? 0;
      found |= ((word >>> (hash >>> (shift - 5))) & (word >>> (hash >>> (shift - 10))) & 1) << r;
      packed |= size << (r * 8);
    }
    positions[out] = at;
    classes[out] = found << firstRunClass;
    sizes[out] = packed;
    out += found === 0 ? 0 : 1;
  }
  kept.count = out;
}

/** The first record that starts at `at` or later; `records` when none does. */
function recordStartingAt(offsets: Uint32Array, records: number, at: number): number {
  let [low, high] = [0, records];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
