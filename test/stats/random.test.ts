import { describe, expect, it } from "vitest";
import { randomFrom } from "../../src/stats/random.js";

const draws = 20_000;

/** Mean and variance of draws; with 20,000 of them chance moves the mean by about 1/140 of a standard deviation. */
function momentsOf(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: draws }, draw);
  const mean = values.reduce((sum, x) => sum + x, 0) / draws;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws };
}

describe("randomFrom(seed)", () => {
  it("gives the same stream for a seed and another for the next", () => {
    const three = (seed: number) => Array.from({ length: 3 }, randomFrom(seed).uniform);
    expect(three(7)).toEqual(three(7));
    expect(three(7)).not.toEqual(three(8));
  });

  it("spreads the first draws of neighbouring seeds over [0, 1)", () => {
    const { mean, variance } = momentsOf(
      (
        (seed) => () =>
          randomFrom(seed++).uniform()
      )(0),
    );
    expect(mean).toBeCloseTo(0.5, 1.9);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it("draws uniform and normal numbers and whole ones", () => {
    const random = randomFrom(1);
    const uniform = momentsOf(random.uniform);
    expect(uniform.mean).toBeCloseTo(0.5, 1.9);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = momentsOf(random.normal);
    expect(Math.abs(normal.mean)).toBeLessThan(0.03);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.05);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(4)));
    expect(seen).toEqual(new Set([0, 1, 2, 3]));
  });

  it.each([
    [10, 0.3],
    [1000, 0.02],
    [100_000, 0.7],
  ])("draws successes in %i trials of probability %f", (n, p) => {
    const random = randomFrom(2);
    const { mean, variance } = momentsOf(() => random.binomial(n, p));
    expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / draws));
    expect(variance / (n * p * (1 - p))).toBeCloseTo(1, 1);
    expect([random.binomial(n, 0), random.binomial(n, 1)]).toEqual([0, n]);
  });

  it.each([0.4, 30, 1200])("draws arrivals of mean %f", (mean) => {
    const random = randomFrom(3);
    const found = momentsOf(() => random.poisson(mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / draws));
    expect(found.variance / mean).toBeCloseTo(1, 1);
  });
});
