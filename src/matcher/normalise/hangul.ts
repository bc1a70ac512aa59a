// Conjoining jamo by arithmetic: Unicode Standard, section 3.12.
const firstSyllable = 0xac00;
const firstLeading = 0x1100;
const firstVowel = 0x1161;
/** One before the first trailing consonant: 0 stands for none. */
const noTrailing = 0x11a7;
const leadings = 19;
const vowels = 21;
const trailings = 28;
const syllables = leadings * vowels * trailings;

export function isSyllable(codePoint: number): boolean {
  return codePoint >= firstSyllable && codePoint < firstSyllable + syllables;
}

/** Whether it is a vowel or a trailing consonant that can join the jamo before it. */
export function isJoiningJamo(codePoint: number): boolean {
  const isVowel = codePoint >= firstVowel && codePoint < firstVowel + vowels;
  return isVowel || (codePoint > noTrailing && codePoint < noTrailing + trailings);
}

/** Leading consonant, vowel and, where the syllable has one, trailing consonant. */
export function jamoOf(syllable: number): number[] {
  const index = syllable - firstSyllable;
  const leading = firstLeading + Math.floor(index / (vowels * trailings));
  const vowel = firstVowel + (Math.floor(index / trailings) % vowels);
  const trailing = index % trailings;
  return trailing === 0 ? [leading, vowel] : [leading, vowel, noTrailing + trailing];
}

/** The syllable of leading consonant and vowel, or of a syllable without trailing consonant and such; else `undefined`. */
export function composeJamo(first: number, second: number): number | undefined {
  if (!isJoiningJamo(second)) return undefined;
  const isVowel = second < noTrailing;
  const leading = first - firstLeading;
  if (isVowel && leading >= 0 && leading < leadings) {
    return firstSyllable + (leading * vowels + second - firstVowel) * trailings;
  }
  const open = isSyllable(first) && (first - firstSyllable) % trailings === 0;
  return open && !isVowel ? first + second - noTrailing : undefined;
}
