// What generate.mjs takes from the confusables of UTS #39: letters that look like ASCII letters, as the canonical view
// (NFKC, case folded) shows them.

/** Entries `[from, to, to…]` of Latin letters and of letters of other scripts, each sorted. */
export function looksOf(skeletons, { letters, marks, latin, names }) {
  const isMark = new Set(marks);
  const asAscii = asciiReader(skeletons, isMark);
  const own = new Map();
  const ofCapital = new Map();
  for (const letter of letters) {
    const character = String.fromCodePoint(letter);
    const seen = canonicalLetter(character);
    const looks = seen === undefined || letter < 0x80 ? undefined : asAscii(character);
    if (looks === undefined) continue;
    if (seen === character) own.set(seen, looks);
    else if (!ofCapital.has(seen)) ofCapital.set(seen, looks);
  }
  // What the letter itself looks like counts before what its capital looks like (в: as B).
  const all = [...new Map([...ofCapital, ...own, ...drawnSmall(names)])].map(([from, to]) => [
    from.codePointAt(0),
    ...codes(to),
  ]);
  const sorted = all.filter(([from]) => from >= 0x80).toSorted((a, b) => a[0] - b[0]);
  return {
    latin: sorted.filter(([from]) => latin.has(from) || isBoxed(from)),
    foreign: sorted.filter(([from]) => !latin.has(from) && !isBoxed(from)),
  };
}

/** Small capitals and white letters on black, which UTS #39 leaves as they are; by their names. */
function drawnSmall(names) {
  const pattern =
    /^(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])$/u;
  return [...names].flatMap(([codePoint, name]) => {
    const letter = pattern.exec(name)?.[1]?.toLowerCase();
    return letter === undefined ? [] : [[String.fromCodePoint(codePoint), letter]];
  });
}

function isBoxed(codePoint) {
  return codePoint >= 0x1f150 && codePoint <= 0x1f189;
}

/** The one letter that the canonical view shows, when it is one. */
function canonicalLetter(character) {
  const seen = character.normalize("NFKC").toLowerCase().normalize("NFKC");
  const settled = seen.toUpperCase().toLowerCase() === seen || seen.toUpperCase() === seen;
  return Array.from(seen).length === 1 && settled ? seen : undefined;
}

/** The skeleton without marks when it is ASCII letters; `rn` stands for m there, and l for i. */
function asciiReader(skeletons, isMark) {
  return (character) => {
    const skeleton = Array.from(skeletons[character] ?? "", (part) => skeletons[part] ?? part).join("");
    const bare = Array.from(skeleton.normalize("NFD")).filter((part) => !isMark.has(part.codePointAt(0)));
    const text = bare.join("").toLowerCase().replaceAll("rn", "m");
    return /^[a-z]+$/u.test(text) ? text : undefined;
  };
}

function codes(text) {
  return Array.from(text, (character) => character.codePointAt(0));
}
