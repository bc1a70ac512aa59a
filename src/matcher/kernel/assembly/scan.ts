// @ts-nocheck
// AssemblyScript, not TypeScript: compiled by ../build.mjs. The same steps as ../typescriptKernel.ts and ../verify.ts.
// Addresses and positions are u32; nothing is allocated here, the caller lays out the memory (see ../wasmKernel.ts).
import {
  atBloom,
  atBloomShift,
  atBytes,
  atClasses,
  atClassMasks,
  atDeepEntries,
  atDeepGroups,
  atEntries,
  atFirstBytes,
  atFlags,
  atGateAny,
  atGateShift,
  atGateWord,
  atLengths,
  atOffsets,
  atShortAny,
  atShortWord,
  atSlots,
  atSlotShift,
  checkShift,
  classSalt,
  deepBit,
  endEdge,
  hasAny,
  hasShort,
  hasWord,
  hitWords,
  maxClasses,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  needShift,
  patternMask,
  prefixWords,
  startEdge,
} from "./layout";

const blockBytes: u32 = 2048;
const none: u32 = 0xffffffff;

// Addresses, set by `open` and `place`.
let pack: u32 = 0;
let binding: u32 = 0;
let scratch: u32 = 0;
let text: u32 = 0;
let offsets: u32 = 0;
let hits: u32 = 0;
let room: u32 = 0;

// Sections of the package, set by `open`.
let slots: u32 = 0;
let slotShift: u32 = 0;
let entries: u32 = 0;
let ends: u32 = 0;
let patternBytes: u32 = 0;

// Lanes of the classes: those of short patterns, all of them, and those between that are not used.
let shortLanes: u32 = 0;
let lanes: u32 = 0;
let unusedLanes: u32 = 0;
let shortMask: u32 = 0;
let longMask: u32 = 0;

// The state of a run.
let records: u32 = 0;
let record: u32 = 0;
let filled: u32 = 0;
let isAfterWord: bool = false;
let shortCount: u32 = 0;
let longCount: u32 = 0;

function header(word: u32): u32 {
  return load<u32>(pack + (word << 2));
}

function section(word: u32): u32 {
  return pack + header(word);
}

// Scratch memory: candidates of a block that passed the gate of short and of long patterns; for each position the
// classes that are left (16 bits) and whether there are any (a bit); five rows of vectors; two bitmaps of positions.
const longList: u32 = blockBytes * 4;
const leftClasses: u32 = blockBytes * 8;
const leftBits: u32 = blockBytes * 10;
const rows: u32 = leftBits + blockBytes / 8;
const rowBytes: u32 = maxClasses * 4;
const wordBits: u32 = rows + rowBytes * 5;
const firstBits: u32 = wordBits + blockBytes / 8 + 16;

export function scratchBytes(): u32 {
  return firstBits + blockBytes / 8 + 64;
}

export function open(packAt: u32, bindingAt: u32, scratchAt: u32): void {
  pack = packAt;
  binding = bindingAt;
  scratch = scratchAt;
  slots = section(atSlots);
  slotShift = header(atSlotShift);
  entries = section(atEntries);
  ends = section(atOffsets);
  patternBytes = section(atBytes);
  layRows();
}

/** A lane for each class: those of fewer than eight bytes, then, from the next vector on, the others. */
function layRows(): void {
  memory.fill(scratch + rows, 0, rowBytes * 5);
  const masks = section(atClassMasks);
  const classes = header(atClasses);
  let shorts: u32 = 0;
  while (shorts < classes && ~load<u32>(masks + shorts * prefixWords * 4, 4)) shorts++;
  shortLanes = (shorts + 3) & ~3;
  lanes = shortLanes + classes - shorts;
  for (let c: u32 = 0; c < classes; c++) {
    const at = scratch + rows + (c < shorts ? c : shortLanes + c - shorts) * 4;
    for (let w: u32 = 0; w < <u32>prefixWords; w++) {
      store<u32>(at + w * rowBytes, load<u32>(masks + (c * prefixWords + w) * 4));
    }
    store<u32>(at + 4 * rowBytes, c * classSalt);
  }
  unusedLanes = shortLanes - shorts;
  shortMask = (1 << shorts) - 1;
  longMask = (1 << (classes - shorts)) - 1;
}

export function place(textAt: u32, offsetsAt: u32, hitsAt: u32, hitsBytes: u32): void {
  text = textAt;
  offsets = offsetsAt;
  hits = hitsAt;
  room = hitsBytes - header(atLengths) * hitWords * 4;
}

