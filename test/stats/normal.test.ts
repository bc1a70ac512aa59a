import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../src/stats/normal.js";

// Expected values: the C library's erfc, and Wichura's algorithm as shipped with CPython.
describe("normalCdf(x)", () => {
  it.each([
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1.96, 0.9750021048517795],
    [-1.96, 0.024997895148220435],
    [-3, 0.0013498980316300957],
    [5, 0.9999997133484281],
  ])("normalCdf(%f) is %f to 1e-14", (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1e-14);
  });

  it.each([
    [-7, 1.279812543885835e-12],
    [-7.2, 3.0106279811174455e-13],
    [-8, 6.220960574271819e-16],
    [-20, 2.7536241186063314e-89],
  ])("normalCdf(%f) is %e to 8 digits far out in the tail", (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-8);
  });

  it("refuses NaN", () => {
    expect(() => normalCdf(Number.NaN)).toThrow("Expected `x` to be a number, got `NaN`");
  });
});

describe("normalQuantile(p)", () => {
  it.each([
    [0.975, 1.9599639845400536],
    [0.9, 1.2815515655446008],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-100, -21.27345356096532],
  ])("normalQuantile(%f) is %f", (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 12);
  });

  it("is −∞ at 0, 0 at a half and ∞ at 1", () => {
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity]);
  });

  it("undoes normalCdf()", () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 5, noNaN: true }), (x) => {
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-9);
      }),
    );
  });

  it("refuses what is no probability", () => {
    expect(() => normalQuantile(1.5)).toThrow("Expected `p` to be a number from 0 to 1, got `1.5`");
  });
});
