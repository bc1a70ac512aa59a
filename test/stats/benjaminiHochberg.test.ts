import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "../../src/stats/benjaminiHochberg.js";
import { twoStageAdjusted, twoStageDiscoveries } from "../../src/stats/twoStageDiscoveries.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe("benjaminiHochberg(pValues)", () => {
  it("adjusts by hand and keeps the order given", () => {
    // sorted .01 .02 .03 .5 → ·4/rank .04 .04 .04 .5
    expect(benjaminiHochberg([0.03, 0.5, 0.01, 0.02]).map((q) => Number(q.toFixed(12)))).toEqual([
      0.04, 0.5, 0.04, 0.04,
    ]);
  });

  it("is empty for none and leaves a single one as it is", () => {
    expect(benjaminiHochberg([])).toEqual([]);
    expect(benjaminiHochberg([0.2])).toEqual([0.2]);
  });

  it("is never below the raw value, at most 1, and moves with its input when permuted", () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { minLength: 1 }), (values) => {
        const adjusted = benjaminiHochberg(values);
        expect(adjusted.every((q, i) => q >= (values[i] ?? 2) && q <= 1)).toBe(true);
        expect(benjaminiHochberg(values.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });
});

describe.skipIf(!hasOracles)("benjaminiHochberg() on ../shared/oracles (skipped when not there)", () => {
  it("rejects 4 of the 15 hypotheses of the 1995 paper, Bonferroni 3", () => {
    const [oracle] = oraclesNamed<{ input: { p: number[] }; expected: { reject: number; bonf: number } }>(
      "Benjamini-Hochberg",
    );
    const p = oracle?.input.p ?? [];
    expect(benjaminiHochberg(p).filter((q) => q <= 0.05)).toHaveLength(oracle?.expected.reject ?? -1);
    expect(p.filter((raw) => raw * p.length <= 0.05)).toHaveLength(oracle?.expected.bonf ?? -1);
  });
});

describe("twoStageAdjusted(pValues, q)", () => {
  it("is at most q for the discoveries, and for no other", () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(p, fc.double({ min: 0, max: 0.01, noNaN: true }))), (values) => {
        const adjusted = twoStageAdjusted(values, 0.04);
        expect(adjusted.map((one) => one <= 0.04)).toEqual(twoStageDiscoveries(values, 0.04));
      }),
      { examples: [[[0.0392]], [[0.0001, 0.0002, 0.0392]]] },
    );
  });
});
