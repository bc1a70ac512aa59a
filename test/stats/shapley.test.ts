import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapley } from "../../src/stats/shapley.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe("shapley(factors, value)", () => {
  it("splits the area 2·3 → 4·5 into 2·(3 + 5)/2 and 2·(2 + 4)/2", () => {
    expect(shapley(2, ([wide, long]) => (wide ? 4 : 2) * (long ? 5 : 3))).toEqual([8, 6]);
  });

  it("gives a factor that changes nothing 0, and is empty for none", () => {
    expect(shapley(3, ([a, b]) => (a ? 4 : 2) * (b ? 5 : 3))).toEqual([8, 6, 0]);
    expect(shapley(0, () => 7)).toEqual([]);
  });

  it("adds up to the change, and moves with its factors when they are permuted", () => {
    const factor = fc.tuple(
      fc.double({ min: 0, max: 9, noNaN: true }),
      fc.double({ min: 0, max: 9, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(factor, { minLength: 1, maxLength: 5 }), (factors) => {
        const parts = partsOf(factors);
        const ends = [0, 1].map((side) => factors.reduce((product, pair) => product * (pair[side] ?? 0), 1));
        const change = (ends[1] ?? 0) - (ends[0] ?? 0);
        expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - change)).toBeLessThan(1e-9);
        for (const [i, part] of partsOf(factors.toReversed()).toReversed().entries()) {
          expect(Math.abs(part - (parts[i] ?? 0))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("refuses 13 factors", () => {
    expect(() => shapley(13, () => 0)).toThrow("Expected at most 12 factors, got `13`");
  });
});

describe.skipIf(!hasOracles)("shapley() on ../shared/oracles (skipped when not there)", () => {
  it("equals Das Gupta's example 4.3 with three factors", () => {
    type Factor = { from: number[]; to: number[] };
    type Case = {
      input: { factor1: Factor; factor2: Factor; factor3: Factor };
      expected: { crude60: number; crude70: number; "shapley[bm,mw,wp]": number[] };
    };
    const [oracle] = oraclesNamed<Case>("Das Gupta three");
    if (oracle === undefined) throw new Error("Expected the oracle `Das Gupta three factors`, got none");
    const { factor1, factor2, factor3 } = oracle.input;
    const factors = [factor1, factor2, factor3];
    const valueOf = (changed: readonly boolean[]): number =>
      factor1.from
        .map((_, row) => factors.map(({ from, to }, i) => (changed[i] ? to : from)[row] ?? 0))
        .reduce((sum, row) => sum + row.reduce((product, x) => product * x, 1), 0);
    expect(valueOf([false, false, false])).toBeCloseTo(oracle.expected.crude60, 9);
    expect(valueOf([true, true, true])).toBeCloseTo(oracle.expected.crude70, 9);
    const parts = shapley(3, valueOf);
    for (const [i, part] of oracle.expected["shapley[bm,mw,wp]"].entries())
      expect(parts[i]).toBeCloseTo(part, 9);
  });
});

function partsOf(factors: readonly (readonly [number, number])[]): number[] {
  return shapley(factors.length, (changed) =>
    factors.reduce((product, [from, to], i) => product * (changed[i] ? to : from), 1),
  );
}
