import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveN } from "../../src/stats/effectiveN.js";

describe("effectiveN(sums)", () => {
  it("of 6 judgments of 2 items, 3 of 3 and 1 of 3 right, is 4", () => {
    // p = 4/6, Σ(a − p·b)² = 1² + 1² = 2, Var = 2/36, p(1 − p)/Var = (2/9)/(1/18).
    expect(
      effectiveN(
        sumsOf([
          [3, 3],
          [1, 3],
        ]),
      ),
    ).toBeCloseTo(4, 12);
  });

  it("of 6 judgments of 2 items whose judgments all agree is the number of items", () => {
    expect(
      effectiveN(
        sumsOf([
          [3, 3],
          [0, 3],
        ]),
      ),
    ).toBeCloseTo(2, 12);
  });

  it("is Kish's over clusters where p is 0 or 1, or where no cluster departs from p", () => {
    // (3 + 1)²/(9 + 1)
    expect(
      effectiveN(
        sumsOf([
          [0, 3],
          [0, 1],
        ]),
      ),
    ).toBe(1.6);
    expect(
      effectiveN(
        sumsOf([
          [3, 3],
          [1, 1],
        ]),
      ),
    ).toBe(1.6);
    expect(
      effectiveN(
        sumsOf([
          [2, 3],
          [2, 3],
        ]),
      ),
    ).toBe(2);
  });

  it("is 0 without data", () => {
    expect(effectiveN(sumsOf([]))).toBe(0);
    expect(effectiveN(sumsOf([[0, 0]]))).toBe(0);
  });

  it("is exactly n for units of weight one in clusters of one", () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, rest) => {
        const n = a + rest;
        expect(effectiveN({ a, b: n, aa: a, ab: a, bb: n })).toBe(n);
      }),
    );
  });

  it("does not depend on the scale of the weights", () => {
    fc.assert(
      fc.property(clusters, fc.double({ min: 0.001, max: 1000, noNaN: true }), (rows, weight) => {
        const scaled = rows.map(([a, b]): [number, number] => [a * weight, b * weight]);
        expect(effectiveN(sumsOf(scaled)) / effectiveN(sumsOf(rows))).toBeCloseTo(1, 6);
      }),
    );
  });

  it("doubles when every cluster occurs twice, and does not depend on their order", () => {
    fc.assert(
      fc.property(clusters, (rows) => {
        const once = effectiveN(sumsOf(rows));
        expect(effectiveN(sumsOf([...rows, ...rows])) / once).toBeCloseTo(2, 6);
        expect(effectiveN(sumsOf(rows.toReversed())) / once).toBeCloseTo(1, 9);
      }),
    );
  });

  it("is positive and finite", () => {
    fc.assert(
      fc.property(clusters, (rows) => {
        const n = effectiveN(sumsOf(rows));
        expect(n).toBeGreaterThan(0);
        expect(Number.isFinite(n)).toBe(true);
      }),
    );
  });
});

/** Clusters of 1 to 5 units, so many of them positive. */
const clusters = fc.array(
  fc.tuple(fc.nat(5), fc.nat(5)).map(([a, rest]): [number, number] => [a, a + rest + 1]),
  { minLength: 1, maxLength: 30 },
);

function sumsOf(rows: readonly (readonly [number, number])[]) {
  const sum = (f: (a: number, b: number) => number) => rows.reduce((total, [a, b]) => total + f(a, b), 0);
  return {
    a: sum((a) => a),
    b: sum((_, b) => b),
    aa: sum((a) => a * a),
    ab: sum((a, b) => a * b),
    bb: sum((_, b) => b * b),
  };
}
