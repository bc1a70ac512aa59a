// @ts-nocheck
/* oxlint-disable */
// Candidates of free patterns: two bitmaps and a map of pairs, then the Bloom filter about every class by length.
import {
  atBloom,
  atBloomShift,
  atFlags,
  atLongGate,
  atLongShift,
  atPairMap,
  atShortGate,
  atShortShift,
  atStartGate,
  atStartShift,
  hasPairs,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
} from "./layout";
import {
  firstBits,
  hasBoth,
  header,
  lanes,
  leftBits,
  leftClasses,
  longList,
  longMask,
  rows,
  scratch,
  section,
  shortLanes,
  shortMask,
  text,
} from "./memory";

let shortCount: u32 = 0;
let longCount: u32 = 0;

/** Notes the classes by length that are left at each position of a block whose bit is set. */
export function keepFree(from: u32, length: u32): void {
  const isPaired = (header(atFlags) & hasPairs) != 0;
  passLength(passStart(from, length, isPaired), isPaired);
  if (shortLanes) keepClasses(from, scratch, shortCount, 0, shortLanes, shortMask);
  if (lanes > shortLanes) keepClasses(from, scratch + longList, longCount, shortLanes, lanes, longMask);
}

/** Lists the positions that pass the first gate; without branches, for whether one passes is hard to foretell. */
function passStart(from: u32, length: u32, isPaired: bool): u32 {
  const gate = section(atStartGate);
  const shift = header(atStartShift);
  const pairs = section(atPairMap);
  const list = scratch + longList;
  let out = list;
  for (let i: u32 = 0; i < length; i += 64) {
    let bits = load<u64>(scratch + firstBits + (i >> 3));
    const base = from + i;
    if (popcnt(bits) > 32) {
      // Where most positions are asked about, asking about all is cheaper: the exact step knows the others.
      for (let at = base; at < min(base + 64, from + length); at++) {
        const word = load<u32>(text + at);
        store<u32>(out, at);
        out +=
          (isSet(gate, (word * multiply0) >>> shift) | (isPaired ? isSet(pairs, word & 0xffff) : 0)) << 2;
      }
    } else {
      while (bits) {
        const at = base + <u32>ctz(bits);
        bits &= bits - 1;
        const word = load<u32>(text + at);
        store<u32>(out, at);
        out +=
          (isSet(gate, (word * multiply0) >>> shift) | (isPaired ? isSet(pairs, word & 0xffff) : 0)) << 2;
      }
    }
  }
  return (out - list) >>> 2;
}

function isSet(bits: u32, bit: u32): u32 {
  return (<u32>load<u8>(bits + (bit >>> 3)) >>> (bit & 7)) & 1;
}

/** Of the listed positions, those of short and those of long patterns. The list may be written over as it is read. */
function passLength(listed: u32, isPaired: bool): void {
  const shortGate = section(atShortGate);
  const shortShift = header(atShortShift);
  const longGate = section(atLongGate);
  const longShift = header(atLongShift);
  const pairs = section(atPairMap);
  const longs = scratch + longList;
  let out = scratch;
  let longOut = longs;
  for (let i = longs; i < longs + (listed << 2); i += 4) {
    const at = load<u32>(i);
    const word = load<u32>(text + at);
    const first = word * multiply0;
    const long = (first + load<u32>(text + at, 4) * multiply1) >>> longShift;
    let pass = isSet(shortGate, first >>> shortShift);
    if (isPaired) pass |= isSet(pairs, word & 0xffff);
    store<u32>(out, at);
    out += pass << 2;
    store<u32>(longOut, at);
    longOut += isSet(longGate, long) << 2;
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
    if (!found) continue;
    const place = at - from;
    const classes = left + place * 2;
    store<u16>(classes, load<u16>(classes) | <u16>(found << firstLane));
    const byte = bits + (place >>> 3);
    store<u8>(byte, load<u8>(byte) | <u8>((<u32>1) << (place & 7)));
  }
}
