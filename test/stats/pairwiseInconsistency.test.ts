import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveN } from "../../src/stats/effectiveN.js";
import { pairwiseInconsistency } from "../../src/stats/pairwiseInconsistency.js";

describe("pairwiseInconsistency(groups)", () => {
  it("of groups 2:1, 3:0 and 1:1 has 2 + 0 + 1 differing pairs of 3 + 3 + 1", () => {
    const sums = pairwiseInconsistency([
      [2, 1],
      [3, 0],
      [1, 1],
    ]);
    expect(sums).toEqual({ a: 3, b: 7, aa: 5, ab: 7, bb: 19 });
  });

  it("counts differing pairs of three kinds: 1·1 + 1·2 + 1·2", () => {
    expect(pairwiseInconsistency([[1, 1, 2]])).toMatchObject({ a: 5, b: 6 });
  });

  it("is 0 of 0 without a group of two", () => {
    expect(
      effectiveN(
        pairwiseInconsistency([
          [1, 0],
          [0, 0],
        ]),
      ),
    ).toBe(0);
  });

  it("equals the pairs counted one by one, and adds up over parts", () => {
    const decisions = fc.array(fc.constantFrom(0, 1), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(decisions, { maxLength: 6 }), (groups) => {
        const counts = groups.map((group) => [0, 1].map((kind) => group.filter((x) => x === kind).length));
        const pairs = groups.map((group) =>
          group.flatMap((x, i) => group.slice(i + 1).map((y) => Number(x !== y))),
        );
        const { a, b } = pairwiseInconsistency(counts);
        expect([a, b]).toEqual([pairs.flat().reduce((sum, x) => sum + x, 0), pairs.flat().length]);
        const [head, tail] = [
          pairwiseInconsistency(counts.slice(0, 2)),
          pairwiseInconsistency(counts.slice(2)),
        ];
        expect(head.aa + tail.aa).toBe(pairwiseInconsistency(counts).aa);
      }),
    );
  });
});
