import fc from "fast-check";
import { expect, test } from "vitest";
import { soughtTokens } from "../../loaders/replay/soughtTokens.js";
import { findRecords, wordIndex } from "../../loaders/replay/wordIndex.js";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { normaliseColumn } from "../../src/matcher/normaliseColumn.js";
import { scan } from "../../src/matcher/scan.js";
import type { TermMatch } from "../../src/matcher/term.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import { term } from "../matcher/terms.js";

/** Characters of words, of scripts without spaces, marks, signs and what normalises to something else. */
const characters = [
  "a",
  "B",
  "c",
  "é",
  "ß",
  "ﬁ",
  "с",
  "́",
  "4",
  "_",
  " ",
  " ",
  " ",
  "-",
  "…",
  "—",
  "™",
  "“",
  "+",
];
const others = ["漢", "字", "か", "ข", "้", "ำ", "မ", "𠀀", "😀", "٣", "ا", "\u200d"];
const text = fc.string({ unit: fc.constantFrom(...characters, ...others), maxLength: 24 });
const matches = fc.constantFrom<TermMatch>("word", "prefix", "substring");

/** Texts, and terms of which most are cut out of them. */
const cases = fc.array(text, { minLength: 1, maxLength: 12 }).chain((texts) =>
  fc.tuple(
    fc.constant(texts),
    fc.array(fc.tuple(fc.nat(), fc.nat(24), fc.integer({ min: 1, max: 8 }), matches), {
      minLength: 1,
      maxLength: 3,
    }),
  ),
);

test("findRecords() loses no record that scan() finds a term in, whatever its boundaries and script", () => {
  let told = 0;
  const property = fc.property(cases, ([texts, cuts]) => {
    const terms = cuts.map(([at, from, length, match]) => {
      const own = Array.from(texts[at % texts.length] ?? "");
      return term(
        own
          .slice(from % (own.length + 1))
          .slice(0, length)
          .join(""),
        { match },
      );
    });
    const { canonical } = normaliseColumn(utf8Column(texts));
    const sought = soughtTokens(terms);
    if (sought === undefined) return;
    told++;
    const records = new Set(findRecords(wordIndex(canonical), sought));
    const hit = new Set(scan(compilePackage(terms), canonical).record);
    expect([...hit].filter((record) => !records.has(record))).toEqual([]);
  });
  fc.assert(property, { numRuns: 5000 });
  expect(told).toBeGreaterThan(1000);
});

test("findRecords() finds the records that hold all words of a term, and hardly another", () => {
  const texts = Array.from({ length: 3000 }, (_, n) => `the ${n % 7} plums and word${n} of day ${n % 31}`);
  const index = wordIndex(utf8Column(texts));
  const find = (...words: string[]): number[] => {
    return Array.from(findRecords(index, soughtTokens(words.map((word) => term(word))) ?? []));
  };
  expect(find("word17")).toContain(17);
  expect(find("word17", "word2500").length).toBeLessThan(20);
  expect(find("the word2999 of")).toContain(2999);
  expect(find("quince").length).toBeLessThan(20);
  expect(find("the")).toHaveLength(3000); // too common for a list
});

test("findRecords() reads long lists, far apart and beyond 16,384 records", () => {
  const texts = Array.from({ length: 40_000 }, (_, n) =>
    n % 20_000 === 5 ? "plum" : n % 3 === 0 ? "fig" : "pear",
  );
  const index = wordIndex(utf8Column(texts));
  const find = (word: string): number[] => Array.from(findRecords(index, soughtTokens([term(word)]) ?? []));
  expect(find("plum")).toEqual([5, 20_005]);
  expect(find("fig")).toEqual(texts.flatMap((one, n) => (one === "fig" ? [n] : [])));
});

const unknown: [string, Parameters<typeof term>[1]][] = [
  ["plum", { match: "substring" }],
  ["plum", { match: "prefix" }],
  ["漢", {}],
  ["+", {}],
  ["plum", { kind: "regex" }],
  ["plum", { views: ["canonical", "evasive"] }],
];

test.each(unknown)("soughtTokens([%j %j]) is undefined: every text must be read", (word, flags) => {
  expect(soughtTokens([term("plum tree"), term(word, flags)])).toBeUndefined();
});

const known: [string, Parameters<typeof term>[1], number][] = [
  ["plum tree", {}, 2],
  ["ripe plum tree", { match: "substring" }, 1],
  ["ripe plum tree", { match: "prefix" }, 2],
  ["漢字か", { match: "substring" }, 2],
  ["-plum-", { match: "substring" }, 1],
];

test.each(known)("soughtTokens([%j %j]) knows %d tokens", (word, flags, count) => {
  expect(soughtTokens([term(word, flags)])?.map(({ length }) => length)).toEqual([count]);
});

test("soughtTokens() leaves out what hits no text", () => {
  expect(soughtTokens([term("\u200d"), term("a AND b", { kind: "rule" })])).toEqual([]);
});
