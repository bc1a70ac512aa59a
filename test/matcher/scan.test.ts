import { describe, expect, test } from "vitest";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import type { ScanOptions } from "../../src/matcher/scan.js";
import { scan } from "../../src/matcher/scan.js";
import type { Term } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { hitsOf, rowsOf, term } from "./terms.js";

/** `start-end` of every hit of one term in one text. */
function spans(raw: string, text: string, flags?: Partial<Term>): string[] {
  return rowsOf(hitsOf([term(raw, flags)], [text])).map(([, , start, end]) => `${start}-${end}`);
}

describe("scan(matcher, column): where a boundary holds", () => {
  const cases: [raw: string, text: string, expected: string[], what: string][] = [
    ["plum", "plum", ["0-4"], "at both ends of the text"],
    ["plum", "a plum, ripe", ["2-6"], "beside white space and punctuation"],
    ["plum", "plums", [], "not inside a longer word"],
    ["plum", "aplum", [], "not at the end of a longer word"],
    ["plum", "plum's o'plum", ["0-4", "9-13"], "beside an apostrophe"],
    ["plum", "plum-tree #plum @plum", ["0-4", "11-15", "17-21"], "beside hyphen, # and @"],
    ["plum", "plum4 4plum", [], "not beside a digit"],
    ["4ever", "4ever 14ever", ["0-5"], "with a digit at the edge of the term"],
    ["plum", "plum_ _plum", [], "not beside an underscore"],
    ["plum", "plum\u0303 plum", ["7-11"], "not before a combining mark"],
    ["plum", "éplum plumé", [], "not beside a letter outside ASCII"],
    ["plum", "plum² plum½", [], "not beside other numbers"],
    ["plum", "𝔄plum 🙂plum🙂", ["10-14"], "beside an emoji, not beside an astral letter"],
    ["plum", "梅plum李", ["3-7"], "beside Han"],
    ["plum", "ひplumカ", ["3-7"], "beside Hiragana and Katakana"],
    ["plum", "ーplum plumー", [], "not beside the long-vowel mark, whose Script is Common"],
    ["plum", "กplumລ កplumမ", ["3-7", "14-18"], "beside Thai, Lao, Khmer and Myanmar"],
    ["plum", "плplum 자plum", [], "not beside Cyrillic or Hangul"],
    ["李子", "买李子吃", ["3-9"], "inside Han text"],
    ["李子", "a李子b", ["1-7"], "between letters when the term's edge is Han"],
    ["プラム", "プラムー", ["0-9"], "before the long-vowel mark when the term's edge is Katakana"],
    ["ลูก", "กลูกก", ["3-12"], "inside Thai text"],
    ["слива", "слива сливами", ["0-10"], "in Cyrillic as in Latin"],
    ["자두", "자두나무 자두", ["13-19"], "in Hangul, which separates words"],
    ["c++", "c++ c++11 xc++", ["0-3", "4-7"], "after a term's own edge that is no word character"],
    ["#plum", "a#plum plum", ["1-6"], "before a term's own edge that is no word character"],
    ["++", "a++b", ["1-3"], "around a term without word characters"],
    [
      "ripe plum",
      "ripe  plum ripe\nplum ripeplum",
      ["0-9", "10-19"],
      "in a term of two words, over any white space",
    ],
  ];
  test.each(cases)("%j in %j at %j: %s", (raw, text, expected) => {
    expect(spans(raw, text)).toEqual(expected);
  });
});