/** Hits that the last `run` wrote. */
export function count(): u32 {
  return filled / (hitWords * 4);
}

export function run(from: u32, to: u32, recordCount: u32): u32 {
  records = recordCount;
  record = recordEndingAfter(from);
  filled = 0;
  isAfterWord = from > 0 && isBindingBefore(text + from, text);
  const flags = header(atFlags);
  const words = scratch + wordBits;
  const firsts = scratch + firstBits;
  for (let at = from; at < to; at += blockBytes) {
    const length = min(to - at, blockBytes);
    if (flags & hasWord) {
      markWords(at, at + length, words);
      markRecords(at, at + length, words);
      trim(words, length);
    }
    if (flags & hasAny) {
      markFirstBytes(at, at + length, firsts);
      trim(firsts, length);
    }
    gate(at, length);
    memory.fill(scratch + leftClasses, 0, rows - leftClasses);
    if (shortLanes) keepClasses(at, scratch, shortCount, 0, shortLanes, shortMask);
    if (lanes > shortLanes) keepClasses(at, scratch + longList, longCount, shortLanes, lanes, longMask);
    const next = verifyBlock(at, length);
    if (next != none) return next;
  }
  return to;
}

/** Word starts as bits: letters whose character before is none. Sixteen bytes at a time where all are ASCII. */
function markWords(from: u32, to: u32, bits: u32): void {
  const tables = section(atFirstBytes);
  const lows = v128.load(tables, 32);
  const highs = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  let after: u32 = isAfterWord ? 1 : 0;
  for (let at = from; at < to; at += 16, bits += 2) {
    const bytes = v128.load(text + at);
    if (i8x16.bitmask(bytes) == 0) {
      const low = i8x16.swizzle(lows, v128.and(bytes, i8x16.splat(15)));
      const high = i8x16.swizzle(highs, i8x16.shr_u(bytes, 4));
      const letters = i8x16.bitmask(i8x16.ne(v128.and(low, high), i8x16.splat(0)));
      store<u16>(bits, <u16>(letters & ~((letters << 1) | after)));
      after = letters >>> 15;
    } else {
      let starts: u32 = 0;
      for (let i: u32 = 0; i < 16; i++) {
        const lead: u32 = load<u8>(text + at + i);
        if ((lead & 0xc0) == 0x80) continue;
        const is: u32 = isBindingAt(lead < 0x80 ? lead : codePointAt(text + at + i)) ? 1 : 0;
        starts |= (is & ~after) << i;
        after = is;
      }
      store<u16>(bits, <u16>starts);
    }
  }
  isAfterWord = after != 0;
}

/** A letter at the start of a record starts a word, whatever the record before ends with. */
function markRecords(from: u32, to: u32, bits: u32): void {
  let i = recordStartingAt(from);
  for (let at = load<u32>(offsets + i * 4); i < records && at < to; at = load<u32>(offsets + i * 4)) {
    const lead: u32 = load<u8>(text + at);
    if (at >= from && (lead & 0xc0) != 0x80 && isBindingAt(codePointAt(text + at))) {
      const byte = bits + ((at - from) >> 3);
      store<u8>(byte, load<u8>(byte) | <u8>((<u32>1) << ((at - from) & 7)));
    }
    i++;
  }
}

/** Characters that some pattern starts with, as bits. Continuation bytes are none. */
function markFirstBytes(from: u32, to: u32, bits: u32): void {
  const tables = section(atFirstBytes);
  const lower = v128.load(tables);
  const upper = v128.load(tables, 16);
  const highs = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  for (let at = from; at < to; at += 16, bits += 2) {
    const bytes = v128.load(text + at);
    const low = v128.and(bytes, i8x16.splat(15));
    const isUpper = i8x16.lt_s(bytes, i8x16.splat(0));
    const set = v128.bitselect(i8x16.swizzle(upper, low), i8x16.swizzle(lower, low), isUpper);
    const found = i8x16.ne(v128.and(set, i8x16.swizzle(highs, i8x16.shr_u(bytes, 4))), i8x16.splat(0));
    const leads = i8x16.ge_s(bytes, i8x16.splat(<i8>0xc0));
    store<u16>(bits, <u16>i8x16.bitmask(v128.and(found, leads)));
  }
}

/** Clears the bits from `length` on, up to a whole 64. */
function trim(bits: u32, length: u32): void {
  const last = bits + ((length >> 6) << 3);
  if (length & 63) {
    const vectors = ((length + 15) >> 4) << 1;
    for (let i = vectors; i & 7; i += 2) store<u16>(bits + i, 0);
    store<u64>(last, load<u64>(last) & (((<u64>1) << (length & 63)) - 1));
  }
}

