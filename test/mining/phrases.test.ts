import { describe, expect, test } from "vitest";
import { isBoilerplate } from "../../src/mining/boilerplate.js";
import { findPhrases } from "../../src/mining/findPhrases.js";
import { logOddsZ } from "../../src/mining/logOdds.js";
import { nearDuplicates } from "../../src/mining/nearDuplicates.js";
import { passageReader } from "../../src/mining/passages.js";
import { phrasesOf } from "../../src/mining/phrases.js";

const passagesOf = passageReader();

/** Tokens of each passage. */
function tokens(text: string, boilerplate: readonly string[] = []): string[][] {
  return passageReader(boilerplate)(text).map(({ starts, ends }) =>
    starts.map((start, at) => text.slice(start, ends[at])),
  );
}

function phrases(text: string): string[] {
  return passagesOf(text).flatMap((passage) => [...phrasesOf(text, passage)]);
}

describe("passageReader(boilerplate)(text)", () => {
  test.each([
    [
      "a plum, two figs",
      [
        ["a", "plum"],
        ["two", "figs"],
      ],
    ],
    ["don't re-open b&w", [["don", "t", "re", "open", "b", "w"]]],
    ["plum  fig", [["plum"], ["fig"]]],
    ["see https://example.org/plum?fig=1 now", [["see"], ["now"]]],
    ["ask plum@example.org or @plum_fig now", [["ask"], ["or"], ["now"]]],
    ["plum &amp; fig &#8230; leaf", [["plum"], ["fig"], ["leaf"]]],
    ["call 0800-123 456 now, 2 plums", [["call"], ["now"], ["2", "plums"]]],
    ["plum梅干plum", [["plum"], ["梅", "干"], ["plum"]]],
    ["", []],
    ["…!", []],
  ])("of %s", (text, expected) => expect(tokens(text)).toEqual(expected));

  test("cuts boilerplate out as whole words, signs and all", () => {
    expect(tokens("plum sent by fig? sent by figs", ["sent by fig?"])).toEqual([
      ["plum"],
      ["sent", "by", "figs"],
    ]);
    expect(tokens("plum cut cutter", ["cut", ""])).toEqual([["plum"], ["cutter"]]);
    expect(tokens("梅干梅", ["干"])).toEqual([["梅"], ["梅"]]);
  });
});

describe("phrasesOf(text, passage)", () => {
  test("gives runs of one to four words as they stand", () => {
    expect(phrases("a b-c d e")).toEqual([
      "a",
      "a b",
      "a b-c",
      "a b-c d",
      "b",
      "b-c",
      "b-c d",
      "b-c d e",
      "c",
      "c d",
      "c d e",
      "d",
      "d e",
      "e",
    ]);
  });

  test("gives runs of two to six characters of scripts without spaces, vowel signs with their consonants", () => {
    expect(phrases("梅干茶")).toEqual(["梅干", "梅干茶", "干茶"]);
    expect(phrases("กู้ดี")).toEqual(["กู้ดี"]);
    expect(phrases("一二三四五六七").map(({ length }) => length)).toEqual([
      2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 2, 3, 4, 5, 2, 3, 4, 2, 3, 2,
    ]);
  });
});

test("isBoilerplate(phrase) holds for function words, parts of addresses, numbers and single letters", () => {
  for (const phrase of ["the", "of the", "https", "12", "x", "rt", "it's", "para que"])
    expect(isBoilerplate(phrase)).toBe(true);
  for (const phrase of ["plum", "of plums", "2 plums", "梅干"]) expect(isBoilerplate(phrase)).toBe(false);
});

