import type { TermScope } from "../scope.js";
import {
  atByteLength,
  atEmpty,
  atEmptyCount,
  atMagic,
  atScopes,
  atScopesLength,
  atVersion,
  headerBytes,
  layoutVersion,
  magicNumber,
} from "./assembly/layout.js";

type Bytes = ArrayBuffer | SharedArrayBuffer;

/** Header words by position; sections by the position of the header word that holds their offset. */
export function writeBuffer(
  words: Readonly<Record<number, number>>,
  sections: Readonly<Record<number, Uint8Array | Uint32Array>>,
): ArrayBuffer {
  const places: { word: number; offset: number; data: Uint8Array | Uint32Array }[] = [];
  let size = headerBytes;
  for (const [word, data] of Object.entries(sections)) {
    places.push({ word: Number(word), offset: size, data });
    size = (size + data.byteLength + 15) & ~15;
  }
  size += 16; // kernels read whole words, also at the end of the last section
  const buffer = new ArrayBuffer(size);
  const header = new Uint32Array(buffer, 0, headerBytes / 4);
  for (const [word, value] of Object.entries(words)) header[Number(word)] = value;
  header.set([magicNumber, layoutVersion, size], atMagic);
  for (const { word, offset, data } of places) {
    header[word] = offset;
    new Uint8Array(buffer, offset).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return buffer;
}

/** The words of a buffer, checked to be a compiled package of this version. Little-endian machines only. */
export function readWords(buffer: Bytes): Uint32Array {
  if (buffer.byteLength >= headerBytes) {
    const words = new Uint32Array(buffer, 0, buffer.byteLength >> 2);
    const isOurs = words[atMagic] === magicNumber && words[atVersion] === layoutVersion;
    if (isOurs && words[atByteLength] === buffer.byteLength) return words;
  }
  throw new TypeError(
    `Expected \`buffer\` to be a compiled package of version ${layoutVersion}, got ${buffer.byteLength} other bytes`,
  );
}

export function emptyTerms(buffer: Bytes): Uint32Array {
  const words = readWords(buffer);
  return new Uint32Array(buffer, words[atEmpty] ?? 0, words[atEmptyCount] ?? 0);
}

/** What terms are limited to; the scope of a term is the upper 30 bits of its flags. */
export function readScopes(buffer: Bytes): readonly TermScope[] {
  const words = readWords(buffer);
  const from = words[atScopes] ?? 0;
  // A decoder refuses shared memory, so the bytes are copied.
  const bytes = new Uint8Array(buffer, from, words[atScopesLength] ?? 0).slice();
  return JSON.parse(new TextDecoder().decode(bytes));
}