/** Lists the positions that pass the gates; without branches, for whether one passes is hard to foretell. */
function gate(from: u32, length: u32): void {
  const flags = header(atFlags);
  if (!(flags & hasAny)) gateOne(from, length, scratch + wordBits, section(atGateWord), section(atShortWord));
  else if (!(flags & hasWord))
    gateOne(from, length, scratch + firstBits, section(atGateAny), section(atShortAny));
  else gateBoth(from, length);
}

function gateOne(from: u32, length: u32, bitsAt: u32, map: u32, short: u32): void {
  const shift = header(atGateShift);
  const isShort = (header(atFlags) & hasShort) != 0;
  const longMap = map + ((<u32>1) << (29 - shift));
  const longs = scratch + longList;
  let out = scratch;
  let longOut = longs;
  for (let i: u32 = 0; i < length; i += 64) {
    let bits = load<u64>(bitsAt + (i >> 3));
    const base = from + i;
    while (bits) {
      const at = base + <u32>ctz(bits);
      bits &= bits - 1;
      const word = load<u32>(text + at);
      const first = word * multiply0;
      const hash = first >>> shift;
      const long = (first + load<u32>(text + at, 4) * multiply1) >>> shift;
      let pass: u32 = <u32>load<u8>(map + (hash >>> 3)) >>> (hash & 7);
      if (isShort) pass |= <u32>load<u8>(short + ((word & 0xffff) >>> 3)) >>> (word & 7);
      const longPass: u32 = <u32>load<u8>(longMap + (long >>> 3)) >>> (long & 7);
      store<u32>(out, at);
      out += (pass & 1) << 2;
      store<u32>(longOut, at);
      longOut += (longPass & 1) << 2;
    }
  }
  shortCount = (out - scratch) >>> 2;
  longCount = (longOut - longs) >>> 2;
}

function gateBoth(from: u32, length: u32): void {
  const shift = header(atGateShift);
  const isShort = (header(atFlags) & hasShort) != 0;
  const gateAny = section(atGateAny);
  const gateWord = section(atGateWord);
  const shortAny = section(atShortAny);
  const shortWord = section(atShortWord);
  const size = (<u32>1) << (29 - shift);
  const longs = scratch + longList;
  let out = scratch;
  let longOut = longs;
  for (let i: u32 = 0; i < length; i += 64) {
    const words = load<u64>(scratch + wordBits + (i >> 3));
    const firsts = load<u64>(scratch + firstBits + (i >> 3));
    let bits = words | firsts;
    while (bits) {
      const bit = ctz(bits);
      const isWord = <u32>(words >> bit);
      const isFirst = <u32>(firsts >> bit);
      const at = from + i + <u32>bit;
      bits &= bits - 1;
      const word = load<u32>(text + at);
      const first = word * multiply0;
      const hash = first >>> shift;
      const long = (first + load<u32>(text + at, 4) * multiply1) >>> shift;
      let any: u32 = <u32>load<u8>(gateAny + (hash >>> 3)) >>> (hash & 7);
      let start: u32 = <u32>load<u8>(gateWord + (hash >>> 3)) >>> (hash & 7);
      if (isShort) {
        any |= <u32>load<u8>(shortAny + ((word & 0xffff) >>> 3)) >>> (word & 7);
        start |= <u32>load<u8>(shortWord + ((word & 0xffff) >>> 3)) >>> (word & 7);
      }
      const longAny: u32 = <u32>load<u8>(gateAny + size + (long >>> 3)) >>> (long & 7);
      const longStart: u32 = <u32>load<u8>(gateWord + size + (long >>> 3)) >>> (long & 7);
      store<u32>(out, at);
      out += (((any & isFirst) | (start & isWord)) & 1) << 2;
      store<u32>(longOut, at);
      longOut += (((longAny & isFirst) | (longStart & isWord)) & 1) << 2;
    }
  }
  shortCount = (out - scratch) >>> 2;
  longCount = (longOut - longs) >>> 2;
}

