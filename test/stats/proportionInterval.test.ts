import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proportionInterval } from "../../src/stats/proportionInterval.js";
import type { IntervalMethod } from "../../src/stats/proportionInterval.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

const methods: IntervalMethod[] = ["wilson", "clopper-pearson", "jeffreys", "agresti-coull"];

describe("proportionInterval(count, total, {method, level})", () => {
  it("is Wilson's unless asked", () => {
    expect(proportionInterval(15, 148)).toEqual(proportionInterval(15, 148, { method: "wilson" }));
  });

  it("of 0 of 20 by Clopper and Pearson ends at 1 − (.025)^(1/20)", () => {
    const bounds = proportionInterval(0, 20, { method: "clopper-pearson" });
    expect(bounds?.[0]).toBe(0);
    expect(bounds?.[1]).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
  });

  it("is not modified by Jeffreys at 0: it leaves 0 out", () => {
    expect(proportionInterval(0, 20, { method: "jeffreys" })?.[0]).toBeGreaterThan(0);
    expect(proportionInterval(20, 20, { method: "jeffreys" })?.[1]).toBeLessThan(1);
  });

  it.each(methods)("is undefined without data by %s, and stays within [0, 1]", (method) => {
    expect(proportionInterval(0, 0, { method })).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (a, b) => {
        fc.pre(a + b > 0);
        const [low, high] = proportionInterval(a, a + b, { method }) ?? [2, -1];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThan(high);
      }),
    );
  });

  it.each(methods)("mirrors by %s when successes and failures swap", (method) => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        fc.pre(a + b > 0);
        const [one, other] = [
          proportionInterval(a, a + b, { method }),
          proportionInterval(b, a + b, { method }),
        ];
        expect(one?.[0]).toBeCloseTo(1 - (other?.[1] ?? 2), 9);
      }),
    );
  });

  it("covers at least the level by Clopper and Pearson: every share in it is not refused by an exact test", () => {
    // P(X ≤ 3 | n = 10, p = upper) = .025 exactly.
    const high = proportionInterval(3, 10, { method: "clopper-pearson" })?.[1] ?? 0;
    const choose = [1, 10, 45, 120];
    const tail = choose.reduce((sum, ways, k) => sum + ways * high ** k * (1 - high) ** (10 - k), 0);
    expect(tail).toBeCloseTo(0.025, 10);
  });

  it("refuses a count above its total", () => {
    expect(() => proportionInterval(3, 2, { method: "jeffreys" })).toThrow("Expected `count`");
  });
});

describe.skipIf(!hasOracles)("proportionInterval() on ../shared/oracles (skipped when not there)", () => {
  type Pair = readonly [number, number];
  type Case = {
    input: { count: number; total: number; level: number };
    expected: { wilson: Pair; clopper: Pair; jeffreys: Pair; agresti: Pair };
  };

  it("equals all seven intervals by each method", () => {
    const cases = oraclesNamed<Case>("proportion interval");
    expect(cases).toHaveLength(7);
    for (const { input, expected } of cases) {
      const wanted = [expected.wilson, expected.clopper, expected.jeffreys, expected.agresti];
      const found = methods.map((method) =>
        proportionInterval(input.count, input.total, { method, level: input.level }),
      );
      expect(found.map(rounded)).toEqual(wanted);
    }
  });
});

function rounded(bounds: readonly [number, number] | undefined) {
  return bounds?.map((bound) => Number(bound.toFixed(6)));
}
