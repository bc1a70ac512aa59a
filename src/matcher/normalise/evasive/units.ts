import { decodeAt, utf8Length, writeCodePoint } from "../utf8.js";

/**
 * A text as parallel arrays: each code point with the range of canonical bytes that it stands for. Ranges ascend; two
 * units share one where a character became two letters, and what was left out is in none or within a wider one.
 */
export type Units = { readonly codePoints: number[]; readonly starts: number[]; readonly ends: number[] };

export function emptyUnits(): Units {
  return { codePoints: [], starts: [], ends: [] };
}

/** The canonical bytes as units, one a code point. */
export function readUnits(bytes: Uint8Array): Units {
  const units = emptyUnits();
  for (let at = 0; at < bytes.length;) {
    const decoded = decodeAt(bytes, at, bytes.length);
    const next = at + (decoded >> 24);
    units.codePoints.push(decoded & 0xffffff);
    units.starts.push(at);
    units.ends.push(next);
    at = next;
  }
  return units;
}

/** The units as UTF-8. */
export function writeUnits({ codePoints }: Units): Uint8Array {
  const bytes = new Uint8Array(unitsLength(codePoints));
  let at = 0;
  for (const codePoint of codePoints) at = writeCodePoint(bytes, at, codePoint);
  return bytes;
}

/** Appends `codePoint` with the range of unit `i` of another text. */
export function addLike(target: Units, codePoint: number, [source, i]: readonly [Units, number]): void {
  target.codePoints.push(codePoint);
  target.starts.push(source.starts[i] ?? 0);
  target.ends.push(source.ends[i] ?? 0);
}

/** Appends units `from … to` of another text. */
export function addUnits(target: Units, source: Units, [from, to]: readonly [number, number]): void {
  for (let i = from; i < to; i++) addLike(target, source.codePoints[i] ?? 0, [source, i]);
}

/** Lets the last unit stand for unit `i` of another text, too. */
export function widenLast(target: Units, source: Units, i: number): void {
  if (target.ends.length > 0) target.ends[target.ends.length - 1] = source.ends[i] ?? 0;
}

function unitsLength(codePoints: readonly number[]): number {
  let length = 0;
  for (const codePoint of codePoints) length += utf8Length(codePoint);
  return length;
}
