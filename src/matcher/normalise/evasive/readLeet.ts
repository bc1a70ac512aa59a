import { isDigit, isSmallLetter } from "./letters.js";
import type { Units } from "./units.js";

/** Stands for 1, ! and | that read as a letter, i or l, until `foldIl`; `stripLatin` leaves none of it in a text. */
export const iOrL = 0x131;

const letters = new Map(
  Object.entries({
    0: "o",
    1: "ı",
    3: "e",
    4: "a",
    5: "s",
    7: "t",
    8: "b",
    9: "g",
    $: "s",
    "@": "a",
    "!": "ı",
    "|": "ı",
  }),
);

/** Letters that stand beside a number and leave it one: measures, times, ordinals, currencies. */
const measures = new Set(
  (
    "km cm mm nm kg mg lb lbs oz ml cl kb mb gb tb hz khz mhz ghz kw kwh min mins hr hrs sec am pm st nd rd th " +
    "fps px pt us usd eur gbp jpy cny rmb inr brl cad aud chf rub krw rs"
  ).split(" "),
);

/**
 * Digits and signs that stand for Latin letters, as those: 0 o, 3 e, 4 a, 5 s, 7 t, 8 b, 9 g, $ s, @ a, and 1 ! | for i or
 * l. Only one or two together, only beside letters, and by their place in the run of letters, digits and signs:
 * inside, all; at its start one digit or $ before two letters; at its end one digit after two letters, two that are
 * the same, $ after three letters, or $$. A number with a measure or currency (5km, usd5, 1st) stays, as do numbers without
 * letters and those of three digits and more: so prices and telephone numbers never become words.
 * Cost in false matches: names with a digit (mp3 reads as mpe, top10 not); what ! or @ divides without spaces joins.
 */
export function readLeet(units: Units): Units {
  const { codePoints } = units;
  let read: Int32Array | undefined;
  for (let i = 0; i < codePoints.length; i++) {
    if (!isLeet(codePoints[i] ?? 0)) continue;
    const [from, to] = runAround(codePoints, i);
    const run = String.fromCharCode(...codePoints.subarray(from, to));
    const letters = readRun(run);
    if (letters !== run) {
      read ??= codePoints.slice();
      for (let k = from; k < to; k++) read[k] = letters.charCodeAt(k - from);
    }
    i = to;
  }
  return read === undefined ? units : { ...units, codePoints: read };
}

/** The run of letters, digits and signs around a place; none longer than `longest` is read, and it is all of it. */
function runAround(codePoints: Int32Array, at: number): [from: number, to: number] {
  let from = at;
  while (from > 0 && isInRun(codePoints[from - 1] ?? 0)) from--;
  let to = at + 1;
  while (to < codePoints.length && isInRun(codePoints[to] ?? 0)) to++;
  return to - from > longest ? [to, to] : [from, to];
}

/** No word is as long; what is longer is left as it is. */
const longest = 256;

function isInRun(codePoint: number): boolean {
  return isSmallLetter(codePoint) || isLeet(codePoint);
}

/** Whether it is a digit or one of $ @ ! | */
function isLeet(codePoint: number): boolean {
  if (isDigit(codePoint)) return true;
  return codePoint === 0x24 || codePoint === 0x40 || codePoint === 0x21 || codePoint === 0x7c;
}

function readRun(run: string): string {
  const count = run.replace(/[^a-z]+/g, "").length;
  if (count === 0 || count === run.length || isMeasured(run)) return run;
  return run.replace(/[^a-z]+/g, (group, at: number) => {
    const place = at === 0 ? isLeading : at + group.length === run.length ? isTrailing : isInner;
    return place(group, count) ? Array.from(group, (sign) => letters.get(sign) ?? sign).join("") : group;
  });
}

function isMeasured(run: string): boolean {
  const measure = /^\$?[0-9]+([a-z]+)$|^([a-z]+)\$?[0-9]+$/.exec(run);
  return measure !== null && measures.has(measure[1] ?? measure[2] ?? "");
}

function isLeading(group: string, count: number): boolean {
  return /^[01345789$]$/.test(group) && count >= 2;
}

function isTrailing(group: string, count: number): boolean {
  if (group === "$$") return true;
  if (group === "$") return count >= 3;
  return /^[01345789]$/.test(group) ? count >= 2 : /^([01345789])\1$/.test(group);
}

function isInner(group: string): boolean {
  return /^[01345789$@!|]{1,2}$/.test(group);
}
