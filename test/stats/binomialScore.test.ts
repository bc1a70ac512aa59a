import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf } from "../../src/stats/beta.js";
import { binomialScore } from "../../src/stats/binomialScore.js";
import { normalQuantile } from "../../src/stats/normal.js";

describe("binomialScore(count, n, share)", () => {
  it.each([
    [1, 40, 0.02],
    [6, 40, 0.02],
    [13, 60, 0.1],
    [37, 40, 0.98],
    [150, 2000, 0.1],
    [250, 2000, 0.1],
    [10.3, 17.2, 0.4],
  ])(
    "of %d of %d at %d is the normal value of the exact tail, half of the count included",
    (count, n, share) => {
      const tail = betaCdf(share, count + 0.5, n - count + 0.5);
      expect(binomialScore(count, n, share)).toBeCloseTo(-normalQuantile(tail), 2);
    },
  );

  it("is 0 at the centre of a share of one half, and never NaN at either end", () => {
    expect(binomialScore(50, 100, 0.5)).toBeCloseTo(0, 12);
    expect(binomialScore(0, 100, 0.01)).toBeCloseTo(-normalQuantile(betaCdf(0.01, 0.5, 100.5)), 9);
    expect(binomialScore(0, 60, 0.1)).toBeCloseTo(-normalQuantile(betaCdf(0.1, 0.5, 60.5)), 0);
    expect(binomialScore(100, 100, 0.01)).toBeGreaterThan(20);
  });

  it("rises with the count, and turns its sign when misses are counted", () => {
    const trial = fc.record({
      n: fc.integer({ min: 2, max: 5000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(trial, ({ n, part, share }) => {
        const count = Math.floor(part * (n - 1));
        const score = binomialScore(count, n, share);
        if (Math.abs(score) < 30) expect(binomialScore(count + 1, n, share)).toBeGreaterThan(score);
        if (Math.abs(score) < 5) expect(binomialScore(n - count, n, 1 - share)).toBeCloseTo(-score, 4);
      }),
    );
  });
});
