import type { Term } from "../term.js";
import { atFlags, atIdOffsets, atIds, atTerms, hasHexIds } from "./assembly/layout.js";
import { readWords } from "./buffer.js";

/** Ids as they are stored: eight bytes each when all are 16 hexadecimal digits, else UTF-8 with offsets. */
type PackedIds = { readonly bytes: Uint8Array; readonly offsets: Uint32Array | undefined };

/** Digit by character code, 16 for what is none. */
const digits = new Uint8Array(128).fill(16);
for (let digit = 0; digit < 16; digit++) digits[digit.toString(16).charCodeAt(0)] = digit;

export function packIds(terms: readonly Term[]): PackedIds {
  const packed = new Uint8Array(terms.length * 8);
  const isHex = terms.every(({ termId }, index) => packHex(termId, packed, index * 8));
  if (isHex) return { bytes: packed, offsets: undefined };
  const parts = terms.map(({ termId }) => new TextEncoder().encode(termId));
  const offsets = new Uint32Array(terms.length + 1);
  for (const [i, part] of parts.entries()) offsets[i + 1] = (offsets[i] ?? 0) + part.length;
  const bytes = new Uint8Array(offsets[terms.length] ?? 0);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return { bytes, offsets };
}

/** The ids of all terms of a compiled package, in their order. Read from the buffer anew with each call: O(terms). */
export function termIdsOf({ buffer }: { readonly buffer: ArrayBuffer | SharedArrayBuffer }): string[] {
  const words = readWords(buffer);
  const count = words[atTerms] ?? 0;
  const at = words[atIds] ?? 0;
  if (((words[atFlags] ?? 0) & hasHexIds) !== 0) {
    const packed = new Uint8Array(buffer, at, count * 8);
    return Array.from({ length: count }, (_, i) => toHex(packed.subarray(i * 8, i * 8 + 8)));
  }
  const offsets = new Uint32Array(buffer, words[atIdOffsets] ?? 0, count + 1);
  const bytes = new Uint8Array(buffer, at, offsets[count] ?? 0);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from({ length: count }, (_, i) => decoder.decode(bytes.slice(offsets[i], offsets[i + 1])));
}

function packHex(id: string, packed: Uint8Array, at: number): boolean {
  if (id.length !== 16) return false;
  for (let i = 0; i < 8; i++) {
    const high = digits[id.charCodeAt(i * 2)] ?? 16;
    const low = digits[id.charCodeAt(i * 2 + 1)] ?? 16;
    if (high > 15 || low > 15) return false;
    packed[at + i] = (high << 4) | low;
  }
  return true;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
