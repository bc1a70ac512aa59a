import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, canonicalTerm } from "../../src/matcher/canonical.js";
import { joinsBackward } from "../../src/matcher/characters.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { canonicalByPieces, offsetMap, originalSpan } from "../../src/matcher/offsetMap.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { canonicalByDefinition } from "./byDefinition.js";

const awkward =
  "aAzZ09_ \t\n\u00a0\u3000ßẞﬁİıſςΣΐΰ™℠´¨¯¸ªº½ǅŉǰᾳᾼ\u0345\u0301\u0308\u0323\u0327\u0338éÅÅΩ" +
  "각가ㄱㅏㄳ\u1100\u1161\u11a8ｶﾞﾟカ゛が\u3099ﾡￂￇ\u200d\u200c\u00ad\ufeff\u{e0020}\u180e🙂👩🏽𝔄𝟘𐐀ᏸꭰ①㍿ﷺｱ" +
  "\u0915\u093c\u0958\u09c7\u09be\u0b47\u0b56\u1025\u102e\u{16d63}\u{16d67}\u{16d68}\u{110ba}\u0f71\u0f72\u0f73\u{1d15e}\u2028\u0085\ud800\udc00";

const awkwardText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from(awkward)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 2 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));

/** Every assigned character but the ideographs and syllables of the long blocks, of which each 100th. */
function* assigned(): Iterable<string> {
  for (let i = 0; i < 0xe0200; i += isLongBlock(i) ? 100 : 1) {
    const character = String.fromCodePoint(i);
    if (!/\p{Cn}|\p{Cs}|\p{Co}/u.test(character)) yield character;
  }
}

function isLongBlock(codePoint: number): boolean {
  return [
    [0x3400, 0x9f00],
    [0xac00, 0xd700],
    [0x17000, 0x18800],
    [0x20000, 0x33400],
  ].some(([from = 0, to = 0]) => codePoint >= from && codePoint < to);
}

describe("canonical(text)", () => {
  const cases: [text: string, expected: string, what: string][] = [
    ["", "", "nothing from nothing"],
    ["Straße", "strasse", "folds ß to two letters"],
    ["oﬁce", "ofice", "takes ligatures apart"],
    ["İI", "i̇i", "is not Turkic"],
    ["ΣΑΣ ς", "σασ σ", "folds the final sigma"],
    ["ＡＢＣ１", "abc1", "reads full-width letters as ASCII"],
    ["ｶﾞ", "ガ", "joins the half-width voiced mark"],
    ["cafe\u0301", "café", "composes"],
    ["año ano", "año ano", "keeps diacritics"],
    ["сор", "сор", "keeps scripts apart"],
    ["a™b℠c", "a b c", "reads ™ and ℠ as spaces"],
    [
      "a´b¨c¯d¸e",
      "a \u0301b \u0308c \u0304d \u0327e".replace(/[\u0301\u0308\u0304\u0327]/gu, ""),
      "reads spacing marks as spaces",
    ],
    ["a\u00adb\u200dc\ufeffd", "abcd", "leaves invisible characters out"],
    ["e\u200d\u0301", "é", "composes across an invisible character"],
    [" a \t\r\n\u00a0\u3000 b ", " a b ", "makes runs of white space one space, untrimmed"],
    ["\u1e9e", "ss", "folds capital ẞ"],
    ["ŉ", "ʼn", "folds what expands"],
    ["ᾳ", "αι", "folds iota subscript"],
    ["Ꭰꭰ", "ᎠᎠ", "folds Cherokee to capitals"],
  ];
  test.each(cases)("canonical(%j) is %j: %s", (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test("canonicalTerm(raw) trims and may be empty", () => {
    expect(canonicalTerm("\u00a0 Ab  c\t")).toBe("ab c");
    expect(canonicalTerm(" \u200d´ ")).toBe("");
  });

  test("canonical(text) equals the definition on the whole string", () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        expect(canonical(text)).toBe(canonicalByDefinition(text));
      }),
      { numRuns: 5000, seed: 7 },
    );
  });

  test("canonical(character) equals the definition for every code point", () => {
    const wrong: string[] = [];
    for (const character of assigned()) {
      if (canonical(character) !== canonicalByDefinition(character)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });
});

