import {
  atBytes,
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
  firstRunClass,
  hitWords,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  needShift,
  patternMask,
  prefixWords,
  startEdge,
} from "./assembly/layout.js";
import { keyMasks } from "./keys.js";
import { codePointAt, isBindingAt, isBindingBefore } from "./neighbours.js";

type ChunkText = {
  readonly text: Uint8Array;
  readonly offsets: Uint32Array;
  readonly hits: Uint32Array;
  readonly records: number;
  readonly from: number;
};

/** The state of a run: sections of the package as indexes of its words, the chunk, and the hits so far. */
export type Verifier = ChunkText & {
  readonly words: Uint32Array;
  readonly binding: Uint8Array;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly slots: number;
  readonly slotShift: number;
  readonly entries: number;
  readonly masks: number;
  readonly groups: number;
  readonly deepEntries: number;
  readonly ends: number;
  readonly keyMasks: Uint32Array;
  readonly room: number;
  filled: number;
  record: number;
};

const none = 0xffffffff;
const runMasks = new Uint32Array(keyMasks().buffer);

export function newVerifier(words: Uint32Array, binding: Uint8Array, chunk: ChunkText): Verifier {
  const wordAt = (name: number): number => words[name] ?? 0;
  return {
    ...chunk,
    words,
    binding,
    bytes: new Uint8Array(words.buffer, wordAt(atBytes)),
    view: new DataView(chunk.text.buffer),
    slots: wordAt(atSlots) >> 2,
    slotShift: wordAt(atSlotShift),
    entries: wordAt(atEntries) >> 2,
    masks: wordAt(atClassMasks) >> 2,
    groups: wordAt(atDeepGroups) >> 2,
    deepEntries: wordAt(atDeepEntries) >> 2,
    ends: wordAt(atOffsets) >> 2,
    keyMasks: runMasks,
    room: chunk.hits.length - wordAt(atLengths) * 2 * hitWords,
    filled: 0,
    record: recordAt(chunk.offsets, chunk.records, chunk.from),
  };
}

/** Positions with the classes that are left there, a bit each, and the sizes of the keys of runs, a byte each. */
export type Candidates = {
  readonly positions: Int32Array;
  readonly classes: Int32Array;
  readonly sizes: Int32Array;
  count: number;
};

/**
 * The exact step of the TypeScript kernel: slot, whole hash, comparison of bytes, boundaries. Writes the hits of the
 * candidates; `undefined`, or the candidate at which the room for hits ended.
 */
export function verifyBlock(state: Verifier, free: Candidates, runs: Candidates): number | undefined {
  const { offsets, records } = state;
  for (let i = 0, j = 0; i < free.count || j < runs.count;) {
    const atFree = i < free.count ? (free.positions[i] ?? 0) : none;
    const atRun = j < runs.count ? (runs.positions[j] ?? 0) : none;
    const at = Math.min(atFree, atRun);
    if (state.filled > state.room) return at;
    while (state.record < records && (offsets[state.record + 1] ?? 0) <= at) state.record++;
    const place = { at, available: (offsets[state.record + 1] ?? 0) - at };
    const before = state.filled;
    if (atFree === at) verifyFree(state, free.classes[i++] ?? 0, place);
    const middle = state.filled;
    if (atRun === at) {
      verifyRuns(state, { classes: runs.classes[j] ?? 0, sizes: runs.sizes[j] ?? 0 }, place);
      j++;
    }
    if (before < middle && middle < state.filled) mergeHits(state, before, middle);
  }
  return undefined;
}

function verifyFree(state: Verifier, classes: number, place: Place): void {
  const { words, masks } = state;
  for (let left = classes; left !== 0; left &= left - 1) {
    const c = 31 - Math.clz32(left & -left);
    verifyClass(
      state,
      { c, hash: slotHash(state, place.at, { c, masks: words, mask: masks + c * prefixWords }) },
      place,
    );
  }
}

function verifyRuns(
  state: Verifier,
  { classes, sizes }: { classes: number; sizes: number },
  place: Place,
): void {
  for (let left = classes; left !== 0; left &= left - 1) {
    const c = 31 - Math.clz32(left & -left);
    const size = (sizes >>> ((c - firstRunClass) * 8)) & 31;
    const hash = slotHash(state, place.at, { c, masks: state.keyMasks, mask: size * prefixWords });
    verifyClass(state, { c, hash }, place);
  }
}

/** Two lists of hits of one position, side by side, become one in the order of their lengths. */
function mergeHits(state: Verifier, first: number, second: number): void {
  const { hits, filled: last } = state;
  let [a, b, out] = [first, second, last];
  while (a < second || b < last) {
    const isFirst = b === last || (a < second && lengthOfHit(state, a) < lengthOfHit(state, b));
    const hit = isFirst ? a : b;
    hits.copyWithin(out, hit, hit + hitWords);
    if (isFirst) a += hitWords;
    else b += hitWords;
    out += hitWords;
  }
  hits.copyWithin(first, last, out);
}

function lengthOfHit(state: Verifier, hit: number): number {
  return lengthOf(state, (state.hits[hit + 2] ?? 0) & patternMask);
}

type Place = { readonly at: number; readonly available: number };

