import { isInSet } from "../codePointSet.js";
import type { Letters } from "./letters.js";
import { isDigit } from "./letters.js";
import type { Units } from "./units.js";
import { addLike, addUnits, builtUnits, newUnits } from "./units.js";

/** So many letters with separators between them are a word that is spelled. */
const fewest = 3;
/** A separator has at most so many characters. */
const widest = 3;

/**
 * Takes the separators out of words that are spelled: at least three single characters, each followed by the same one to
 * three separators (v.i.n, v i n, v - i - n), letters or, fewer than the letters, digits. A change of separator ends
 * the word, so that "p.l.u.m t.a.r.t" stays two. Numbers alone are never joined: telephone numbers and dates stay.
 * Cost in false matches: initials become words ("U. S. A.", "a b c"); two spelled words with the same separator
 * between them become one, which only terms that match within words find.
 */
export function joinSpelled(letters: Letters, units: Units): Units {
  const joined = newUnits(units.codePoints.length);
  let copied = 0;
  for (let i = 0; i < units.codePoints.length; i++) {
    if (!isSingle(letters, units, i)) continue;
    const places = spelledFrom(letters, units, i);
    const last = places.at(-1) ?? i;
    if (isWord(units, places)) {
      addUnits(joined, units, [copied, i]);
      for (const place of places) addLike(joined, units.codePoints[place] ?? 0, [units, place]);
      copied = last + 1;
    }
    i = last;
  }
  if (copied === 0) return units;
  addUnits(joined, units, [copied, units.codePoints.length]);
  return builtUnits(joined);
}

/** Places of the single characters from `first` on that one and the same separator divides. */
function spelledFrom(letters: Letters, units: Units, first: number): number[] {
  const places = [first];
  const width = separatorWidth(units, first + 1);
  if (width === undefined) return places;
  for (let next = first + 1 + width; isSingle(letters, units, next); next += 1 + width) {
    if (separatorWidth(units, next - width) !== width || !isSameSeparator(units, [first, next], width)) break;
    places.push(next);
  }
  return places;
}

function isWord({ codePoints }: Units, places: readonly number[]): boolean {
  const digits = places.filter((place) => isDigit(codePoints[place] ?? 0)).length;
  return places.length >= fewest && digits * 2 < places.length;
}

/** Whether it is a letter or digit with no word character at its side. */
function isSingle({ binding, letter }: Letters, { codePoints }: Units, i: number): boolean {
  const codePoint = codePoints[i] ?? 0;
  if (isInSet(binding, codePoints[i + 1] ?? 0) || isInSet(binding, codePoints[i - 1] ?? 0)) return false;
  return isDigit(codePoint) || isInSet(letter, codePoint);
}

/** How many separators stand from `from` on; `undefined` for none or too many. */
function separatorWidth({ codePoints }: Units, from: number): number | undefined {
  let width = 0;
  while (width <= widest && isSeparator(codePoints[from + width] ?? 0)) width++;
  return width === 0 || width > widest ? undefined : width;
}

function isSameSeparator(
  { codePoints }: Units,
  [first, next]: readonly [number, number],
  width: number,
): boolean {
  for (let k = 0; k < width; k++)
    if (codePoints[first + 1 + k] !== codePoints[next - width + k]) return false;
  return true;
}

/** White space, punctuation, dingbats and emoji: all that people put between letters. */
function isSeparator(codePoint: number): boolean {
  if (codePoint < 0x80) return codePoint >= 0x20 && !/[0-9a-z]/.test(String.fromCharCode(codePoint));
  if (codePoint <= 0xbf)
    return codePoint >= 0xa1 && codePoint !== 0xaa && codePoint !== 0xb5 && codePoint !== 0xba;
  const isPunctuation = codePoint >= 0x2010 && codePoint <= 0x205e;
  const isDingbat = codePoint >= 0x2190 && codePoint <= 0x27bf;
  return isPunctuation || isDingbat || (codePoint >= 0x1f300 && codePoint <= 0x1faff);
}
