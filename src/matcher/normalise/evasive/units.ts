import { decodeAt, utf8Length, writeCodePoint } from "../utf8.js";

/**
 * A text as parallel arrays: each code point with the range of canonical bytes that it stands for. Ranges ascend; two
 * units share one where a character became two letters, and what was left out is in none or within a wider one.
 */
export type Units = {
  readonly codePoints: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
};

/** Units that are being collected; `length` of them are there, and room for no more than was asked for. */
export type UnitsBuilder = Units & { length: number };

export function newUnits(room: number): UnitsBuilder {
  return {
    codePoints: new Int32Array(room),
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    length: 0,
  };
}

/** What was collected. */
export function builtUnits({ codePoints, starts, ends, length }: UnitsBuilder): Units {
  return {
    codePoints: codePoints.subarray(0, length),
    starts: starts.subarray(0, length),
    ends: ends.subarray(0, length),
  };
}

/** The canonical bytes as units, one a code point. */
export function readUnits(bytes: Uint8Array): Units {
  const units = newUnits(bytes.length);
  for (let at = 0; at < bytes.length;) {
    const decoded = decodeAt(bytes, at, bytes.length);
    units.codePoints[units.length] = decoded & 0xffffff;
    units.starts[units.length] = at;
    at += decoded >> 24;
    units.ends[units.length++] = at;
  }
  return builtUnits(units);
}

/** The units as UTF-8. */
export function writeUnits({ codePoints }: Units): Uint8Array {
  const bytes = new Uint8Array(unitsLength(codePoints));
  let at = 0;
  for (const codePoint of codePoints) at = writeCodePoint(bytes, at, codePoint);
  return bytes;
}

/** Appends `codePoint` with the range of unit `i` of another text. */
export function addLike(
  target: UnitsBuilder,
  codePoint: number,
  [source, i]: readonly [Units, number],
): void {
  target.codePoints[target.length] = codePoint;
  target.starts[target.length] = source.starts[i] ?? 0;
  target.ends[target.length++] = source.ends[i] ?? 0;
}

/** Appends units `from … to` of another text. */
export function addUnits(target: UnitsBuilder, source: Units, [from, to]: readonly [number, number]): void {
  target.codePoints.set(source.codePoints.subarray(from, to), target.length);
  target.starts.set(source.starts.subarray(from, to), target.length);
  target.ends.set(source.ends.subarray(from, to), target.length);
  target.length += to - from;
}

/** Lets the last unit stand for unit `i` of another text, too. */
export function widenLast(target: UnitsBuilder, source: Units, i: number): void {
  if (target.length > 0) target.ends[target.length - 1] = source.ends[i] ?? 0;
}

function unitsLength(codePoints: Int32Array): number {
  let length = 0;
  for (const codePoint of codePoints) length += utf8Length(codePoint);
  return length;
}
