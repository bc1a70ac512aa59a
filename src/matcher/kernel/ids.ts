import type { Term } from "../term.js";
import { atFlags, atIdOffsets, atIds, atTerms, hasHexIds } from "./assembly/layout.js";
import { readWords } from "./buffer.js";

/** Ids as they are stored: eight bytes each when all are 16 hexadecimal digits, else UTF-8 with offsets. */
export type PackedIds = { readonly bytes: Uint8Array; readonly offsets: Uint32Array | undefined };

/** Digit by character code, 16 for what is none. */
const digits = new Uint8Array(128).fill(16);
for (let digit = 0; digit < 16; digit++) digits[digit.toString(16).charCodeAt(0)] = digit;

export type IdPacker = {
  /** Takes the terms from `from` on, in order. */
  add(terms: readonly Term[], from: number): void;
  finish(): PackedIds;
};

/** @param terms all of them */
export function idPacker(terms: readonly Term[]): IdPacker {
  const packed = new Uint8Array(terms.length * 8);
  let isHex = true;
  return {
    add(batch, from) {
      isHex &&= packHex(batch, packed.subarray(from * 8));
    },
    finish: () => (isHex ? { bytes: packed, offsets: undefined } : packTexts(terms)),
  };
}

const encoder = new TextEncoder();

function packTexts(terms: readonly Term[]): PackedIds {
  const parts = terms.map(({ termId }) => encoder.encode(termId));
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

/** Whether the ids are all of 16 hexadecimal digits, which are then packed. As bytes of one text they are read fastest. */
function packHex(terms: readonly Term[], packed: Uint8Array): boolean {
  const ids = terms.map(({ termId }) => termId);
  if (!ids.every(({ length }) => length === 16)) return false;
  const texts = encoder.encode(ids.join(""));
  for (let i = 0; i < texts.length; i += 2) {
    const high = digits[texts[i] ?? 0] ?? 16;
    const low = digits[texts[i + 1] ?? 0] ?? 16;
    if (high > 15 || low > 15) return false;
    packed[i >> 1] = (high << 4) | low;
  }
  return true;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