function verifyClass(state: Verifier, { c, hash }: { c: number; hash: number }, place: Place): void {
  const { words, entries } = state;
  const slot = state.slots + (hash >>> state.slotShift);
  const last = words[slot + 1] ?? 0;
  for (let i = words[slot] ?? 0; i < last; i++) {
    const word = words[entries + i * 2 + 1] ?? 0;
    const isEqual = words[entries + i * 2] === hash;
    if ((word & deepBit) !== 0) {
      const group = state.groups + (word & patternMask) * 4;
      const onlyClass = words[group + 3] ?? 0;
      if (onlyClass === 0 ? isEqual : onlyClass === c + 1) searchGroup(state, group, place);
    } else if (isEqual) {
      const length = lengthOf(state, word & patternMask);
      if (length > place.available) continue;
      if (sharedBytes(state, word & patternMask, { at: place.at, known: 0 }) === length)
        put(state, place.at, word);
    }
  }
}

type KeyMasks = { readonly c: number; readonly masks: Uint32Array; readonly mask: number };

function slotHash({ view }: Verifier, at: number, { c, masks, mask }: KeyMasks): number {
  return (
    (Math.imul(view.getInt32(at, true) & (masks[mask] ?? 0), multiply0) +
      Math.imul(view.getInt32(at + 4, true) & (masks[mask + 1] ?? 0), multiply1) +
      Math.imul(view.getInt32(at + 8, true) & (masks[mask + 2] ?? 0), multiply2) +
      Math.imul(view.getInt32(at + 12, true) & (masks[mask + 3] ?? 0), multiply3) +
      Math.imul(c, classSalt)) >>>
    0
  );
}

/** The group's last entry that is not after the text leads to all its matches by the chain of its prefixes. */
function searchGroup(state: Verifier, group: number, { at, available }: Place): void {
  const { words } = state;
  const first = state.deepEntries + (words[group] ?? 0) * 3;
  const depth = words[group + 2] ?? 0;
  const sample = (words[first + 1] ?? 0) & patternMask;
  if (depth > available || sharedBytes(state, sample, { at, known: 0 }) < depth) return;
  const last = lastNotAfter(state, { first, count: words[group + 1] ?? 0 }, { at, known: depth });
  if (last < 0) return;
  const pattern = (words[first + last * 3 + 1] ?? 0) & patternMask;
  const shared = Math.min(available, sharedBytes(state, pattern, { at, known: depth }));
  const before = state.filled;
  for (let i = last; i !== none; i = words[first + i * 3 + 2] ?? none) {
    const word = words[first + i * 3 + 1] ?? 0;
    if (lengthOf(state, word & patternMask) <= shared) put(state, at, word);
  }
  reverseHits(state.hits, before, state.filled);
}

/** A place in the text, and how many bytes from there on are known to be equal. */
type Compared = { readonly at: number; readonly known: number };

/** By binary search, the last entry whose text is not after the text at `at`; -1 when all are. */
function lastNotAfter(
  state: Verifier,
  { first, count }: { first: number; count: number },
  place: Compared,
): number {
  const { words, text } = state;
  const after = place.at + place.known;
  const high24 = ((text[after] ?? 0) << 24) | ((text[after + 1] ?? 0) << 16) | ((text[after + 2] ?? 0) << 8);
  const wanted = (high24 | (text[after + 3] ?? 0)) >>> 0;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const key = words[first + middle * 3] ?? 0;
    const pattern = (words[first + middle * 3 + 1] ?? 0) & patternMask;
    if (key < wanted || (key === wanted && !isAfter(state, pattern, place))) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether the pattern sorts after the text. */
function isAfter(state: Verifier, pattern: number, place: Compared): boolean {
  const shared = sharedBytes(state, pattern, place);
  if (shared >= lengthOf(state, pattern)) return false;
  const start = state.words[state.ends + pattern] ?? 0;
  return (state.bytes[start + shared] ?? 0) > (state.text[place.at + shared] ?? 0);
}

/** How many bytes of the pattern stand in the text. */
function sharedBytes(
  { words, ends, bytes, text }: Verifier,
  pattern: number,
  { at, known }: Compared,
): number {
  const start = words[ends + pattern] ?? 0;
  const length = (words[ends + pattern + 1] ?? 0) - start;
  let shared = known;
  while (shared < length && bytes[start + shared] === text[at + shared]) shared++;
  return shared;
}

function lengthOf({ words, ends }: Verifier, pattern: number): number {
  return (words[ends + pattern + 1] ?? 0) - (words[ends + pattern] ?? 0);
}

/** Writes a hit, unless an edge that all terms need is open. */
function put(state: Verifier, at: number, word: number): void {
  const { text, binding, offsets, hits, record } = state;
  const check = (word >>> checkShift) & 3;
  const end = at + lengthOf(state, word & patternMask);
  const [from, to] = [offsets[record] ?? 0, offsets[record + 1] ?? 0];
  let open = 0;
  if (check & startEdge && at > from && isBindingBefore(text, binding, { at, from })) open |= startEdge;
  if (check & endEdge && end < to && isBindingAt(binding, codePointAt(text, end))) open |= endEdge;
  if ((open & (word >>> needShift) & 3) !== 0) return;
  hits[state.filled++] = record;
  hits[state.filled++] = at;
  hits[state.filled++] = (word & patternMask) | (open << checkShift);
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
