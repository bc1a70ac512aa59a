import { isInSet } from "../codePointSet.js";
import type { Letters } from "./letters.js";
import { foreignAsLatin, isLatin } from "./letters.js";
import type { Units } from "./units.js";
import { addLike, addUnits, emptyUnits, widenLast } from "./units.js";

/**
 * Words that mix Latin letters with look-alikes of other scripts, in Latin: each look-alike as what UTS #39 says it looks
 * like. Only where all its letters of other scripts look Latin; words wholly in one script stay ("сор" is not "cop").
 * A letter that looks Latin as a capital alone counts (в as B), since the canonical view has no case.
 * Cost in false matches: small, as honest words seldom mix; units do ("μm" becomes "mm").
 */
export function foldMixed(letters: Letters, units: Units): Units {
  if (!units.codePoints.some((codePoint) => codePoint >= 0x80)) return units;
  const folded = emptyUnits();
  for (let i = 0; i < units.codePoints.length;) {
    const end = wordEnd(letters, units, i);
    if (isDisguised(letters, units.codePoints.slice(i, end))) addFolded(letters, { units, folded }, [i, end]);
    else addUnits(folded, units, [i, Math.max(end, i + 1)]);
    i = Math.max(end, i + 1);
  }
  return folded;
}

/** Where the word that begins at `from` ends; `from` itself when none does. */
function wordEnd({ binding }: Letters, { codePoints }: Units, from: number): number {
  let end = from;
  while (end < codePoints.length && isInSet(binding, codePoints[end] ?? 0)) end++;
  return end;
}

function isDisguised(letters: Letters, word: readonly number[]): boolean {
  if (!word.some((codePoint) => isLatin(letters, codePoint))) return false;
  const foreign = word.filter(
    (codePoint) => isInSet(letters.letter, codePoint) && !isLatin(letters, codePoint),
  );
  return foreign.length > 0 && foreign.every((codePoint) => foreignAsLatin(letters, codePoint) !== undefined);
}

type Rewrite = { readonly units: Units; readonly folded: Units };

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
