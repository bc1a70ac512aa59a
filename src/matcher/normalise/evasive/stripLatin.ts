import { isInSet } from "../codePointSet.js";
import type { Letters } from "./letters.js";
import { isLatin, isSmallLetter, plainLatin } from "./letters.js";
import type { Units } from "./units.js";
import { addLike, builtUnits, newUnits, widenLast } from "./units.js";

/**
 * Latin letters as ASCII: marks stripped (é as e, also where the mark stands alone behind it), strokes and hooks too
 * (ø as o), small capitals and white letters on black as letters (ʙ as b), ligatures as two (æ as ae).
 * Cost in false matches: words that differ in marks alone become one (Spanish año and ano, German schön and schon).
 */
export function stripLatin(letters: Letters, units: Units): Units {
  if (!hasOthers(units)) return units;
  // A letter becomes two at most.
  const stripped = newUnits(units.codePoints.length * 2);
  let afterLatin = false;
  for (let i = 0; i < units.codePoints.length; i++) {
    const codePoint = units.codePoints[i] ?? 0;
    if (codePoint < 0x80) {
      addLike(stripped, codePoint, [units, i]);
      afterLatin = isSmallLetter(codePoint);
    } else if (afterLatin && isInSet(letters.mark, codePoint)) {
      widenLast(stripped, units, i);
    } else {
      const plain = asPlain(letters, codePoint);
      for (const part of plain ?? [codePoint]) addLike(stripped, part, [units, i]);
      afterLatin = plain !== undefined;
    }
  }
  return builtUnits(stripped);
}

/** Whether any character is not ASCII. */
function hasOthers({ codePoints }: Units): boolean {
  for (const codePoint of codePoints) if (codePoint >= 0x80) return true;
  return false;
}

function asPlain(letters: Letters, codePoint: number): readonly number[] | undefined {
  return isLatin(letters, codePoint) ? plainLatin(letters, codePoint) : letters.latinLooks.get(codePoint);
}
