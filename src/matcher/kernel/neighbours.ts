import { bindingIndexBytes } from "./binding.js";

/** The code point that starts at `at`. Bytes that are no UTF-8 give some number; the text must go on for 3 bytes. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return lead;
  const second = (bytes[at + 1] ?? 0) & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second;
  const third = (bytes[at + 2] ?? 0) & 0x3f;
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 0x3f);
}

/** Whether the code point continues a word beside it. */
export function isBindingAt(binding: Uint8Array, codePoint: number): boolean {
  if (codePoint > 0x10ffff) return false;
  const block = (codePoint >> 8) * 2;
  const number = (binding[block] ?? 0) | ((binding[block + 1] ?? 0) << 8);
  const byte = binding[bindingIndexBytes + number * 32 + ((codePoint & 255) >> 3)] ?? 0;
  return ((byte >> (codePoint & 7)) & 1) !== 0;
}

/** The same for the character that ends before `at`; it is sought back to `from` and no further than four bytes. */
export function isBindingBefore(
  bytes: Uint8Array,
  binding: Uint8Array,
  { at, from }: { at: number; from: number },
): boolean {
  let start = at - 1;
  const least = Math.max(from, at - 4);
  while (start > least && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return isBindingAt(binding, codePointAt(bytes, start));
}
