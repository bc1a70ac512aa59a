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
  const text = units.codePoints.map(asCharacter).join("");
  if (!/[0-9$@!|]/.test(text)) return units;
  const read = text.replace(/[a-z0-9$@!|]+/g, readRun);
  const codePoints = units.codePoints.map((codePoint, i) => {
    return read[i] === text[i] ? codePoint : read.charCodeAt(i);
  });
  return { ...units, codePoints };
}

/** One UTF-16 unit a character, so that places stay. */
function asCharacter(codePoint: number): string {
  return codePoint < 0x80 ? String.fromCharCode(codePoint) : " ";
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
