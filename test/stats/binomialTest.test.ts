import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTest, mcNemar } from "../../src/stats/binomialTest.js";

describe("binomialTest(count, total, share)", () => {
  it("of 682 of 925 against 3/4 is .3825 as in R's help (Conover 1971)", () => {
    expect(binomialTest(682, 925, 0.75)).toBeCloseTo(0.3825, 4);
  });

  it("of 1 of 10 against a half adds both tails: (1 + 10 + 10 + 1) / 1024", () => {
    expect(binomialTest(1, 10, 0.5)).toBeCloseTo(22 / 1024, 12);
    expect(binomialTest(9, 10, 0.5)).toBeCloseTo(22 / 1024, 12);
  });

  it("equals the sum of all outcomes that are at most as likely", () => {
    const trial = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.02, max: 0.98, noNaN: true }));
    fc.assert(
      fc.property(trial, fc.double({ min: 0, max: 1, noNaN: true }), ([n, p], place) => {
        const count = Math.min(n, Math.floor(place * (n + 1)));
        const masses = Array.from({ length: n + 1 }, (_, k) => mass(k, n, p));
        const seen = (masses[count] ?? 0) * (1 + 1e-7);
        const expected = masses.filter((x) => x <= seen).reduce((sum, x) => sum + x, 0);
        expect(binomialTest(count, n, p)).toBeCloseTo(expected, 7);
      }),
    );
  });

  it("keeps both tails where they are tiny: 0 of 40 against a half is 2/2^40", () => {
    expect(binomialTest(0, 40, 0.5) / (2 / 2 ** 40)).toBeCloseTo(1, 6);
    expect(binomialTest(40, 40, 0.5) / (2 / 2 ** 40)).toBeCloseTo(1, 6);
  });

  it("is 1 without trials, and 1 for the expected count", () => {
    expect([binomialTest(0, 0, 0.3), binomialTest(3, 10, 0.3)]).toEqual([1, 1]);
  });
});

describe("mcNemar(onlyFirst, onlySecond, {midP})", () => {
  // Fagerland, Lydersen and Laake 2013: airway responsiveness, 1 and 7 discordant pairs.
  it("of 1 and 7 is .0703, as mid-p .0391", () => {
    expect(mcNemar(1, 7)).toBeCloseTo(18 / 256, 12);
    expect(mcNemar(7, 1, { midP: true })).toBeCloseTo(10 / 256, 12);
  });

  it("is 1 when the readings never differ, and at equal counts 1 or, as mid-p, 1 − P/2", () => {
    expect([mcNemar(0, 0), mcNemar(2, 2)]).toEqual([1, 1]);
    expect(mcNemar(2, 2, { midP: true })).toBeCloseTo(1 - 6 / 16 / 2, 12);
  });
});

function mass(k: number, n: number, p: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways * p ** k * (1 - p) ** (n - k);
}
