// @ts-nocheck
/* oxlint-disable */
// Which characters continue a word beside them; the same as ../neighbours.ts.
import { binding } from "./memory";

export function codePointAt(at: u32): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return lead;
  const second: u32 = <u32>load<u8>(at, 1) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second;
  const third: u32 = <u32>load<u8>(at, 2) & 0x3f;
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (<u32>load<u8>(at, 3) & 0x3f);
}

export function isBindingAt(codePoint: u32): bool {
  if (codePoint > 0x10ffff) return false;
  const number: u32 = load<u16>(binding + ((codePoint >>> 8) << 1));
  const byte: u32 = load<u8>(binding + 0x2200 + number * 32 + ((codePoint & 255) >>> 3));
  return ((byte >>> (codePoint & 7)) & 1) != 0;
}

/** The same for the character that ends before the address; sought back no further than four bytes. */
export function isBindingBefore(end: u32, from: u32): bool {
  let start = end - 1;
  const least = max(from, end - 4);
  while (start > least && (<u32>load<u8>(start) & 0xc0) == 0x80) start--;
  return isBindingAt(codePointAt(start));
}
