// @ts-nocheck
/* oxlint-disable */
// The exact step: slot, whole hash, comparison of bytes, boundaries.
import { codePointAt, isBindingAt, isBindingBefore } from "./characters";
import {
  atDeepEntries,
  atDeepGroups,
  checkShift,
  classSalt,
  deepBit,
  endEdge,
  firstRunClass,
  hitWords,
  needShift,
  patternMask,
  startEdge,
} from "./layout";
import {
  ends,
  entries,
  hits,
  keyHash,
  keyMasks,
  leftBits,
  leftClasses,
  offsets,
  patternBytes,
  room,
  rows,
  runSizes,
  scratch,
  section,
  shortLanes,
  slots,
  slotShift,
  text,
  unusedLanes,
} from "./memory";

export const none: u32 = 0xffffffff;

let records: u32 = 0;
let record: u32 = 0;
let filled: u32 = 0;

/** Starts a run at the position: no hits yet. */
export function beginHits(from: u32, recordCount: u32): void {
  records = recordCount;
  record = recordEndingAfter(from);
  filled = 0;
}

/** Hits since `beginHits`. */
export function hitCount(): u32 {
  return filled / (hitWords * 4);
}

/** The exact step; `none`, or the position at which the room for hits ended. */
export function verifyBlock(from: u32, length: u32): u32 {
  for (let i: u32 = 0; i < length; i += 64) {
    let bits = load<u64>(scratch + leftBits + (i >> 3));
    while (bits) {
      const at = from + i + <u32>ctz(bits);
      bits &= bits - 1;
      if (filled > room) return at;
      while (record < records && load<u32>(offsets + record * 4, 4) <= at) record++;
      verifyPlace(
        at,
        load<u16>(scratch + leftClasses + (at - from) * 2),
        load<u32>(scratch + runSizes + (at - from) * 4),
      );
    }
  }
  return none;
}

/** Free patterns come first, by class and so by length, then those of runs likewise; where there are both, they merge. */
function verifyPlace(at: u32, classes: u32, sizes: u32): void {
  const available = load<u32>(offsets + record * 4, 4) - at;
  const before = filled;
  for (let free = classes & ((1 << firstRunClass) - 1); free; free &= free - 1) {
    const lane = <u32>ctz(free);
    const row = scratch + rows + lane * 4;
    const hash = keyHash(at, load<u32>(row), load<u32>(row, 64), load<u32>(row, 128), load<u32>(row, 192));
    const c = lane < shortLanes ? lane : lane - unusedLanes;
    verifyClass(at, c, hash + load<u32>(row, 256), available);
  }
  const middle = filled;
  for (let runs = classes >>> firstRunClass; runs; runs &= runs - 1) {
    const r = <u32>ctz(runs);
    const mask = scratch + keyMasks + ((sizes >>> (r << 3)) & 31) * 16;
    const hash = keyHash(at, load<u32>(mask), load<u32>(mask, 4), load<u32>(mask, 8), load<u32>(mask, 12));
    verifyClass(at, firstRunClass + r, hash + (firstRunClass + r) * classSalt, available);
  }
  if (before < middle && middle < filled) mergeHits(hits + before, hits + middle, hits + filled);
}

/** Two lists of hits of one position, side by side, become one in the order of their lengths. */
function mergeHits(first: u32, second: u32, last: u32): void {
  let a = first;
  let b = second;
  let out = last;
  while (a < second || b < last) {
    const isFirst = b == last || (a < second && lengthOfHit(a) < lengthOfHit(b));
    const hit = isFirst ? a : b;
    for (let i: u32 = 0; i < <u32>hitWords * 4; i += 4) store<u32>(out + i, load<u32>(hit + i));
    if (isFirst) a += hitWords * 4;
    else b += hitWords * 4;
    out += hitWords * 4;
  }
  memory.copy(first, last, last - first);
}

function lengthOfHit(hit: u32): u32 {
  return lengthOf(load<u32>(hit, 8) & patternMask);
}

