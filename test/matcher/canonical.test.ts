import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, canonicalTerm } from "../../src/matcher/canonical.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { offsetMap, originalSpan } from "../../src/matcher/offsetMap.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { awkwardText } from "./awkwardText.js";
import { canonicalByDefinition } from "./byDefinition.js";

/** Every code point that the runtime's Unicode knows and that is no surrogate. */
function* known(): Iterable<string> {
  for (let i = 0; i < 0x110000; i++) {
    const character = String.fromCodePoint(i);
    if (!/[\p{Cn}\p{Cs}\p{Co}]/u.test(character)) yield character;
  }
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
        expect(canonical(text)).toBe(canonicalByDefinition(text.toWellFormed()));
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });

  // Between letters of several kinds, marks of low and of high class, and jamo; one text a block, for speed.
  test.each(["", "a", "\u0301", "E\u0316", "\u1100", "\uac00", "\u05d0\u05b0", "\u0391\u0345"])(
    "canonical(%j + character) equals the definition for every code point",
    (left) => {
      const texts = Array.from(known(), (character) => left + character);
      const wrong: string[] = [];
      for (let from = 0; from < texts.length; from += 64) {
        const text = texts.slice(from, from + 64).join("\n");
        if (canonical(text) !== canonicalByDefinition(text)) wrong.push(text);
      }
      expect(wrong).toEqual([]);
    },
  );
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
    ["a \u00a0 b", "a ", "a \u00a0 ", "ends with the run of white space"],
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
