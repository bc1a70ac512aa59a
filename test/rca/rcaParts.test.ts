import { describe, expect, it } from "vitest";
import { baselineRates } from "../../src/rca/baselineRates.js";
import { changeCube, sliceOf } from "../../src/rca/changeCube.js";
import { gateChange, periodDispersion } from "../../src/rca/gateChange.js";
import { cellWeights, unitCorrelation } from "../../src/rca/noise.js";
import { sliceIndexes } from "../../src/rca/sliceIndex.js";
import { randomFrom } from "../../src/stats/random.js";

const row = (values: (string | null)[], count: number, total: number) => ({ values, count, total });

describe("changeCube(dimensions, {from, to})", () => {
  it("adds up rows of the same values and keeps cells that one window lacks", () => {
    const cube = changeCube(["a", "b"], {
      from: [row(["x", "y"], 1, 10), row(["x", "y"], 2, 20), row(["x", null], 3, 30)],
      to: [row(["x", "z"], 4, 40), row(["x", "y"], 5, 50)],
    });
    expect([...cube.count0]).toEqual([3, 3, 0]);
    expect([...cube.total1]).toEqual([50, 0, 40]);
    expect(sliceOf(cube, 1, [0, 1])).toEqual({ a: "x", b: null });
    expect(cube.values).toEqual([["x"], ["y", null, "z"]]);
  });
});

describe("sliceIndexes(cube)", () => {
  it("lists each choice of up to three dimensions that have two values or more", () => {
    const cube = changeCube(["a", "one", "b", "c", "d"], {
      from: [],
      to: [row(["1", "-", "1", "1", "1"], 0, 1), row(["2", "-", "2", "2", "2"], 0, 1)],
    });
    const choices = sliceIndexes(cube).map(({ places }) => places.join(""));
    expect(choices.join(" ")).toBe("0 2 3 4 02 03 04 23 24 34 023 024 034 234");
    expect(sliceIndexes(cube).every(({ size }) => size === 2)).toBe(true);
  });
});

describe("baselineRates(cube)", () => {
  it("draws a cell towards the product of its values' ratios, as 20 units would, by hand", () => {
    // Whole: 100.5 of 1001; x: (90 + 2.008) of 520, y: (10 + 2.008) of 520; a second dimension of one value.
    const cube = changeCube(["a"], {
      from: [row(["x"], 90, 500), row(["y"], 10, 500)],
      to: [row(["x"], 0, 1)],
    });
    const whole = 100.5 / 1001;
    const x = (90 + 20 * whole) / 520;
    expect(baselineRates(cube)[0]).toBeCloseTo((90 + 20 * x) / 520, 12);
  });

  it("gives a cell that the earlier window lacks what its values have", () => {
    const cube = changeCube(["a", "b"], {
      from: [row(["x", "u"], 200, 1000), row(["y", "u"], 50, 1000), row(["y", "v"], 50, 1000)],
      to: [row(["x", "v"], 1, 1)],
    });
    // Whole 0.1; x has twice that, v half of it.
    expect(baselineRates(cube)[3]).toBeCloseTo(0.1, 2);
    expect([...baselineRates(cube)].every((rate) => rate > 0 && rate < 1)).toBe(true);
  });
});

describe("unitCorrelation(units, rates)", () => {
  const cells = 400;
  const unitsOf = (spread: number) => {
    const random = randomFrom(7);
    const total = new Float64Array(cells).fill(500);
    // Rates 0.2 ± spread: a correlation of spread² / (0.2 · 0.8).
    const count = total.map((n) => random.binomial(n, 0.2 + (random.uniform() < 0.5 ? spread : -spread)));
    return { count, total, baseline: new Float64Array(cells).fill(1e9) };
  };
  const rates = new Float64Array(cells).fill(0.2);

  it("is near the planted correlation, and near 0 where units are independent", () => {
    expect(unitCorrelation(unitsOf(0.08), rates)).toBeCloseTo(0.04, 2);
    expect(unitCorrelation(unitsOf(0), rates)).toBeLessThan(0.001);
  });

  it("lessens the weight of large cells", () => {
    const units = {
      ...unitsOf(0),
      total: Float64Array.of(1, 101, 10_001),
      baseline: new Float64Array(3).fill(1e12),
    };
    expect([...cellWeights(units, 0.01)].map((weight) => Number(weight.toFixed(6)))).toEqual([
      1, 0.5, 0.009901,
    ]);
  });
});

describe("gateChange(from, to, {periods})", () => {
  const [from, to] = [
    { count: 400, total: 10_000 },
    { count: 480, total: 10_000 },
  ];

  it("calls a change distinguishable unless periods or sampling are as noisy", () => {
    expect(gateChange(from, to)?.distinguishable).toBe(true);
    expect(gateChange(from, to, { designEffect: 4 })?.distinguishable).toBe(false);
    const noisy = [60, 140, 60, 140].map((count) => ({ count, total: 2500 }));
    expect(gateChange(from, to, { periods: noisy })?.distinguishable).toBe(false);
  });

  it("is undefined without units, and never sure of fewer than 30", () => {
    expect(gateChange({ count: 0, total: 0 }, to)).toBeUndefined();
    expect(gateChange({ count: 0, total: 20 }, { count: 20, total: 20 })?.distinguishable).toBe(false);
  });

  it("measures the noise between periods by χ² over its degrees of freedom, by hand", () => {
    // 10, 20 and 30 of 100: (100 + 0 + 100) / (100 · 0.2 · 0.8) / 2.
    const periods = [10, 20, 30].map((count) => ({ count, total: 100 }));
    expect(periodDispersion(periods)).toBeCloseTo(6.25, 12);
    expect(periodDispersion(periods.slice(0, 2))).toBe(1);
    expect(periodDispersion([10, 10, 10].map((count) => ({ count, total: 100 })))).toBe(1);
  });
});
