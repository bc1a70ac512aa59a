import { isBinding } from "../characters.js";

const blocks = 0x1100;
let built: Uint8Array<ArrayBuffer> | undefined;

/** Bytes of the first level: a 16-bit block number for each 256 code points. */
export const bindingIndexBytes = blocks * 2;

/**
 * Which code points continue a word beside them, as a bitmap of two levels for kernels: for `codePoint >> 8` a 16-bit
 * number of a block, then the blocks of 32 bytes, one bit a code point. About 14 kB, made once in a few ms.
 */
export function bindingTable(): Uint8Array<ArrayBuffer> {
  built ??= buildTable();
  return built;
}

function buildTable(): Uint8Array<ArrayBuffer> {
  const index = new Uint16Array(blocks);
  const known = new Map<string, number>();
  const bits: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const bytes = blockBits(block);
    const key = bytes.join();
    const number = known.get(key) ?? known.size;
    if (number === known.size) bits.push(...bytes);
    known.set(key, number);
    index[block] = number;
  }
  const table = new Uint8Array(bindingIndexBytes + bits.length);
  table.set(new Uint8Array(index.buffer));
  table.set(bits, bindingIndexBytes);
  return table;
}

function blockBits(block: number): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 256; i++) {
    if (isBinding(block * 256 + i)) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
  }
  return bytes;
}
