import type { Normaliser } from "./normaliser.js";

const space = 0x20;
/**
 * Bit 7 of each of four bytes. Below, sums of four ASCII bytes at once carry into these bits: `low` marks bytes up to
 * U+0020, `four + 0x60606060` those from U+0020 on, the other two those from A and from [ on. The first byte is lowest.
 */
const highBits = -0x7f7f7f80;

/** What the canonical view makes of each ASCII byte. */
const ascii = Uint8Array.from({ length: 128 }, (_, byte) => {
  if (byte >= 0x09 && byte <= 0x0d) return space;
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
});

/**
 * Appends the canonical view of the ASCII bytes from `from` on; returns the index of the first byte that is not ASCII,
 * or `to`. Hot loop: four bytes at a time as one number with one branch, byte by byte where they hold more than letters
 * and single spaces.
 */
export function copyAscii(state: Normaliser, from: number, to: number): number {
  const { source, fours, target, bytes } = state;
  let at = from;
  let length = state.length;
  /** Bit 7 says that the last byte written is a space. */
  let last = length > state.recordStart && bytes[length - 1] === space ? 0x80 : 0;
  while (at < to) {
    if (at + 4 <= to) {
      const four = fours.getInt32(at, true);
      const low = ~(four + 0x5f5f5f5f) & highBits;
      const isOther = (four & highBits) | (low & ~(four + 0x60606060)) | (low & ((low << 8) | last));
      if (isOther === 0) {
        const capitals = (four + 0x3f3f3f3f) & ~(four + 0x25252525) & highBits;
        target.setInt32(length, four | (capitals >>> 2), true);
        last = low >>> 24;
        length += 4;
        at += 4;
        continue;
      }
    }
    const byte = source[at] ?? 0;
    if (byte >= 0x80) break;
    at++;
    const lower = ascii[byte] ?? 0;
    const isSpace = lower === space ? 0x80 : 0;
    bytes[length] = lower;
    length += (isSpace & last) === 0 ? 1 : 0;
    last = isSpace;
  }
  // Characters that follow may join the last one, unless it is a space.
  const kept = last === 0 ? 1 : 0;
  state.length = length;
  state.pieceFrom = at - kept;
  state.pieceTo = length - kept;
  state.lastOrder = 0;
  return at;
}
