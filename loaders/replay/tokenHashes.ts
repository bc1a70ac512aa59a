import { isBinding } from "../../src/matcher/characters.js";
import { codePointAt } from "../../src/matcher/kernel/neighbours.js";
import type { Utf8Column } from "../../src/matcher/utf8Column.js";

/**
 * Writes the hashes of the tokens of a record, in order, and returns their number. A token is a longest run of
 * characters that continue a word beside them (`isBinding`), or two neighbours of all others beyond ASCII, as in scripts
 * without spaces. So where a term begins and ends at boundaries, each of its tokens is one of the text; a token at an
 * edge without a boundary may be part of a longer one. Cost: O(bytes).
 * @param column canonical text
 * @param into room for one hash a byte
 */
export function tokenHashes({ bytes, offsets }: Utf8Column, record: number, into: Uint32Array): number {
  const to = offsets[record + 1] ?? 0;
  let count = 0;
  let hash = seed; // until a token begins
  let neighbour = 0; // the character before, unless it is ASCII or part of a word
  for (let at = offsets[record] ?? 0; at < to;) {
    const byte = bytes[at] ?? 0;
    if (isWordByte[byte] === 1) {
      hash = added(hash, byte);
      at++;
      continue;
    }
    if (byte < 0x80) {
      neighbour = 0;
      at++;
    } else {
      const codePoint = codePointAt(bytes, at);
      const end = at + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
      if (isBinding(codePoint)) {
        for (; at < end; at++) hash = added(hash, bytes[at] ?? 0);
        continue;
      }
      at = end;
      if (neighbour !== 0 && hash === seed) into[count++] = mixed(added(added(seed, neighbour), codePoint));
      neighbour = codePoint;
    }
    if (hash === seed) continue;
    into[count++] = mixed(hash);
    hash = seed;
  }
  if (hash !== seed) into[count++] = mixed(hash);
  return count;
}

/** Even, unlike every hash that something was added to. */
const seed = 0x811c9dc4 | 0;

const isWordByte = Uint8Array.from({ length: 0x100 }, (_, code) => Number(code < 0x80 && isBinding(code)));

/** FNV-1a. */
function added(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193) | 1;
}

/** With what all bits say in the upper ones. */
function mixed(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0;
}
