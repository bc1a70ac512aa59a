import type { CodePoints } from "./codePoints.js";
import { addCodePoint, codePoints } from "./codePoints.js";
import { composeJamo, isSyllable, jamoOf } from "./hangul.js";
import type { UnicodeData } from "./unicodeData.js";

/**
 * NFKC(full case fold(NFKC(piece))), by the letter of the Unicode Standard (sections 3.11 and 3.13), one step after the
 * other. The piece holds no ignorable character and no blank. Cost: O(length), also for long runs of marks.
 * Texts meet this only where characters can interact; all others go by the trie that is made with it.
 * @returns a list that the next call writes over
 */
export function canonicalPiece(data: UnicodeData, piece: CodePoints): CodePoints {
  const [first, second] = [emptied(scratch[0]), emptied(scratch[1])];
  nfkc(data, piece, first);
  fold(data, first, second);
  nfkc(data, second, emptied(first));
  return first;
}

/** Kept between calls, which are many and short. */
const scratch = [codePoints(), codePoints()] as const;

/** An empty list, with the room that it had unless that was very much. */
function emptied(list: CodePoints): CodePoints {
  if (list.values.length > 4096) list.values = new Int32Array(64);
  list.length = 0;
  return list;
}

function nfkc(data: UnicodeData, source: CodePoints, target: CodePoints): void {
  for (let i = 0; i < source.length; i++) decompose(data, source.values[i] ?? 0, target);
  orderMarks(data, target);
  compose(data, target);
}

function fold({ foldings }: UnicodeData, source: CodePoints, target: CodePoints): void {
  for (let i = 0; i < source.length; i++) {
    const from = source.values[i] ?? 0;
    const to = foldings.get(from);
    if (to === undefined) addCodePoint(target, from);
    else for (const codePoint of to) addCodePoint(target, codePoint);
  }
}

function decompose({ decompositions }: UnicodeData, from: number, target: CodePoints): void {
  const to = isSyllable(from) ? jamoOf(from) : decompositions.get(from);
  if (to === undefined) addCodePoint(target, from);
  else for (const codePoint of to) addCodePoint(target, codePoint);
}

/** Sorts each run of marks by combining class, stable. */
function orderMarks({ combining }: UnicodeData, { values, length }: CodePoints): void {
  for (let from = 0; from < length; from++) {
    let isOrdered = true;
    let to = from;
    for (let last = 0; to < length; to++) {
      const order = combining[values[to] ?? 0] ?? 0;
      if (order === 0) break;
      if (order < last) isOrdered = false;
      last = order;
    }
    if (!isOrdered) sortByClass(combining, values.subarray(from, to));
    from = to;
  }
}

/** A counting sort: a text with millions of marks on one letter must not hang. */
function sortByClass(combining: Uint8Array, marks: Int32Array): void {
  const places = new Int32Array(257);
  for (const mark of marks) {
    const after = (combining[mark] ?? 0) + 1;
    places[after] = (places[after] ?? 0) + 1;
  }
  for (let i = 1; i < places.length; i++) places[i] = (places[i] ?? 0) + (places[i - 1] ?? 0);
  const unsorted = marks.slice();
  for (const mark of unsorted) {
    const order = combining[mark] ?? 0;
    const place = places[order] ?? 0;
    marks[place] = mark;
    places[order] = place + 1;
  }
}

/** Joins each starter with the marks and jamo behind it that compose and are not blocked; in place. */
function compose(data: UnicodeData, list: CodePoints): void {
  const { values } = list;
  let length = 0;
  let starter = -1;
  let last = 0;
  for (let i = 0; i < list.length; i++) {
    const codePoint = values[i] ?? 0;
    const order = data.combining[codePoint] ?? 0;
    const isOpen = starter >= 0 && (starter === length - 1 || last < order);
    const composed = isOpen ? composePair(data, values[starter] ?? 0, codePoint) : undefined;
    if (composed !== undefined) {
      values[starter] = composed;
      continue;
    }
    if (order === 0) starter = length;
    last = order;
    values[length++] = codePoint;
  }
  list.length = length;
}

function composePair(data: UnicodeData, first: number, second: number): number | undefined {
  return composeJamo(first, second) ?? data.compositions.get(second)?.get(first);
}
