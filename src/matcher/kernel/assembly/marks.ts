// @ts-nocheck
/* oxlint-disable */
// Bitmaps of a block's positions, sixteen at a time: a bit a byte.
import { codePointAt, isBindingAt } from "./characters";
import { atFirstBytes } from "./layout";
import { offsets, section, text } from "./memory";

/**
 * Letters that continue a word, with all their bytes, and where runs of them start. `after` says whether the byte before
 * is of such a letter. A character's later bytes go with its first.
 */
export function markWords(from: u32, to: u32, words: u32, starts: u32, after: u32): void {
  const tables = section(atFirstBytes);
  const lows = v128.load(tables, 32);
  const highs = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  for (let at = from; at < to; at += 16, words += 2, starts += 2) {
    const bytes = v128.load(text + at);
    const low = i8x16.swizzle(lows, v128.and(bytes, i8x16.splat(15)));
    const high = i8x16.swizzle(highs, i8x16.shr_u(bytes, 4));
    const found = i8x16.ne(v128.and(low, high), i8x16.splat(0));
    if (i8x16.bitmask(bytes) == 0) {
      const letters = i8x16.bitmask(found);
      store<u16>(words, <u16>letters);
      store<u16>(starts, <u16>(letters & ~((letters << 1) | after)));
      after = letters >>> 15;
    } else {
      const leads: u32 = i8x16.bitmask(i8x16.gt_s(bytes, i8x16.splat(<i8>0xbf)));
      const letters = i8x16.bitmask(found) | wideLetters(at, leads, i8x16.bitmask(bytes), after);
      store<u16>(words, <u16>letters);
      store<u16>(starts, <u16>(leads & letters & ~((letters << 1) | after)));
      after = letters >>> 15;
    }
  }
}

/** Of sixteen bytes, those of letters beyond ASCII; later bytes go with the one before, in bytes that are no UTF-8 too. */
function wideLetters(at: u32, leads: u32, wide: u32, after: u32): u32 {
  const bounds = leads | 0x10000;
  let letters: u32 = after ? (1 << ctz(bounds)) - 1 : 0;
  for (let left = leads & (wide | ((wide & ~leads) >>> 1)); left; left &= left - 1) {
    const i = ctz(left);
    const next = ctz(bounds >>> (i + 1)) + 1;
    if (isBindingAt(codePointAt(text + at + i))) letters |= ((1 << next) - 1) << i;
  }
  return letters;
}

/** A letter at the start of a record starts a run, whatever the record before ends with; so does the one after the last. */
export function markRecords(from: u32, to: u32, starts: u32, words: u32, records: u32): void {
  for (let i = recordStartingAt(from, records); i <= records; i++) {
    const at = load<u32>(offsets + i * 4) - from;
    if (at >= to - from) return;
    const byte = at >>> 3;
    if ((<u32>load<u8>(text + from + at) & 0xc0) == 0x80) continue;
    store<u8>(starts + byte, load<u8>(starts + byte) | (load<u8>(words + byte) & <u8>((<u32>1) << (at & 7))));
  }
}

/** Characters that some free pattern starts with. Later bytes of a character are none. */
export function markFirstBytes(from: u32, to: u32, bits: u32): void {
  const tables = section(atFirstBytes);
  const lower = v128.load(tables);
  const isAsciiFree = !v128.any_true(lower);
  const upper = v128.load(tables, 16);
  const highs = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  for (let at = from; at < to; at += 16, bits += 2) {
    const bytes = v128.load(text + at);
    if (isAsciiFree && !i8x16.bitmask(bytes)) {
      store<u16>(bits, 0);
      continue;
    }
    const low = v128.and(bytes, i8x16.splat(15));
    const isUpper = i8x16.lt_s(bytes, i8x16.splat(0));
    const set = v128.bitselect(i8x16.swizzle(upper, low), i8x16.swizzle(lower, low), isUpper);
    const found = i8x16.ne(v128.and(set, i8x16.swizzle(highs, i8x16.shr_u(bytes, 4))), i8x16.splat(0));
    const leads = i8x16.ge_s(bytes, i8x16.splat(<i8>0xc0));
    store<u16>(bits, <u16>i8x16.bitmask(v128.and(found, leads)));
  }
}

/** Clears the bits from `length` on, up to a whole 64. */
export function trim(bits: u32, length: u32): void {
  if (!(length & 63)) return;
  const last = bits + ((length >> 6) << 3);
  store<u64>(last, load<u64>(last) & (((<u64>1) << (length & 63)) - 1));
}

/** The first record that starts at the position or later; the number of records when none does. */
function recordStartingAt(at: u32, records: u32): u32 {
  let low: u32 = 0;
  let high = records;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(offsets + middle * 4) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
