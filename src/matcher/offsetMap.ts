import { canonicalPiece } from "./normalise/canonicalPiece.js";
import type { CharacterTrie } from "./normalise/characterTrie.js";
import { characterTrie, spaced } from "./normalise/characterTrie.js";
import { addCodePoint, codePoints } from "./normalise/codePoints.js";
import { newNormaliser } from "./normalise/normaliser.js";
import { normaliseRecord } from "./normalise/normaliseRecord.js";
import { evasiveUnits } from "./normalise/evasive/evasiveUnits.js";
import type { Piece, SourceCharacter } from "./normalise/readPiece.js";
import { classOf, readPiece } from "./normalise/readPiece.js";
import { unicodeData } from "./normalise/unicodeData.js";
import { utf8Length } from "./normalise/utf8.js";
import type { CanonicalColumn } from "./normaliseColumn.js";
import { recordBytes } from "./utf8Column.js";

/** A half-open range of bytes, counted from the start of its record. */
export type Span = readonly [start: number, end: number];

/**
 * For each byte of a record's canonical text, the range of original bytes it comes from.
 * `undefined` in place of a map means that the positions are the same.
 */
export type OffsetMap = { readonly starts: Int32Array; readonly ends: Int32Array };

/**
 * Maps the positions of a record's canonical or evasive text back to its original text; `undefined` when they are the same.
 * A canonical character leads to the one source character it came from, wherever the characters around it normalise
 * one by one, and to the whole combining sequence otherwise; one space leads to its whole run of white space.
 * Cost: one pass over the record, 8 bytes of memory a byte.
 */
export function offsetMap(column: CanonicalColumn, record: number): OffsetMap | undefined {
  const original = recordBytes(column.original, record);
  const { length } = recordBytes(column.canonical, record);
  if (column.view === "evasive") return evasiveMap(original);
  return original.length === length && isAscii(original) ? undefined : canonicalMap(original, length);
}

/** Each evasive character leads to all that the canonical bytes it stands for lead to. */
function evasiveMap(original: Uint8Array): OffsetMap {
  const canonical = canonicalBytes(original);
  const map = canonicalMap(original, canonical.length);
  const units = evasiveUnits(canonical);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [i, codePoint] of units.codePoints.entries()) {
    for (let k = utf8Length(codePoint); k > 0; k--) {
      starts.push(map.starts[units.starts[i] ?? 0] ?? 0);
      ends.push(map.ends[(units.ends[i] ?? 0) - 1] ?? 0);
    }
  }
  return { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

function canonicalMap(original: Uint8Array, length: number): OffsetMap {
  const trie = characterTrie();
  const writer = { trie, starts: new Int32Array(length), ends: new Int32Array(length), at: 0, space: -1 };
  for (let at = 0; at < original.length;) {
    const piece = readPiece(trie, original, [at, original.length]);
    mapPiece(writer, piece, original);
    at = piece.next;
  }
  return { starts: writer.starts, ends: writer.ends };
}

/** The original bytes of a canonical span, widened to whole source characters. `start` < `end`. */
export function originalSpan(map: OffsetMap | undefined, start: number, end: number): Span {
  if (map === undefined) return [start, end];
  return [map.starts[start] ?? start, map.ends[end - 1] ?? end];
}

type Place = { readonly start: number; readonly end: number };

type MapWriter = {
  readonly trie: CharacterTrie;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  at: number;
  /** Index of the space that was written last, when nothing was since; else −1. */
  space: number;
};

function mapPiece(writer: MapWriter, { characters, isLong, end }: Piece, bytes: Uint8Array): void {
  const [first] = characters;
  if (first === undefined) return;
  const whole = { start: first.start, end };
  if (isLong) mapBytes(writer, canonicalBytes(bytes.subarray(first.start, end)).length, whole);
  else if (classOf(writer.trie, first.codePoint) === spaced) mapSpace(writer, first);
  else if (characters.length === 1) mapBytes(writer, lengthOf(canonicalOf(characters)), first);
  else mapSequence(writer, characters, whole);
}

/** Character by character where they normalise one by one, else all to all. */
function mapSequence(writer: MapWriter, characters: readonly SourceCharacter[], whole: Place): void {
  const parts = characters.map((character) => canonicalOf([character]));
  const canonical = canonicalOf(characters);
  if (!isSame(parts.flat(), canonical)) return mapBytes(writer, lengthOf(canonical), whole);
  for (const [i, part] of parts.entries()) mapBytes(writer, lengthOf(part), characters[i] ?? whole);
}

function mapSpace(writer: MapWriter, { start, end }: SourceCharacter): void {
  if (writer.space === -1) {
    writer.space = writer.at;
    writer.starts[writer.at++] = start;
  }
  writer.ends[writer.space] = end;
}

function mapBytes(writer: MapWriter, length: number, { start, end }: Place): void {
  writer.starts.fill(start, writer.at, writer.at + length);
  writer.ends.fill(end, writer.at, writer.at + length);
  writer.at += length;
  writer.space = -1;
}

function canonicalBytes(bytes: Uint8Array): Uint8Array {
  const state = newNormaliser(bytes);
  normaliseRecord(state, 0, bytes.length);
  return state.bytes.subarray(0, state.length);
}

function lengthOf(codePoints: readonly number[]): number {
  return codePoints.reduce((sum, codePoint) => sum + utf8Length(codePoint), 0);
}

function canonicalOf(characters: readonly SourceCharacter[]): number[] {
  const piece = codePoints();
  for (const { codePoint } of characters) addCodePoint(piece, codePoint);
  const { values, length } = canonicalPiece(unicodeData(), piece);
  return Array.from(values.subarray(0, length));
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