describe("canonicalByPieces(text)", () => {
  test("canonicalByPieces(text) equals canonical(text)", () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        expect(canonicalByPieces(text)).toBe(canonical(text));
      }),
      { numRuns: 20_000, seed: 11 },
    );
  });

  test("canonicalByPieces(left + character) equals canonical for every character that may start a piece", () => {
    const lefts = ["a", "\u1100", "\uac00", "\u0391\u0301", "\u304b", "\u0915", "\u{11099}"];
    const wrong: string[] = [];
    for (const character of assigned()) {
      if (joinsBackward(character.codePointAt(0) ?? 0)) continue;
      const text = lefts.map((left) => left + character).join(" ");
      if (canonicalByPieces(text) !== canonical(text)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });
});

describe("normaliseColumn(column)", () => {
  test("normaliseColumn(column) holds canonical(text) of every record", () => {
    fc.assert(
      fc.property(fc.array(awkwardText, { maxLength: 5 }), (texts) => {
        const column = normaliseColumn(utf8Column(texts)).canonical;
        const expected = texts.map((text) => canonical(text.toWellFormed()));
        expect(texts.map((_, record) => recordText(column, record))).toEqual(expected);
      }),
      { numRuns: 2000, seed: 13 },
    );
  });
});

/** The original text that the canonical part comes from. */
function original(text: string, part: string): string {
  const column = normaliseColumn(utf8Column([text]));
  const before = canonical(text).slice(0, canonical(text).indexOf(part));
  const start = Buffer.byteLength(before);
  const [from, to] = originalSpan(offsetMap(column, 0), start, start + Buffer.byteLength(part));
  return Buffer.from(text).subarray(from, to).toString();
}

describe("originalSpan(map, start, end)", () => {
  const cases: [text: string, part: string, expected: string, what: string][] = [
    ["say Abc now", "abc", "Abc", "leaves ASCII where it is"],
    ["ö Abc", "abc", "Abc", "counts bytes, not characters"],
    ["a   b Cd", "cd", "Cd", "follows shortened white space"],
    ["a \u00a0 b", "a b", "a \u00a0 b", "takes in the whole run of white space"],
    ["Maßstab", "mas", "Maß", "widens to ß when a hit ends inside it"],
    ["Maßstab", "sstab", "ßstab", "starts at ß when a hit starts at it"],
    ["Maßstab", "stab", "stab", "does not widen when it need not"],
    ["oﬁce", "ice", "ﬁce", "widens to the ligature when a hit starts inside it"],
    ["x\u00adA\u200db\u00ady", "ab", "A\u200db", "takes in invisible characters between, not around"],
    ["cafe\u0301s", "é", "e\u0301", "takes in the mark that was composed"],
    ["x\u0303y", "x", "x", "leaves a mark that stands alone"],
    ["e\u0323\u0302b", "ệ", "e\u0323\u0302", "takes in the whole sequence"],
    ["ＡＢｃ", "b", "Ｂ", "leads full-width letters back one by one"],
    ["🙂 𝔄b", "ab", "𝔄b", "counts astral characters as four bytes"],
    ["\u1100\u1161\u11a8x", "각", "\u1100\u1161\u11a8", "takes in the jamo of a syllable"],
  ];
  test.each(cases)("in %j, %j comes from %j: %s", (text, part, expected) => {
    expect(original(text, part)).toBe(expected);
  });

  test("originalSpan(map, 0, all) covers everything that is read, in order", () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        const column = normaliseColumn(utf8Column([text]));
        const map = offsetMap(column, 0);
        const size = column.canonical.bytes.length;
        const spans = Array.from({ length: size }, (_, i) => originalSpan(map, i, i + 1));
        expect(map === undefined || map.starts.length === size).toBe(true);
        expect(spans.every(([start, end]) => start < end && end <= column.original.bytes.length)).toBe(true);
        const starts = spans.map(([start]) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
      { numRuns: 3000, seed: 17 },
    );
  });
});
