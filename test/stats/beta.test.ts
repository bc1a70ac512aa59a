import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile, binomialCdf, studentCdf, studentQuantile } from "../../src/stats/beta.js";

describe("betaCdf(x, a, b)", () => {
  it("is x for shapes 1 and 1, and x² for 2 and 1", () => {
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(betaCdf(0.3, 2, 1)).toBeCloseTo(0.09, 14);
    expect([betaCdf(-1, 2, 3), betaCdf(2, 2, 3)]).toEqual([0, 1]);
  });

  it("refuses shapes that are not above 0", () => {
    expect(() => betaCdf(0.5, 0, 1)).toThrow("Expected shapes above 0, got `0` and `1`");
  });
});

describe("betaQuantile(p, a, b)", () => {
  it("undoes betaCdf() for shapes from a half to 100,000", () => {
    const shape = fc.double({ min: 0.5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true }), shape, shape, (p, a, b) => {
        expect(Math.abs(betaCdf(betaQuantile(p, a, b), a, b) - p)).toBeLessThan(1e-7);
      }),
    );
  });

  it("is 0 and 1 at its ends, and refuses what is no probability", () => {
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
    expect(() => betaQuantile(1.5, 2, 3)).toThrow("Expected `p` to be a number from 0 to 1, got `1.5`");
  });
});

describe("binomialCdf(k, n, p)", () => {
  it("of at most 1 success in 3 throws of a coin is a half, below 0 is 0, from n up is 1", () => {
    expect(binomialCdf(1, 3, 0.5)).toBeCloseTo(0.5, 14);
    expect([binomialCdf(-1, 3, 0.5), binomialCdf(3, 3, 0.5)]).toEqual([0, 1]);
    expect([binomialCdf(1, 3, 0), binomialCdf(1, 3, 1)]).toEqual([1, 0]);
  });
});

describe("studentQuantile(p, degreesOfFreedom) and studentCdf(t, degreesOfFreedom)", () => {
  // Student's table.
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 10, 2.22814],
    [0.95, 30, 1.69726],
    [0.025, 10, -2.22814],
  ])("the quantile %f for %i degrees is %f", (p, degrees, t) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(t, 4);
    expect(studentCdf(t, degrees)).toBeCloseTo(p, 5);
  });

  it("keep small tails: 2e-4 and 1e-9 come back", () => {
    for (const p of [2e-4, 1e-9]) expect(studentCdf(studentQuantile(p, 35), 35) / p).toBeCloseTo(1, 6);
    expect([studentQuantile(0.5, 3), studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([
      0,
      -Infinity,
      Infinity,
    ]);
  });
});
