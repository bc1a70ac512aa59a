import { expect, test } from "vitest";
import { unenforcedSentence } from "../../src/gate/unenforced.js";

const flips = { gainedTP: 3, newFP: 1200, unlabelledGained: 7, lostTP: 90, fixedFP: 70, unlabelledLost: 80 };

test("unenforcedSentence(found) names what the terms do now, and only what they would newly reject", () => {
  const sentence = (watch: number, flag: number): string => unenforcedSentence({ watch, flag, flips });
  const counts =
    "if they rejected, they would catch 3 more violations, reject 1,200 more good items, and 7 without a label.";
  expect(sentence(1, 0)).toBe(`No part of the verdict: 1 new or changed term only watches; ${counts}`);
  expect(sentence(0, 1)).toBe(`No part of the verdict: 1 new or changed term only flags; ${counts}`);
  expect(sentence(2, 0)).toBe(`No part of the verdict: 2 new or changed terms only watch; ${counts}`);
  expect(sentence(0, 2)).toBe(`No part of the verdict: 2 new or changed terms only flag; ${counts}`);
  expect(sentence(1, 1)).toBe(`No part of the verdict: 2 new or changed terms only watch or flag; ${counts}`);
});