describe("nearDuplicates(texts, passagesOf)", () => {
  const long = "we sell the very best plums and figs of the whole country to all of our friends for";
  test("gives the first text of each class of near-duplicates, numbers read as equal", () => {
    const texts = [`${long} 10 coins`, "something else entirely", `${long} 99 coins`, `${long} 99 coins now`];
    expect([...nearDuplicates(texts, passagesOf)]).toEqual([0, 1, 0, 0]);
  });

  test("keeps short texts apart that differ in a word, and texts without a token", () => {
    expect([...nearDuplicates(["plum fig", "plum leaf", "", "!", "plum fig"], passagesOf)]).toEqual([
      0, 1, 2, 3, 0,
    ]);
    expect([
      ...nearDuplicates(["plum", "plums", "fig plum fig leaf", "fig plum leaf fig"], passagesOf),
    ]).toEqual([0, 1, 2, 3]);
  });

  test("compares scripts without spaces by characters", () => {
    const text = "今日は天気がとてもいいので公園へ散歩に行きました";
    expect([...nearDuplicates([text, `${text}ね`, "まったく違う文章です"], passagesOf)]).toEqual([0, 0, 2]);
  });
});

describe("findPhrases(documents, passagesOf, limits)", () => {
  const document = { item: 0, weight: 1, stratum: 0, language: null, createdAt: undefined, isLabelled: true };
  const good = Array.from({ length: 40 }, (_, n) => ({
    ...document,
    text: `leaf${n}`,
    isViolating: false,
    cluster: n,
  }));
  const violating = (clusters: number) =>
    Array.from({ length: 12 }, (_, n) => ({
      ...document,
      text: `plum${n} fig jam`,
      isViolating: true,
      cluster: 100 + (n % clusters),
    }));
  const limits = { minSupport: 3, minPrecision: 0.5 };

  test("counts advertisers as support, not what each of them writes", () => {
    const [first, ...others] = findPhrases([...good, ...violating(4)], passagesOf, limits);
    expect([first?.term, first?.support, others]).toEqual(["fig jam", 4, []]);
    expect(findPhrases([...good, ...violating(2)], passagesOf, limits)).toEqual([]);
  });

  test("keeps a part of a phrase that other documents hold too", () => {
    const parts = Array.from({ length: 4 }, (_, n) => ({
      ...document,
      text: `fig stone${n}`,
      isViolating: true,
      cluster: 200 + n,
    }));
    const found = findPhrases([...good, ...violating(12), ...parts], passagesOf, limits);
    expect(found.map(({ term }) => term)).toEqual(["fig", "fig jam"]);
  });
});

describe("logOddsZ(counts)", () => {
  test("is 0 where a phrase is as common on both sides, or where a side has no document", () => {
    expect(logOddsZ({ violating: 20, allViolating: 200, good: 40, allGood: 400 })).toBeCloseTo(0, 12);
    expect(logOddsZ({ violating: 20, allViolating: 200, good: 0, allGood: 0 })).toBe(0);
    expect(logOddsZ({ violating: 0, allViolating: 0, good: 3, allGood: 20 })).toBe(0);
    expect(logOddsZ({ violating: 0, allViolating: 100, good: 0, allGood: 100 })).toBe(0);
  });

  test("equals the formula worked out by hand: 12 of 100 against 3 of 200", () => {
    // α₀ = 45, α = 2.25: ln(14.25 / 130.75) − ln(5.25 / 239.75) = 1.6049; σ = √(1/14.25 + 1/5.25) = 0.5105
    expect(logOddsZ({ violating: 12, allViolating: 100, good: 3, allGood: 200 })).toBeCloseTo(3.1435, 3);
  });

  test("changes its sign when the sides are exchanged, and grows with the documents", () => {
    const counts = { violating: 12, allViolating: 100, good: 3, allGood: 200 };
    const exchanged = { violating: 3, allViolating: 200, good: 12, allGood: 100 };
    expect(logOddsZ(exchanged)).toBeCloseTo(-logOddsZ(counts), 12);
    const double = { violating: 24, allViolating: 200, good: 6, allGood: 400 };
    expect(logOddsZ(double)).toBeGreaterThan(logOddsZ(counts));
  });
});
