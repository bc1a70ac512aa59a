import { isInSet } from "../codePointSet.js";
import type { Letters } from "./letters.js";
import type { Units, UnitsBuilder } from "./units.js";
import { addLike, builtUnits, newUnits, widenLast } from "./units.js";

/**
 * Words with their repeated letters made fewer, by how many runs of equal letters a word has: from four runs on each run
 * becomes one letter (coffeee and cofee as cofe), with three runs those of three and more letters become one (yesss as
 * yes, and bell stays), with one or two they become two (asss as ass): in short words doubled letters tell words
 * apart, and a stretched one is more often like a word than like another. Digits and signs stay.
 * Cost in false matches: longer words that differ in doubled letters alone (latter and later, dinner and diner).
 */
export function collapseRuns(letters: Letters, units: Units): Units {
  const { codePoints } = units;
  if (!hasRuns(codePoints)) return units;
  const collapsed = newUnits(codePoints.length);
  for (let i = 0; i < codePoints.length;) {
    const { end, runs } = wordFrom(letters, units, i);
    if (end === i) addLike(collapsed, codePoints[i] ?? 0, [units, i]);
    else addWord({ units, collapsed }, [i, end], runs);
    i = Math.max(end, i + 1);
  }
  return builtUnits(collapsed);
}

function hasRuns(codePoints: Int32Array): boolean {
  for (let i = 1; i < codePoints.length; i++) if (codePoints[i] === codePoints[i - 1]) return true;
  return false;
}

/** Where the run of letters from `from` on ends, and its runs of equal letters. */
function wordFrom({ letter }: Letters, { codePoints }: Units, from: number): { end: number; runs: number } {
  let end = from;
  let runs = 0;
  for (; end < codePoints.length && isInSet(letter, codePoints[end] ?? 0); end++) {
    if (end === from || codePoints[end] !== codePoints[end - 1]) runs++;
  }
  return { end, runs };
}

type Rewrite = { readonly units: Units; readonly collapsed: UnitsBuilder };

function addWord({ units, collapsed }: Rewrite, [from, to]: readonly [number, number], runs: number): void {
  for (let i = from; i < to;) {
    const codePoint = units.codePoints[i];
    let next = i + 1;
    while (next < to && units.codePoints[next] === codePoint) next++;
    const kept = lettersKept(next - i, runs);
    for (let k = 0; k < kept; k++) addLike(collapsed, codePoint ?? 0, [units, i + k]);
    widenLast(collapsed, units, next - 1);
    i = next;
  }
}

function lettersKept(length: number, runs: number): number {
  if (runs >= 4) return 1;
  if (length < 3) return length;
  return runs === 3 ? 1 : 2;
}
