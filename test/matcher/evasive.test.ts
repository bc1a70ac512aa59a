import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/matcher/canonical.js";
import { evasiveColumn, evasiveTerm } from "../../src/matcher/evasiveColumn.js";
import { offsetMap, originalSpan } from "../../src/matcher/offsetMap.js";
import { recordText, utf8Column } from "../../src/matcher/utf8Column.js";
import { awkwardText } from "./awkwardText.js";
import { allMatches, wordPattern } from "./byDefinition.js";

function evasive(text: string): string {
  return recordText(evasiveColumn(utf8Column([text])).canonical, 0);
}

/** The original text under each hit of the term as a word. */
function found(term: string, text: string): string[] {
  const view = evasive(text);
  const map = offsetMap(evasiveColumn(utf8Column([text])), 0);
  return allMatches(wordPattern(evasiveTerm(term)), view).map((span) => {
    const [start = 0, end = 0] = span.map((at) => Buffer.byteLength(view.slice(0, at)));
    const [from, to] = originalSpan(map, start, end);
    return Buffer.from(text).subarray(from, to).toString();
  });
}

describe("evasiveTerm(term) stands in evasiveColumn(text)", () => {
  const cases: [term: string, text: string, part: string, what: string][] = [
    ["plum", "buy p l u m now", "p l u m", "spelled with spaces"],
    ["plum", "P.L.U.M.", "P.L.U.M", "spelled with full stops"],
    ["plum", "p-l-ü-m", "p-l-ü-m", "spelled with hyphens, one letter with a mark"],
    ["plum", "p * l * u * m", "p * l * u * m", "spelled with separators of several characters"],
    ["plum", "p🙂l🙂u🙂m", "p🙂l🙂u🙂m", "spelled with emoji"],
    ["plum", "p.1.u.m", "p.1.u.m", "spelled with a digit"],
    ["plum tart", "p.l.u.m t.a.r.t", "p.l.u.m t.a.r.t", "spelled as two words"],
    ["p.l.u.m", "a plum", "plum", "when the term is spelled"],
    ["слива", "с л и в а", "с л и в а", "spelled in Cyrillic"],
    ["plum", "ein Plüm", "Plüm", "with a mark"],
    ["plum", "plu\u0308\u0323m s", "plu\u0308\u0323m", "with marks that stand alone"],
    ["tart", "tart\u0316 x", "tart\u0316", "with a mark behind it that composes with nothing"],
    ["øre", "ore", "ore", "when the term has a stroke"],
    ["plum", "ᴘʟᴜᴍ", "ᴘʟᴜᴍ", "in small capitals"],
    ["plum", "🅿🅻🆄🅼", "🅿🅻🆄🅼", "in boxes"],
    ["plum", "a рlum", "рlum", "with a Cyrillic look-alike"],
    ["plum", "plυm", "plυm", "with a Greek look-alike"],
    ["berry", "Вerry", "Вerry", "with a Cyrillic capital whose small letter looks otherwise"],
    ["cherry", "chёrry", "chёrry", "with a look-alike that has a mark"],
    ["plum", "p1um p!um p|um", "p1um", "with 1, ! and | for l"],
    ["kiwi", "k1w1", "k1w1", "with 1 for i"],
    ["mill", "m1ll", "m1ll", "with 1 for i beside l"],
    ["mill", "mi11", "mi11", "with 1 for l, twice"],
    ["cherries", "ch3rr1e5", "ch3rr1e5", "with 3, 1 and 5"],
    ["salad", "$alad", "$alad", "with $ at the start"],
    ["salad", "5alad", "5alad", "with 5 at the start"],
    ["glass", "gla$$", "gla$$", "with $$ at the end"],
    ["mango", "m@ng0", "m@ng0", "with @ inside and 0 at the end"],
    ["plum", "pluuuum", "pluuuum", "with a letter repeated"],
    ["cherry", "ccherrrrryyy chery", "ccherrrrryyy", "with several repeated"],
    ["inn", "innnn", "innnn", "with the last letter repeated, in a term that doubles it"],
    [
      "plum",
      "x p\u200dl\u00adum",
      "p\u200dl\u00adum",
      "with invisible characters, which canonical text has not",
    ],
  ];
  test.each(cases)("%j in %j: %s", (term, text, part) => {
    expect(found(term, text)[0]).toBe(part);
  });

  const innocents: [term: string, text: string, what: string][] = [
    ["bad", "Badminton", "inside another word"],
    ["cop", "сор", "a word wholly in Cyrillic"],
    ["ovo", "ονο", "a word wholly in Greek"],
    ["vip", "vipклуб", "a mixed word with letters that look like none of Latin"],
    ["in", "inn", "a short word that doubles a letter"],
    ["god", "good", "a short word that doubles a letter"],
    ["ab", "a b", "two single letters"],
    ["plum", "p.l-u.m", "separators that change"],
    ["plum", "p....l....u....m", "long separators"],
    ["anna", "@nna", "a name after @"],
    ["wow", "w0w0000w", "many digits"],
    ["ban", "b4nk", "a longer word"],
    ["as", "a5 paper", "a letter and a digit"],
  ];
  test.each(innocents)("not %j in %j: %s", (term, text) => {
    expect(found(term, text)).toEqual([]);
  });
});

