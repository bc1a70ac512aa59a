import {
  atBytes,
  atClasses,
  atClassMasks,
  atDeepEntries,
  atDeepGroups,
  atEntries,
  atLengths,
  atOffsets,
  atSlots,
  atSlotShift,
  checkShift,
  classSalt,
  deepBit,
  endEdge,
  hitWords,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  needShift,
  patternMask,
  startEdge,
} from "./assembly/layout.js";
import { codePointAt, isBindingAt, isBindingBefore } from "./neighbours.js";

type ChunkText = {
  readonly text: Uint8Array;
  readonly offsets: Uint32Array;
  readonly hits: Uint32Array;
  readonly records: number;
  readonly from: number;
};

type Verifier = {
  /** Writes the hits of these candidates; `undefined`, or the candidate at which the room for hits ended. */
  block(positions: Int32Array, classes: Int32Array, count: number): number | undefined;
  count(): number;
};

const none = 0xffffffff;

/** The exact step of the TypeScript kernel: bucket, whole hash, comparison of bytes, boundaries. */
export function verifier(
  words: Uint32Array,
  binding: Uint8Array,
  { text, offsets, hits, records, from }: ChunkText,
): Verifier {
  const wordAt = (name: number): number => words[name] ?? 0;
  const section = (name: number): number => wordAt(name) >> 2;
  const [slots, entries, masks] = [section(atSlots), section(atEntries), section(atClassMasks)];
  const [groups, deepEntries] = [section(atDeepGroups), section(atDeepEntries)];
  const [ends, slotShift, classCount] = [section(atOffsets), wordAt(atSlotShift), wordAt(atClasses)];
  const bytes = new Uint8Array(words.buffer, wordAt(atBytes));
  const room = hits.length - wordAt(atLengths) * hitWords;
  const view = new DataView(text.buffer);
  let filled = 0;
  let record = recordAt(offsets, records, from);

  const slotHash = (at: number, c: number): number => {
    const mask = masks + c * 4;
    return (
      (Math.imul(view.getInt32(at, true) & (words[mask] ?? 0), multiply0) +
        Math.imul(view.getInt32(at + 4, true) & (words[mask + 1] ?? 0), multiply1) +
        Math.imul(view.getInt32(at + 8, true) & (words[mask + 2] ?? 0), multiply2) +
        Math.imul(view.getInt32(at + 12, true) & (words[mask + 3] ?? 0), multiply3) +
        Math.imul(c, classSalt)) >>>
      0
    );
  };
  /** How many bytes of the pattern stand at `at`, from its byte `known` on. */
  const sharedBytes = (pattern: number, at: number, known: number): number => {
    const start = words[ends + pattern] ?? 0;
    const length = (words[ends + pattern + 1] ?? 0) - start;
    let shared = known;
    while (shared < length && bytes[start + shared] === text[at + shared]) shared++;
    return shared;
  };
  const lengthOf = (pattern: number): number =>
    (words[ends + pattern + 1] ?? 0) - (words[ends + pattern] ?? 0);
  /** Writes a hit, unless an edge that all terms need is open. */
  const put = (at: number, word: number): void => {
    const check = (word >>> checkShift) & 3;
    const end = at + lengthOf(word & patternMask);
    const start = offsets[record] ?? 0;
    let open = 0;
    if (check & startEdge && at > start && isBindingBefore(text, binding, { at, from: start }))
      open |= startEdge;
    if (check & endEdge && end < (offsets[record + 1] ?? 0) && isBindingAt(binding, codePointAt(text, end))) {
      open |= endEdge;
    }
    if ((open & (word >>> needShift) & 3) !== 0) return;
    hits[filled++] = record;
    hits[filled++] = at;
    hits[filled++] = (word & patternMask) | (open << checkShift);
  };
  const verifyClass = (at: number, c: number, available: number): void => {
    const hash = slotHash(at, c);
    const slot = slots + (hash >>> slotShift);
    for (let i = words[slot] ?? 0; i < (words[slot + 1] ?? 0); i++) {
      const word = words[entries + i * 2 + 1] ?? 0;
      if ((word & deepBit) !== 0) {
        const onlyClass = words[groups + (word & patternMask) * 4 + 3] ?? 0;
        const leadsHere = onlyClass === 0 ? words[entries + i * 2] === hash : onlyClass === c + 1;
        if (leadsHere) searchGroup(at, word & patternMask, available);
      } else if (words[entries + i * 2] === hash) {
        const length = lengthOf(word & patternMask);
        if (length <= available && sharedBytes(word & patternMask, at, 0) === length) put(at, word);
      }
    }
  };
  /** The group's last entry that is not after the text leads to all its matches by the chain of its prefixes. */
  const searchGroup = (at: number, group: number, available: number): void => {
    const first = deepEntries + (words[groups + group * 4] ?? 0) * 3;
    const depth = words[groups + group * 4 + 2] ?? 0;
    const patternAt = (i: number): number => (words[first + i * 3 + 1] ?? 0) & patternMask;
    if (depth > available || sharedBytes(patternAt(0), at, 0) < depth) return;
    const after = at + depth;
    const key = ((text[after] ?? 0) << 24) | ((text[after + 1] ?? 0) << 16) | ((text[after + 2] ?? 0) << 8);
    const wanted = (key | (text[after + 3] ?? 0)) >>> 0;
    let [low, high] = [0, words[groups + group * 4 + 1] ?? 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = words[first + middle * 3] ?? 0;
      if (found < wanted || (found === wanted && !isAfter(patternAt(middle), at, depth))) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return;
    const shared = Math.min(available, sharedBytes(patternAt(low - 1), at, depth));
    const before = filled;
    for (let i = low - 1; i !== none; i = words[first + i * 3 + 2] ?? none) {
      if (lengthOf(patternAt(i)) <= shared) put(at, words[first + i * 3 + 1] ?? 0);
    }
    reverseHits(hits, before, filled);
  };
  /** Whether the pattern sorts after the text at `at`. */
  const isAfter = (pattern: number, at: number, known: number): boolean => {
    const shared = sharedBytes(pattern, at, known);
    return (
      shared < lengthOf(pattern) &&
      (bytes[(words[ends + pattern] ?? 0) + shared] ?? 0) > (text[at + shared] ?? 0)
    );
  };
  return {
    block(positions, classes, count) {
      for (let i = 0; i < count; i++) {
        const at = positions[i] ?? 0;
        if (filled > room) return at;
        while (record < records && (offsets[record + 1] ?? 0) <= at) record++;
        const available = (offsets[record + 1] ?? 0) - at;
        const found = classes[i] ?? 0;
        for (let c = 0; c < classCount; c++) if ((found >>> c) & 1) verifyClass(at, c, available);
      }
      return undefined;
    },
    count: () => filled / hitWords,
  };
}

/** The record that holds position `at`: the first that ends after it. */
function recordAt(offsets: Uint32Array, records: number, at: number): number {
  let [low, high] = [0, records];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The hits of one position, from longest first to shortest first. */
function reverseHits(hits: Uint32Array, from: number, to: number): void {
  for (let low = from, high = to - hitWords; low < high; low += hitWords, high -= hitWords) {
    for (let i = 0; i < hitWords; i++) {
      const kept = hits[low + i] ?? 0;
      hits[low + i] = hits[high + i] ?? 0;
      hits[high + i] = kept;
    }
  }
}
