import { cleanCharacter, normaliseLetters } from "./canonical.js";
import { isWhiteSpace, joinsBackward } from "./characters.js";
import type { CanonicalColumn } from "./normaliseColumn.js";
import { isAscii } from "./normaliseColumn.js";
import { recordBytes, recordText } from "./utf8Column.js";

/** A half-open range of bytes, counted from the start of its record. */
export type Span = readonly [start: number, end: number];

/**
 * For each byte of a record's canonical text, the range of original bytes it comes from.
 * `undefined` in place of a map means that the positions are the same.
 */
export type OffsetMap = { readonly starts: readonly number[]; readonly ends: readonly number[] };

type Unit = { readonly text: string; readonly start: number; readonly end: number };

/**
 * Maps the positions of a record's canonical text back to its original text; `undefined` when they are the same.
 * A canonical character leads to the one source character it came from, wherever the characters around it normalise
 * one by one, and to the whole combining sequence otherwise; one space leads to its whole run of white space.
 * Cost: one pass over the record.
 */
export function offsetMap(column: CanonicalColumn, record: number): OffsetMap | undefined {
  const original = recordBytes(column.original, record);
  const sameLength = original.length === recordBytes(column.canonical, record).length;
  if (sameLength && isAscii(original)) return undefined;
  const pieces = piecesOf(unitsOf(recordText(column.original, record)));
  return byteMap(joinSpaces(pieces.flatMap(normalisePiece)));
}

/** The original bytes of a canonical span, widened to whole source characters. `start` < `end`. */
export function originalSpan(map: OffsetMap | undefined, start: number, end: number): Span {
  if (map === undefined) return [start, end];
  return [map.starts[start] ?? start, map.ends[end - 1] ?? end];
}

/** The canonical text put together piece by piece: equal to `canonical(text)`, which the tests hold it to. */
export function canonicalByPieces(text: string): string {
  const units = joinSpaces(piecesOf(unitsOf(text)).flatMap(normalisePiece));
  return units.map((unit) => unit.text).join("");
}

/** Source characters that the canonical view reads, with their bytes. */
function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + utf8Length(character.codePointAt(0) ?? 0);
    const cleaned = cleanCharacter(character);
    if (cleaned !== "") units.push({ text: cleaned, start, end });
    start = end;
  }
  return units;
}

/** Runs of characters that cannot interact with one another under normalisation and folding. */
function piecesOf(units: readonly Unit[]): Unit[][] {
  const pieces: Unit[][] = [];
  for (const unit of units) {
    const last = pieces.at(-1);
    if (last !== undefined && joinsBackward(unit.text.codePointAt(0) ?? 0)) last.push(unit);
    else pieces.push([unit]);
  }
  return pieces;
}

function normalisePiece(piece: readonly Unit[]): Unit[] {
  const one = piece.map((unit) => ({ ...unit, text: normaliseLetters(unit.text) }));
  if (piece.length < 2) return one;
  const whole = normaliseLetters(piece.map((unit) => unit.text).join(""));
  if (one.map((unit) => unit.text).join("") === whole) return one;
  return [{ text: whole, start: piece[0]?.start ?? 0, end: piece.at(-1)?.end ?? 0 }];
}

function joinSpaces(units: readonly Unit[]): Unit[] {
  const joined: Unit[] = [];
  let afterSpace = false;
  for (const { text, start, end } of units) {
    for (const character of text) {
      const isSpace = isWhiteSpace(character.codePointAt(0) ?? 0);
      const last = joined.at(-1);
      if (isSpace && afterSpace && last !== undefined) joined[joined.length - 1] = { ...last, end };
      else joined.push({ text: isSpace ? " " : character, start, end });
      afterSpace = isSpace;
    }
  }
  return joined;
}

function byteMap(units: readonly Unit[]): OffsetMap {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { text, start, end } of units) {
    for (let i = utf8Length(text.codePointAt(0) ?? 0); i > 0; i--) {
      starts.push(start);
      ends.push(end);
    }
  }
  return { starts, ends };
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