describe("evasiveColumn(column)", () => {
  test.each([
    "$41.99",
    "usd50",
    "$500k",
    "us$ 5",
    "r$50",
    "€1.000,50",
    "+1 (555) 010-0199",
    "0800 1337 55378008",
    "10:30",
    "3am",
    "1st 2nd 3rd",
    "5km 50kg",
    "5g",
    "vipклуб",
    "192.168.0.1",
    "2026-11-22",
    "#1337",
    "50%",
    "1.2.3",
    "4 5 5 3",
  ])("leaves %j as it is", (text) => {
    expect(evasive(text)).toBe(text);
  });

  test("leaves text of digits, signs and spaces as it is", () => {
    const signs = fc.constantFrom(...Array.from("0123456789$€@!|.,:;/+-()#% *"));
    const text = fc.array(signs, { maxLength: 20 }).map((parts) => canonical(parts.join("")));
    fc.assert(
      fc.property(text, (number) => {
        expect(evasive(number)).toBe(number);
      }),
      { numRuns: 2000, seed: 23 },
    );
  });

  const letters = fc.constantFrom(...Array.from("aeiilms bpp  015.$!-éеоρ한ß\u0301"));
  const text = fc.oneof(
    awkwardText,
    fc.array(letters, { maxLength: 20 }).map((parts) => parts.join("")),
  );

  test("is the same for texts with the same canonical view", () => {
    fc.assert(
      fc.property(text, (value) => {
        const other = Array.from(value, (character) => `\u00ad${character}`).join("");
        expect(evasive(other)).toBe(evasive(value));
      }),
      { numRuns: 2000, seed: 29 },
    );
  });

  test("is the same for a record whatever stands before and after it", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const column = evasiveColumn(utf8Column(texts)).canonical;
        expect(texts.map((_, record) => recordText(column, record))).toEqual(texts.map(evasive));
      }),
      { numRuns: 1000, seed: 31 },
    );
  });

  test("has every record when they fill many batches", () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `${"p.l.u.m ".repeat(i % 40)}${i}x`);
    const column = evasiveColumn(utf8Column(texts)).canonical;
    const expected = texts.map((value) => evasive(value));
    expect(texts.map((_, record) => recordText(column, record))).toEqual(expected);
  });

  test("reads very long words, separators and runs without hanging", () => {
    const size = 300_000;
    const long = [
      "a".repeat(size),
      "a.".repeat(size),
      "1a".repeat(size),
      "aе".repeat(size),
      "$".repeat(size),
    ];
    expect(evasiveColumn(utf8Column(long)).canonical.offsets.length).toBe(long.length + 1);
  });

  test("offsetMap(column, record) leads every byte to original bytes, in order", () => {
    fc.assert(
      fc.property(text, (value) => {
        const column = evasiveColumn(utf8Column([value]));
        const size = column.canonical.bytes.length;
        const map = offsetMap(column, 0);
        const spans = Array.from({ length: size }, (_, i) => originalSpan(map, i, i + 1));
        expect(map?.starts.length).toBe(size);
        expect(spans.every(([start, end]) => start < end && end <= column.original.bytes.length)).toBe(true);
        expect(spans.every(([start], i) => start >= (spans[i - 1]?.[0] ?? 0))).toBe(true);
      }),
      { numRuns: 2000, seed: 37 },
    );
  });
});