/** Asks the Bloom filter about four classes at a time, and notes which are left where. */
function keepClasses(from: u32, list: u32, passed: u32, firstLane: u32, lastLane: u32, mask: u32): void {
  const bloom = section(atBloom);
  const shift = header(atBloomShift) - 10;
  const left = scratch + leftClasses;
  const bits = scratch + leftBits;
  for (let i: u32 = 0; i < passed; i++) {
    const at = load<u32>(list + i * 4);
    const word0 = v128.load32_splat(text + at);
    const word1 = v128.load32_splat(text + at, 4);
    const word2 = v128.load32_splat(text + at, 8);
    const word3 = v128.load32_splat(text + at, 12);
    let found: u32 = 0;
    for (let lane = firstLane; lane < lastLane; lane += 4) {
      const row = scratch + rows + lane * 4;
      const h0 = i32x4.mul(v128.and(word0, v128.load(row)), i32x4.splat(multiply0));
      const h1 = i32x4.mul(v128.and(word1, v128.load(row, 64)), i32x4.splat(multiply1));
      const h2 = i32x4.mul(v128.and(word2, v128.load(row, 128)), i32x4.splat(multiply2));
      const h3 = i32x4.mul(v128.and(word3, v128.load(row, 192)), i32x4.splat(multiply3));
      const sum = i32x4.add(i32x4.add(i32x4.add(h0, h1), i32x4.add(h2, h3)), v128.load(row, 256));
      const hash = i32x4.shr_u(sum, shift);
      const four =
        hasBoth(bloom, i32x4.extract_lane(hash, 0)) |
        (hasBoth(bloom, i32x4.extract_lane(hash, 1)) << 1) |
        (hasBoth(bloom, i32x4.extract_lane(hash, 2)) << 2) |
        (hasBoth(bloom, i32x4.extract_lane(hash, 3)) << 3);
      found |= four << (lane - firstLane);
    }
    found &= mask;
    const place = at - from;
    const classes = left + place * 2;
    store<u16>(classes, load<u16>(classes) | <u16>(found << firstLane));
    const byte = bits + (place >>> 3);
    store<u8>(byte, load<u8>(byte) | <u8>((found ? <u32>1 : <u32>0) << (place & 7)));
  }
}

/** Whether both bits are set: the word is named by the hash above ten bits, the bits by five of these each. */
function hasBoth(bloom: u32, hash: u32): u32 {
  const word = load<u32>(bloom + ((hash >>> 10) << 2));
  return (word >>> (hash & 31)) & (word >>> ((hash >>> 5) & 31)) & 1;
}

/** The exact step; `none`, or the position at which the room for hits ended. */
function verifyBlock(from: u32, length: u32): u32 {
  for (let i: u32 = 0; i < length; i += 64) {
    let bits = load<u64>(scratch + leftBits + (i >> 3));
    while (bits) {
      const at = from + i + <u32>ctz(bits);
      bits &= bits - 1;
      if (filled > room) return at;
      while (record < records && load<u32>(offsets + record * 4, 4) <= at) record++;
      const available = load<u32>(offsets + record * 4, 4) - at;
      let found: u32 = load<u16>(scratch + leftClasses + (at - from) * 2);
      while (found) {
        verifyClass(at, <u32>ctz(found), available);
        found &= found - 1;
      }
    }
  }
  return none;
}

function verifyClass(at: u32, lane: u32, available: u32): void {
  const c = lane < shortLanes ? lane : lane - unusedLanes;
  const row = scratch + rows + lane * 4;
  const hash =
    (load<u32>(text + at) & load<u32>(row)) * multiply0 +
    (load<u32>(text + at, 4) & load<u32>(row, 64)) * multiply1 +
    (load<u32>(text + at, 8) & load<u32>(row, 128)) * multiply2 +
    (load<u32>(text + at, 12) & load<u32>(row, 192)) * multiply3 +
    load<u32>(row, 256);
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

function codePointAt(at: u32): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return lead;
  const second: u32 = <u32>load<u8>(at, 1) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second;
  const third: u32 = <u32>load<u8>(at, 2) & 0x3f;
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (<u32>load<u8>(at, 3) & 0x3f);
}

function isBindingAt(codePoint: u32): bool {
  if (codePoint > 0x10ffff) return false;
  const number: u32 = load<u16>(binding + ((codePoint >>> 8) << 1));
  const byte: u32 = load<u8>(binding + 0x2200 + number * 32 + ((codePoint & 255) >>> 3));
  return ((byte >>> (codePoint & 7)) & 1) != 0;
}

/** The same for the character that ends before the address; sought back no further than four bytes. */
function isBindingBefore(end: u32, from: u32): bool {
  let start = end - 1;
  const least = max(from, end - 4);
  while (start > least && (<u32>load<u8>(start) & 0xc0) == 0x80) start--;
  return isBindingAt(codePointAt(start));
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

/** The first record that starts at the position or later; the number of records when none does. */
function recordStartingAt(at: u32): u32 {
  let low: u32 = 0;
  let high = records;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(offsets + middle * 4) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
