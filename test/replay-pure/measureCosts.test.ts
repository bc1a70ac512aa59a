import { expect, test } from "vitest";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import { costAbove, spreadOf } from "../../src/replay/costSpread.js";
import { measureCosts } from "../../src/replay/measureCosts.js";
import { term } from "../matcher/terms.js";

/** A clock by which one search after the other takes so many ms. */
function clockOf(durations: readonly number[]): () => number {
  let [calls, at] = [0, 0];
  return () => {
    if (calls % 2 === 1) at += durations[calls >> 1] ?? 0;
    calls++;
    return at;
  };
}

test("spreadOf() is the median, least and most of the rounds in µs for 1,000 items, after one that does not count", () => {
  let runs = 0;
  const options = { now: clockOf([3, 1, 2]), rounds: 3, items: 500 };
  expect(spreadOf(() => void runs++, options)).toEqual({ costUs: 4000, lowUs: 2000, highUs: 6000 });
  expect(runs).toBe(4);
});

test("costAbove() takes off what nothing takes, and tells no median that noise could make", () => {
  const nothing = { costUs: 10, lowUs: 9, highUs: 14 };
  expect(costAbove(nothing, { costUs: 30, lowUs: 8, highUs: 32 })).toEqual({
    costUs: 20,
    lowUs: 0,
    highUs: 22,
    basis: "alone",
  });
  const below = { costUs: 4, lowUs: 0, highUs: 4, basis: "below" };
  expect(costAbove(nothing, { costUs: 14, lowUs: 9, highUs: 99 })).toEqual(below);
  expect(costAbove(nothing, { costUs: 2, lowUs: 1, highUs: 3 })).toEqual(below);
});

test("measureCosts() shares the search for words and for images, and times regexes and rules alone", () => {
  const terms = [
    term("pl[ou]m", { termId: "slow", kind: "regex" }),
    term("plum", { termId: "plum" }),
    term("fig", { termId: "fig", views: ["canonical", "evasive"] }),
    term("plum AND NOT fig", { termId: "both", kind: "rule" }),
    term("0".repeat(64), { termId: "image", kind: "image" }),
    term("quince", { termId: "fast", kind: "regex" }),
  ];
  const durations = [4, 2, 10, 1, 5, 1, 1, 2]; // words, evasive, images, no regex, two regexes, no rule, one rule
  const asked: string[] = [];
  const costs = measureCosts(compileTerms(terms), ["a plum", "a fig"], {
    now: clockOf(durations),
    rounds: 1,
    onTerm: (done, all) => asked.push(`${done} of ${all}`),
  });
  expect(costs.map(({ termId, kind, costUs, basis }) => [termId, kind, costUs, basis])).toEqual([
    ["slow", "regex", 2_000_000, "alone"],
    ["plum", "word", 1_000_000, "shared"],
    ["fig", "word", 2_000_000, "shared"],
    ["both", "rule", 500_000, "alone"],
    ["image", "image", 10_000, "shared"],
    ["fast", "regex", 1, "below"],
  ]);
  expect(asked).toEqual(["0 of 3", "1 of 3", "2 of 3"]);
});
