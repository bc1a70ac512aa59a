import { collapseRuns } from "./collapseRuns.js";
import { foldMixed } from "./foldMixed.js";
import { joinSpelled } from "./joinSpelled.js";
import { readLetters } from "./letters.js";
import { iOrL, readLeet } from "./readLeet.js";
import { stripLatin } from "./stripLatin.js";
import type { Units } from "./units.js";
import { readUnits } from "./units.js";

/** The evasive view of a canonical text, each character with the canonical bytes it stands for. Cost: O(bytes). */
export function evasiveUnits(canonical: Uint8Array): Units {
  const letters = readLetters();
  const plain = stripLatin(letters, readUnits(canonical));
  const whole = joinSpelled(letters, plain);
  const latin = foldMixed(letters, whole);
  const read = readLeet(latin);
  return foldIl(collapseRuns(letters, read));
}

/**
 * l, and 1 ! | where they read as letters, as i: one text cannot say which of the two a 1 stands for.
 * Cost in false matches: words that differ in i and l alone (mail and mall).
 */
function foldIl(units: Units): Units {
  const codePoints = units.codePoints.slice();
  for (let i = 0; i < codePoints.length; i++) {
    if (codePoints[i] === 0x6c || codePoints[i] === iOrL) codePoints[i] = 0x69;
  }
  return { ...units, codePoints };
}
