import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newcombe } from "../../src/stats/newcombe.js";

type Case = { from: [number, number]; to: [number, number]; low: number; high: number };

describe("newcombe(from, to)", () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  const published: Case[] = [
    { from: [48, 80], to: [56, 70], low: 0.0524, high: 0.3339 },
    { from: [3, 10], to: [9, 10], low: 0.1705, high: 0.809 },
    { from: [0, 29], to: [5, 56], low: -0.0381, high: 0.1926 },
    { from: [0, 20], to: [0, 10], low: -0.1611, high: 0.2775 },
    { from: [0, 10], to: [10, 10], low: 0.6075, high: 1 },
  ];
  it.each(published)("from $from to $to is $low to $high as published", ({ from, to, low, high }) => {
    const bounds = newcombe(proportion(...from), proportion(...to));
    expect(bounds?.[0]).toBeCloseTo(low, 4);
    expect(bounds?.[1]).toBeCloseTo(high, 4);
  });

  it("is undefined when either side has no data", () => {
    const none = { value: undefined, effectiveN: 0 };
    expect(newcombe(none, proportion(1, 2))).toBeUndefined();
    expect(newcombe(proportion(1, 2), none)).toBeUndefined();
  });

  it("turns its signs when the sides swap and stays within [−1, 1]", () => {
    const count = fc.tuple(fc.nat(100), fc.nat(100)).filter(([a, b]) => a + b > 0);
    fc.assert(
      fc.property(count, count, ([a, b], [c, d]) => {
        const [x, y] = [proportion(a, a + b), proportion(c, c + d)];
        const [low, high] = newcombe(x, y) ?? [-9, 9];
        const back = newcombe(y, x);
        expect(back?.[0]).toBeCloseTo(-high, 12);
        expect(back?.[1]).toBeCloseTo(-low, 12);
        expect(Math.abs(low)).toBeLessThanOrEqual(1 + 1e-12);
        expect(Math.abs(high)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

function proportion(count: number, total: number) {
  return { value: count / total, effectiveN: total };
}
