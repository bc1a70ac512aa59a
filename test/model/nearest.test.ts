import { expect, test } from "vitest";
import { didYouMean, nearest } from "../../src/model/nearest.js";

test("nearest() counts two swapped neighbours as one edit", () => {
  expect(nearest("titel", ["tile", "title"])).toBe("title");
  expect(nearest("ab", ["ba"])).toBe("ba");
  expect(nearest("abc", ["cab"])).toBeUndefined();
});

test("nearest() takes insertions, deletions and replacements up to a third of the word, whatever the case", () => {
  const known = ["markets", "queue"];
  expect(["market", "MARKETSS", "morkets", "qqeue"].map((word) => nearest(word, known))).toEqual([
    "markets",
    "markets",
    "markets",
    "queue",
  ]);
  expect(nearest("policy", known)).toBeUndefined();
});

test("didYouMean() is empty when nothing is near", () => {
  expect([didYouMean("titel", ["title"]), didYouMean("x", [])]).toEqual([' (did you mean "title"?)', ""]);
});
