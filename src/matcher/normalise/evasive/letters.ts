import { bindingRanges, latinRanges, letterRanges, markRanges } from "../../tables/characterClasses.js";
import { foreignLooks, latinLooks } from "../../tables/latinLooks.js";
import { readEntries } from "../../tables/readTable.js";
import { codePointSet, isInSet } from "../codePointSet.js";
import { unicodeData } from "../unicodeData.js";

/** What the evasive view knows of letters, as sets and maps. */
export type Letters = {
  /** What continues a word, as in `isBinding`. */
  readonly binding: Uint8Array;
  /** Letters of scripts that separate words. */
  readonly letter: Uint8Array;
  readonly latin: Uint8Array;
  readonly mark: Uint8Array;
  readonly latinLooks: ReadonlyMap<number, readonly number[]>;
  readonly foreignLooks: ReadonlyMap<number, readonly number[]>;
};

let letters: Letters | undefined;

/** Read from the tables on first use (some 15 ms, 0.6 MB), then kept. */
export function readLetters(): Letters {
  letters ??= {
    binding: codePointSet(bindingRanges),
    letter: codePointSet(letterRanges),
    latin: codePointSet(latinRanges),
    mark: codePointSet(markRanges),
    latinLooks: readLooks(latinLooks),
    foreignLooks: readLooks(foreignLooks),
  };
  return letters;
}

/** The ASCII letters that a Latin letter is drawn as, marks left out; `undefined` for what is not drawn so. */
export function plainLatin({ latinLooks }: Letters, codePoint: number): readonly number[] | undefined {
  const base = baseOf(codePoint);
  return latinLooks.get(codePoint) ?? latinLooks.get(base) ?? (isSmallLetter(base) ? [base] : undefined);
}

/** The ASCII letters that a letter of another script looks like, marks left out; `undefined` for all others. */
export function foreignAsLatin({ foreignLooks }: Letters, codePoint: number): readonly number[] | undefined {
  return foreignLooks.get(codePoint) ?? foreignLooks.get(baseOf(codePoint));
}

export function isLatin(letters: Letters, codePoint: number): boolean {
  return isSmallLetter(codePoint) || isInSet(letters.latin, codePoint);
}

/** Whether it is one of a … z; canonical text has no capitals. */
export function isSmallLetter(codePoint: number): boolean {
  return codePoint >= 0x61 && codePoint <= 0x7a;
}

export function isDigit(codePoint: number): boolean {
  return codePoint >= 0x30 && codePoint <= 0x39;
}

function baseOf(codePoint: number): number {
  return unicodeData().decompositions.get(codePoint)?.[0] ?? codePoint;
}

function readLooks(table: string): Map<number, number[]> {
  return new Map(readEntries(table).map(([from = 0, ...to]) => [from, to]));
}
