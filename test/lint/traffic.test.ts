import { describe, expect, test } from "vitest";
import { findTooCommon, trafficCounter } from "../../src/lint/traffic.js";
import { compileTerms } from "../../src/matcher/compileTerms.js";
import type { Term } from "../../src/matcher/term.js";
import { rowsOf, term } from "./rows.js";

/** What is said of terms on as many items of each text, language and market. */
function common(
  terms: readonly Term[],
  items: readonly (readonly [count: number, text: string, language: string | null])[],
) {
  const counter = trafficCounter(compileTerms(terms));
  for (const [count, text, language] of items) {
    counter.add(Array.from({ length: count }, () => ({ text, language, market: null })));
  }
  return findTooCommon(rowsOf(terms), counter.finish(), 0.05).map(
    ({ termId, message }) => `${termId} ${message}`,
  );
}

describe("findTooCommon(rows, traffic, maxShare)", () => {
  const plum = term("plum");
  test("finds what hits more than the share, an item once however often it holds the term", () => {
    expect(
      common(
        [plum],
        [
          [11, "plum, plum", null],
          [189, "bread", null],
        ],
      ),
    ).toEqual(["plum hits 11 of 200 items (5.5 %), more than 5 %"]);
  });

  test("not what hits the share exactly, and nothing on fewer than 100 items", () => {
    expect(
      common(
        [plum],
        [
          [10, "plum", null],
          [190, "bread", null],
        ],
      ),
    ).toEqual([]);
    expect(common([plum], [[99, "plum", null]])).toEqual([]);
  });

  test("asks of the items that the term takes in: those of its language, and those of none", () => {
    const scoped = term("plum", { languages: ["pt"] });
    const items = [
      [11, "plum", "pt-BR"],
      [150, "bread", "pt"],
      [39, "bread", null],
      [900, "plum", "en"],
    ] as const;
    expect(common([scoped], items)).toEqual(["plum hits 11 of 200 items (5.5 %), more than 5 %"]);
  });
});
