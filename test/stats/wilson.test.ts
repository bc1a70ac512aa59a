import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilson } from "../../src/stats/wilson.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe("wilson(count, total)", () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I.
  it.each([
    { count: 81, total: 263, low: 0.25529, high: 0.36621 },
    { count: 15, total: 148, low: 0.06239, high: 0.16049 },
    { count: 0, total: 20, low: 0, high: 0.16113 },
    { count: 1, total: 29, low: 0.00611, high: 0.17176 },
    { count: 29, total: 29, low: 0.88303, high: 1 },
  ])("wilson($count, $total) is $low to $high as published", ({ count, total, low, high }) => {
    const bounds = wilson(count, total);
    expect(bounds?.[0]).toBeCloseTo(low, 5);
    expect(bounds?.[1]).toBeCloseTo(high, 5);
  });

  it("is undefined without data", () => {
    expect(wilson(0, 0)).toBeUndefined();
  });

  it("is exactly 0 below at no successes and exactly 1 above at nothing else", () => {
    expect([wilson(0, 77)?.[0], wilson(38, 38)?.[1], wilson(0.3, 0.3)?.[1]]).toEqual([0, 1, 1]);
  });

  it("is wider at a higher level", () => {
    // z = 2.5758: centre (.5 + z²/200)/(1 + z²/100), half width .12476.
    expect(wilson(50, 100, { level: 0.99 })?.[0]).toBeCloseTo(0.37527, 4);
  });

  it("holds the share and stays within [0, 1], also for real n", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e7, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, p) => {
          const [low, high] = wilson(p * n, n) ?? [2, -1];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low - 1e-12).toBeLessThanOrEqual(p);
          expect(high + 1e-12).toBeGreaterThanOrEqual(p);
        },
      ),
    );
  });

  it("has a lower bound that never falls as n grows at an equal share", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (p, n, more) => {
        const [small, large] = [wilson(p * n, n), wilson(p * (n + more), n + more)];
        expect(large?.[0]).toBeGreaterThanOrEqual((small?.[0] ?? 2) - 1e-12);
      }),
    );
  });

  it("mirrors when successes and failures swap", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        fc.pre(a + b > 0);
        const [one, other] = [wilson(a, a + b), wilson(b, a + b)];
        expect(one?.[0]).toBeCloseTo(1 - (other?.[1] ?? 2), 12);
      }),
    );
  });

  it("refuses a count above its total, a negative total and a level of 1", () => {
    expect(() => wilson(3, 2)).toThrow("Expected `count` to be a number from 0 to 2, got `3`");
    expect(() => wilson(0, -1)).toThrow("Expected `total` to be a number from 0, got `-1`");
    expect(() => wilson(1, 2, { level: 1 })).toThrow("Expected `level` to lie between 0 and 1, got `1`");
  });
});

describe.skipIf(!hasOracles)("wilson() on ../shared/oracles (skipped when not there)", () => {
  type Case = {
    input: { count: number; total: number; level: number };
    expected: { wilson: [number, number] };
  };

  it("equals all seven intervals", () => {
    const cases = oraclesNamed<Case>("proportion interval");
    expect(cases).toHaveLength(7);
    for (const { input, expected } of cases) {
      const bounds = wilson(input.count, input.total, { level: input.level });
      expect(bounds?.[0]).toBeCloseTo(expected.wilson[0], 6 - 0.4);
      expect(bounds?.[1]).toBeCloseTo(expected.wilson[1], 6 - 0.4);
    }
  });
});
