import type { Matcher } from "./compilePackage.js";
import { openMatcher } from "./compilePackage.js";

/** Sections of compiled packages start at multiples of this. */
const alignment = 16;

/** Compiled packages as one file, for a page: their number and lengths, then each buffer. */
export function packMatchers(matchers: readonly Matcher[]): Uint8Array<ArrayBuffer> {
  const buffers = matchers.map(({ buffer }) => new Uint8Array(buffer));
  const head = headOf(buffers.length);
  const lengths = buffers.map(({ length }) => aligned(length));
  const packed = new Uint8Array(head + lengths.reduce((sum, length) => sum + length, 0));
  const words = new DataView(packed.buffer);
  words.setUint32(0, buffers.length, true);
  let at = head;
  for (const [i, buffer] of buffers.entries()) {
    words.setUint32(4 * (i + 1), buffer.length, true);
    packed.set(buffer, at);
    at += aligned(buffer.length);
  }
  return packed;
}

/** The compiled packages of a file that `packMatchers` made, in their order. TypeError when it is no such file. */
export function unpackMatchers(packed: ArrayBuffer): Matcher[] {
  const words = new DataView(packed);
  const count = packed.byteLength < 4 ? 0 : words.getUint32(0, true);
  if (headOf(count) > packed.byteLength) throw new TypeError(`Expected packed matchers, got ${count}`);
  let at = headOf(count);
  return Array.from({ length: count }, (_, i) => {
    const length = words.getUint32(4 * (i + 1), true);
    const matcher = openMatcher(packed.slice(at, at + length));
    at += aligned(length);
    return matcher;
  });
}

function headOf(count: number): number {
  return aligned(4 * (count + 1));
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
