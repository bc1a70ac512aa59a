const replacementCharacter = 0xfffd;

/**
 * The code point at a byte and the number of its bytes, as `size << 24 | codePoint`. Bytes that are not UTF-8 read as
 * U+FFFD, each maximal part of a sequence as one, as a TextDecoder reads them; `isMalformed` tells them from a true one.
 * @param at an index below `to`; bytes from `to` on are not read
 */
export function decodeAt(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return (1 << 24) | lead;
  const second = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
  if (!isSecond(lead, second)) return (1 << 24) | replacementCharacter;
  if (lead < 0xe0) return (2 << 24) | ((lead & 0x1f) << 6) | (second & 0x3f);
  const third = at + 2 < to ? (bytes[at + 2] ?? 0) : 0;
  if ((third & 0xc0) !== 0x80) return (2 << 24) | replacementCharacter;
  if (lead < 0xf0) return (3 << 24) | ((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  const fourth = at + 3 < to ? (bytes[at + 3] ?? 0) : 0;
  if ((fourth & 0xc0) !== 0x80) return (3 << 24) | replacementCharacter;
  const high = ((lead & 0x07) << 18) | ((second & 0x3f) << 12);
  return (4 << 24) | high | ((third & 0x3f) << 6) | (fourth & 0x3f);
}

/** Whether what `decodeAt` read at `at` are bytes that are not UTF-8. */
export function isMalformed(bytes: Uint8Array, at: number, decoded: number): boolean {
  const isReplacement = (decoded & 0xffffff) === replacementCharacter;
  return isReplacement && !(decoded >> 24 === 3 && bytes[at] === 0xef);
}

/** Writes a code point's bytes and returns the index after them. */
export function writeCodePoint(bytes: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x80) {
    bytes[at] = codePoint;
    return at + 1;
  }
  if (codePoint < 0x800) {
    bytes[at] = 0xc0 | (codePoint >> 6);
    bytes[at + 1] = 0x80 | (codePoint & 0x3f);
    return at + 2;
  }
  if (codePoint < 0x10000) {
    bytes[at] = 0xe0 | (codePoint >> 12);
    bytes[at + 1] = 0x80 | ((codePoint >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (codePoint & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (codePoint >> 18);
  bytes[at + 1] = 0x80 | ((codePoint >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((codePoint >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (codePoint & 0x3f);
  return at + 4;
}

/** Whether the two bytes can begin a character of several bytes: table 3-7 of the Unicode Standard. */
function isSecond(lead: number, second: number): boolean {
  if ((second & 0xc0) !== 0x80) return false;
  if (lead < 0xe0) return lead >= 0xc2;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead < 0xf0) return true;
  if (lead === 0xf0) return second >= 0x90;
  return lead < 0xf4 || (lead === 0xf4 && second < 0x90);
}

/** The number of bytes of a code point. */
export function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
