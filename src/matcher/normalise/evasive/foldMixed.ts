import { isInSet } from "../codePointSet.js";
import type { Letters } from "./letters.js";
import { foreignAsLatin, isLatin } from "./letters.js";
import type { Units, UnitsBuilder } from "./units.js";
import { addLike, addUnits, builtUnits, newUnits, widenLast } from "./units.js";

/**
 * Words that mix Latin letters with look-alikes of other scripts, in Latin: each look-alike as what UTS #39 says it looks
 * like. Only where all its letters of other scripts look Latin; words wholly in one script stay ("сор" is not "cop").
 * A letter that looks Latin as a capital alone counts (в as B), since the canonical view has no case.
 * Cost in false matches: small, as honest words seldom mix; units do ("μm" becomes "mm").
 */
export function foldMixed(letters: Letters, units: Units): Units {
  const { codePoints } = units;
  let folded: UnitsBuilder | undefined;
  let copied = 0;
  for (let i = 0; i < codePoints.length; i++) {
    if (!isForeign(letters, codePoints[i] ?? 0)) continue;
    const [from, to] = wordAround(letters, codePoints, i);
    i = to;
    if (!isDisguised(letters, codePoints.subarray(from, to))) continue;
    // A look-alike becomes two letters at most.
    folded ??= newUnits(codePoints.length * 2);
    addUnits(folded, units, [copied, from]);
    addFolded(letters, { units, folded }, [from, to]);
    copied = to;
  }
  if (folded === undefined) return units;
  addUnits(folded, units, [copied, codePoints.length]);
  return builtUnits(folded);
}

function isForeign(letters: Letters, codePoint: number): boolean {
  return codePoint >= 0x80 && isInSet(letters.letter, codePoint) && !isLatin(letters, codePoint);
}

function wordAround({ binding }: Letters, codePoints: Int32Array, at: number): [from: number, to: number] {
  let from = at;
  while (from > 0 && isInSet(binding, codePoints[from - 1] ?? 0)) from--;
  let to = at + 1;
  while (to < codePoints.length && isInSet(binding, codePoints[to] ?? 0)) to++;
  return [from, to];
}

/** Whether Latin letters are among it, and no letter of another script that does not look Latin. */
function isDisguised(letters: Letters, word: Int32Array): boolean {
  if (!word.some((codePoint) => isLatin(letters, codePoint))) return false;
  return word.every(
    (codePoint) => !isForeign(letters, codePoint) || foreignAsLatin(letters, codePoint) !== undefined,
  );
}

type Rewrite = { readonly units: Units; readonly folded: UnitsBuilder };

function addFolded(
  letters: Letters,
  { units, folded }: Rewrite,
  [from, to]: readonly [number, number],
): void {
  for (let i = from; i < to; i++) {
    const codePoint = units.codePoints[i] ?? 0;
    const looks = foreignAsLatin(letters, codePoint);
    if (looks === undefined && isInSet(letters.mark, codePoint)) widenLast(folded, units, i);
    else for (const part of looks ?? [codePoint]) addLike(folded, part, [units, i]);
  }
}
