import type { Utf8Column } from "./utf8Column.js";

/**
 * Which sequences of 4 bytes stand in some text, as a bitmap over their hashes; its length is a power of two. It may
 * take a sequence for one that is there, never the other way round.
 */
export type GramFilter = Uint32Array;

const gramBytes = 4;
const mostBits = 20;

/**
 * The filter of a text column. Cost: O(bytes); 4 bits a byte of text, at most 128 KiB.
 * @param column canonical text; sequences across two records count too, which does no harm
 */
export function gramFilter({ bytes, offsets }: Utf8Column): GramFilter {
  const [from, to] = [offsets[0] ?? 0, offsets.at(-1) ?? 0];
  const bits = Math.min(mostBits, Math.max(5, Math.ceil(Math.log2(4 * (to - from) + 1))));
  const filter = new Uint32Array(2 ** (bits - 5));
  let gram = 0;
  for (let at = from; at < to; at++) {
    gram = (gram >>> 8) | ((bytes[at] ?? 0) << 24);
    if (at - from < gramBytes - 1) continue;
    const bit = hashOf(gram, bits);
    filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return filter;
}

/** Whether the text may hold these bytes; always true of fewer than 4 bytes. Cost: O(pattern). */
export function mayContain(filter: GramFilter, pattern: Uint8Array): boolean {
  const bits = Math.log2(filter.length) + 5;
  let gram = 0;
  for (let at = 0; at < pattern.length; at++) {
    gram = (gram >>> 8) | ((pattern[at] ?? 0) << 24);
    if (at < gramBytes - 1) continue;
    const bit = hashOf(gram, bits);
    if (((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

/** Fibonacci hashing: the top bits of a product with 2³² over the golden ratio. */
function hashOf(gram: number, bits: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - bits);
}
