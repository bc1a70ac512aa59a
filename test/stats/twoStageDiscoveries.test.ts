import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "../../src/stats/benjaminiHochberg.js";
import { twoStageDiscoveries } from "../../src/stats/twoStageDiscoveries.js";

describe("twoStageDiscoveries(pValues, q)", () => {
  it("finds at the second stage what the first left: 3 of 4 found, the last at .04/1.04 · 4/1", () => {
    expect(twoStageDiscoveries([0.001, 0.002, 0.003, 0.15], 0.04)).toEqual([true, true, true, true]);
    expect(twoStageDiscoveries([0.001, 0.002, 0.003, 0.16], 0.04)).toEqual([true, true, true, false]);
  });

  it("finds nothing where the first stage finds nothing, all where it finds all, and none of none", () => {
    expect(twoStageDiscoveries([0.039, 0.9], 0.04)).toEqual([false, false]);
    expect(twoStageDiscoveries([0.01, 0.02], 0.04)).toEqual([true, true]);
    expect(twoStageDiscoveries([], 0.04)).toEqual([]);
  });

  it("finds all that the plain procedure finds at q/(1 + q), and never a larger p before a smaller", () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            p,
            p.map((x) => x / 100),
          ),
          { maxLength: 40 },
        ),
        (values) => {
          const found = twoStageDiscoveries(values, 0.1);
          const plain = benjaminiHochberg(values).map((adjusted) => adjusted <= 0.1 / 1.1);
          expect(plain.every((yes, i) => !yes || found[i] === true)).toBe(true);
          const largest = Math.max(-1, ...values.filter((_, i) => found[i]));
          expect(values.every((value, i) => value > largest || found[i] === true)).toBe(true);
        },
      ),
    );
  });
});
