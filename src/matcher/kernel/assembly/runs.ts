// @ts-nocheck
/* oxlint-disable */
// Candidates among word starts: the hash of the first run, of the first two, and of the first three.
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
} from "./layout";
import { trim } from "./marks";
import {
  hasBoth,
  header,
  keyMasks,
  leftBits,
  leftClasses,
  runEnds,
  runSizes,
  runStarts,
  scratch,
  section,
  startBits,
  text,
  wordBits,
} from "./memory";

/** Notes the classes of runs that are left at each word start of a block; marks must go on for `marked` bytes. */
export function keepRuns(from: u32, length: u32, marked: u32, after: u32): void {
  listEnds(from, marked, after);
  trim(scratch + startBits, length);
  const count = listBits(scratch + startBits, from, length, scratch + runStarts);
  const depth = header(atRunDepth);
  keepThree(from, passGate(count), (1 << depth) - 1);
}

/** Lists the set bits as positions. Four are written at a time, as how many there are is hard to foretell. */
function listBits(bitsAt: u32, from: u32, length: u32, list: u32): u32 {
  let out = list;
  for (let i: u32 = 0; i < length; i += 64) {
    out = listWord(load<u64>(bitsAt + (i >> 3)), from + i, out);
  }
  return (out - list) >>> 2;
}

function listWord(word: u64, base: u32, out: u32): u32 {
  let bits = word;
  const next = out + ((<u32>popcnt(bits)) << 2);
  while (bits) {
    store<u32>(out, base + <u32>ctz(bits));
    bits &= bits - 1;
    store<u32>(out, base + <u32>ctz(bits), 4);
    bits &= bits - 1;
    store<u32>(out, base + <u32>ctz(bits), 8);
    bits &= bits - 1;
    store<u32>(out, base + <u32>ctz(bits), 12);
    bits &= bits - 1;
    out += 16;
  }
  return next;
}

/** Where runs end, one for each start of the block, then three that are out of reach. */
function listEnds(from: u32, length: u32, after: u32): void {
  const words = scratch + wordBits;
  const starts = scratch + startBits;
  // A run that goes on from the block before ends here, but does not start here.
  let out = scratch + runEnds - (after << 2);
  let carry: u64 = after;
  for (let i: u32 = 0; i < length; i += 64) {
    const letters = load<u64>(words + (i >> 3));
    const breaks = ((letters << 1) | carry) & (~letters | load<u64>(starts + (i >> 3)));
    carry = letters >> 63;
    out = listWord(breaks, from + i, out);
  }
  for (let i: u32 = 0; i < 16; i += 4) store<u32>(out + i, 0xffffffff);
}

/** Lists the places of the starts that pass the gate, by the first eight bytes or by the first run. */
function passGate(count: u32): u32 {
  const gate = section(atRunGate);
  const shift = header(atRunShift);
  const starts = scratch + runStarts;
  const masks = scratch + keyMasks;
  let out = scratch;
  for (let i = starts; i < starts + (count << 2); i += 4) {
    const at = load<u32>(i);
    const size = min<u32>(longestKey, load<u32>(i, runEnds - runStarts) - at);
    const eight = load<u64>(text + at);
    const run = eight & load<u64>(masks + (size << 4));
    const pass = isSet(gate, hashOf(eight) >>> shift) | isSet(gate, hashOf(run) >>> shift);
    store<u32>(out, i);
    out += pass << 2;
  }
  return (out - scratch) >>> 2;
}

function hashOf(eight: u64): u32 {
  return <u32>eight * multiply0 + <u32>(eight >> 32) * multiply1;
}

function isSet(bits: u32, bit: u32): u32 {
  return (<u32>load<u8>(bits + (bit >>> 3)) >>> (bit & 7)) & 1;
}

function keepThree(from: u32, count: u32, used: u32): void {
  const bloom = section(atBloom);
  const shift = header(atBloomShift) - 10;
  const masks = scratch + keyMasks;
  const factors = i32x4(multiply0, multiply1, multiply2, multiply3);
  const salts = i32x4(
    firstRunClass * classSalt,
    (firstRunClass + 1) * classSalt,
    (firstRunClass + 2) * classSalt,
    0,
  );
  for (let p = scratch; p < scratch + (count << 2); p += 4) {
    const i = load<u32>(p);
    const at = load<u32>(i);
    const size1 = min<u32>(longestKey, load<u32>(i, runEnds - runStarts) - at);
    const size2 = min<u32>(longestKey, load<u32>(i, runEnds - runStarts + 4) - at);
    const size3 = min<u32>(longestKey, load<u32>(i, runEnds - runStarts + 8) - at);
    const key = v128.load(text + at);
    const a = i32x4.mul(v128.and(key, v128.load(masks + (size1 << 4))), factors);
    const b = i32x4.mul(v128.and(key, v128.load(masks + (size2 << 4))), factors);
    const c = i32x4.mul(v128.and(key, v128.load(masks + (size3 << 4))), factors);
    const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
    const cc = i32x4.add(c, v128.shuffle<i32>(c, c, 2, 3, 2, 3));
    const sums = i32x4.add(v128.shuffle<i32>(ab, cc, 0, 1, 4, 4), v128.shuffle<i32>(ab, cc, 2, 3, 5, 5));
    const hash = i32x4.shr_u(i32x4.add(sums, salts), shift);
    const found =
      hasBoth(bloom, i32x4.extract_lane(hash, 0)) |
      (hasBoth(bloom, i32x4.extract_lane(hash, 1)) << 1) |
      (hasBoth(bloom, i32x4.extract_lane(hash, 2)) << 2);
    if (found & used) note(at - from, found & used, size1 | (size2 << 8) | (size3 << 16));
  }
}

function note(place: u32, found: u32, sizes: u32): void {
  const byte = scratch + leftBits + (place >>> 3);
  store<u8>(byte, load<u8>(byte) | <u8>((<u32>1) << (place & 7)));
  store<u16>(scratch + leftClasses + place * 2, <u16>(found << firstRunClass));
  store<u32>(scratch + runSizes + place * 4, sizes);
}