function verifyClass(at: u32, c: u32, hash: u32, available: u32): void {
  const slot = slots + ((hash >>> slotShift) << 2);
  const last = entries + load<u32>(slot, 4) * 8;
  for (let entry = entries + load<u32>(slot) * 8; entry < last; entry += 8) {
    const word = load<u32>(entry, 4);
    if (word & deepBit) {
      const onlyClass = load<u32>(section(atDeepGroups) + (word & patternMask) * 16, 12);
      const leadsHere = onlyClass ? onlyClass == c + 1 : load<u32>(entry) == hash;
      if (leadsHere) searchGroup(at, word & patternMask, available);
    } else if (load<u32>(entry) == hash) {
      const pattern = word & patternMask;
      const length = lengthOf(pattern);
      if (length <= available && sharedBytes(pattern, at, 0) == length) put(at, word);
    }
  }
}

/** The group's last entry that is not after the text leads to all its matches by the chain of its prefixes. */
function searchGroup(at: u32, number: u32, available: u32): void {
  const group = section(atDeepGroups) + number * 16;
  const first = section(atDeepEntries) + load<u32>(group) * 12;
  const depth = load<u32>(group, 8);
  if (depth > available || sharedBytes(load<u32>(first, 4) & patternMask, at, 0) < depth) return;
  const wanted = bswap(load<u32>(text + at + depth));
  let low: u32 = 0;
  let high = load<u32>(group, 4);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = first + middle * 12;
    const key = load<u32>(entry);
    if (key < wanted || (key == wanted && !isAfter(load<u32>(entry, 4) & patternMask, at, depth)))
      low = middle + 1;
    else high = middle;
  }
  if (low == 0) return;
  const shared = min(available, sharedBytes(load<u32>(first + (low - 1) * 12, 4) & patternMask, at, depth));
  const before = filled;
  for (let i = low - 1; i != none; i = load<u32>(first + i * 12, 8)) {
    const word = load<u32>(first + i * 12, 4);
    if (lengthOf(word & patternMask) <= shared) put(at, word);
  }
  reverseHits(hits + before, hits + filled);
}

function isAfter(pattern: u32, at: u32, known: u32): bool {
  const shared = sharedBytes(pattern, at, known);
  if (shared >= lengthOf(pattern)) return false;
  return load<u8>(patternBytes + load<u32>(ends + pattern * 4) + shared) > load<u8>(text + at + shared);
}

/** How many bytes of the pattern stand at `at`, from its byte `known` on. */
function sharedBytes(pattern: u32, at: u32, known: u32): u32 {
  const start = load<u32>(ends + pattern * 4);
  const length = load<u32>(ends + pattern * 4, 4) - start;
  const a = patternBytes + start;
  const b = text + at;
  let shared = known;
  while (shared + 8 <= length) {
    const different = load<u64>(a + shared) ^ load<u64>(b + shared);
    if (different) return shared + (<u32>ctz(different) >>> 3);
    shared += 8;
  }
  while (shared < length && load<u8>(a + shared) == load<u8>(b + shared)) shared++;
  return shared;
}

function lengthOf(pattern: u32): u32 {
  return load<u32>(ends + pattern * 4, 4) - load<u32>(ends + pattern * 4);
}

/** Writes a hit, unless an edge that all terms need is open. */
function put(at: u32, word: u32): void {
  const check = (word >>> checkShift) & 3;
  const end = at + lengthOf(word & patternMask);
  const start = load<u32>(offsets + record * 4);
  let open: u32 = 0;
  if (check & startEdge && at > start && isBindingBefore(text + at, text + start)) open |= startEdge;
  if (check & endEdge && end < load<u32>(offsets + record * 4, 4) && isBindingAt(codePointAt(text + end))) {
    open |= endEdge;
  }
  if (open & (word >>> needShift) & 3) return;
  store<u32>(hits + filled, record);
  store<u32>(hits + filled, at, 4);
  store<u32>(hits + filled, (word & patternMask) | (open << checkShift), 8);
  filled += hitWords * 4;
}

/** The hits of one position, from longest first to shortest first. */
function reverseHits(from: u32, to: u32): void {
  for (
    let low = from, high = to - hitWords * 4;
    low < high && high < to;
    low += hitWords * 4, high -= hitWords * 4
  ) {
    for (let i: u32 = 0; i < <u32>hitWords * 4; i += 4) {
      const kept = load<u32>(low + i);
      store<u32>(low + i, load<u32>(high + i));
      store<u32>(high + i, kept);
    }
  }
}

/** The first record that ends after the position. */
function recordEndingAfter(at: u32): u32 {
  let low: u32 = 0;
  let high = records;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(offsets + middle * 4, 4) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