describe("scan(matcher, column): match and overlaps", () => {
  const cases: [raw: string, text: string, match: Term["match"], expected: string[]][] = [
    ["plum", "plums aplum", "prefix", ["0-4"]],
    ["plum", "plums aplum", "substring", ["0-4", "7-11"]],
    ["aa", "aaaa", "substring", ["0-2", "1-3", "2-4"]],
    ["éé", "ééé", "substring", ["0-4", "2-6"]],
    ["a a", "a a a", "word", ["0-3", "2-5"]],
    ["李李", "李李李", "word", ["0-6", "3-9"]],
    ["STRASSE", "Straße", "word", ["0-7"]],
    ["s", "ß", "substring", ["0-1", "1-2"]],
    ["x", "xyx", "substring", ["0-1", "2-3"]],
    ["abcdefghij", "abcdefghij abcdefghik abcdefgh", "word", ["0-10"]],
  ];
  test.each(cases)("%j in %j as %s at %j", (...[raw, text, match, expected]) => {
    expect(spans(raw, text, { match })).toEqual(expected);
  });

  test("hits come by record, start, end and term id, whatever the order of the package", () => {
    const terms = [
      term("b", { termId: "z", match: "substring" }),
      term("abc", { termId: "y" }),
      term("B", { termId: "a", match: "substring" }),
      term("ab", { termId: "x", match: "prefix" }),
    ];
    const expected = [
      [1, 3, 0, 2],
      [1, 1, 0, 3],
      [1, 2, 1, 2],
      [1, 0, 1, 2],
      [3, 2, 0, 1],
      [3, 0, 0, 1],
    ];
    expect(rowsOf(hitsOf(terms, ["", "abc", "xyz", "b"]))).toEqual(expected);
  });

  test("a hit does not reach into the next record", () => {
    expect(rowsOf(hitsOf([term("ab", { match: "substring" }), term("a")], ["a", "b"]))).toEqual([
      [0, 1, 0, 1],
    ]);
  });

  test("a term that normalises to nothing is listed and matches nothing", () => {
    const matcher = compilePackage([term("plum"), term(" \u200d"), term("´")]);
    expect(Array.from(matcher.empty)).toEqual([1, 2]);
    expect(rowsOf(scan(matcher, utf8Column([" plum "])))).toEqual([[0, 0, 1, 5]]);
  });

  test("no terms or no records give columns of length 0", () => {
    expect(rowsOf(hitsOf([], ["plum"]))).toEqual([]);
    expect(rowsOf(hitsOf([term("plum")], []))).toEqual([]);
  });

  test("a matcher survives structuredClone", () => {
    const matcher = compilePackage([term("plum", { languages: ["de"] }), term("pear")]);
    const column = utf8Column(["plum pear"]);
    expect(scan(structuredClone(matcher), column)).toEqual(scan(matcher, column));
  });
});

describe("scan(matcher, column, {maxHitsPerTerm})", () => {
  test("keeps the first hits of a term in a record and names what was cut", () => {
    const terms = [term("a"), term("b")];
    const hits = hitsOf(terms, ["a a a b", "a a", "a a a a"], { maxHitsPerTerm: 2 });
    expect(
      rowsOf(hits)
        .filter(([, index]) => index === 0)
        .map(([record, , start]) => [record, start]),
    ).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
      [1, 2],
      [2, 0],
      [2, 2],
    ]);
    expect(hits.truncated).toEqual({ record: Int32Array.of(0, 2), term: Int32Array.of(0, 0) });
  });

  test("keeps 100 by default", () => {
    const hits = hitsOf([term("a")], ["a ".repeat(100), "a ".repeat(101)]);
    expect(hits.record.length).toBe(200);
    expect(hits.truncated.record).toEqual(Int32Array.of(1));
  });

  test.each([0, 1.5, Number.NaN])("refuses %d", (maxHitsPerTerm) => {
    expect(() => hitsOf([], [], { maxHitsPerTerm })).toThrow(
      new TypeError(`Expected \`maxHitsPerTerm\` to be an integer of at least 1, got \`${maxHitsPerTerm}\``),
    );
  });
});

describe("scan(matcher, column, {languages, markets})", () => {
  const cases: [term: Partial<Term>, record: ScanOptions, hits: number, what: string][] = [
    [{}, { languages: ["de"] }, 1, "a term without languages applies to all"],
    [{ languages: ["de", "pt"] }, { languages: ["pt"] }, 1, "one of the languages is enough"],
    [{ languages: ["de"] }, { languages: ["pt"] }, 0, "another language is out of scope"],
    [{ languages: ["pt"] }, { languages: ["pt-BR"] }, 1, "a refinement is in scope"],
    [{ languages: ["pt-BR"] }, { languages: ["pt"] }, 0, "a wider language is not"],
    [{ languages: ["fi"] }, { languages: ["fil"] }, 0, "a longer tag is no refinement"],
    [{ languages: ["pt-br"] }, { languages: ["PT-BR"] }, 1, "case does not count"],
    [{ languages: ["de"] }, {}, 1, "without a column nothing is restricted"],
    [{ languages: ["de"] }, { languages: [null] }, 1, "nor for a record without a language"],
    [{ markets: ["BR"] }, { markets: ["BR"] }, 1, "the market of the term"],
    [{ markets: ["BR"] }, { markets: ["PT"] }, 0, "another market"],
    [{ languages: ["pt"], markets: ["BR"] }, { languages: ["pt"], markets: ["PT"] }, 0, "both must hold"],
  ];
  test.each(cases)("a term of %j in a record of %j has %i hits: %s", (flags, record, hits) => {
    expect(hitsOf([term("plum", flags)], ["plum"], record).record.length).toBe(hits);
  });

  test("a scope column must have one entry per record", () => {
    expect(() => hitsOf([], ["a", "b"], { languages: ["de"] })).toThrow(
      new TypeError("Expected `languages` to have 2 entries, one per record, got 1"),
    );
  });
});
