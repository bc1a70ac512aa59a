import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clusterMean } from "../../src/stats/clusterMean.js";
import { exposureRate, higherRate } from "../../src/stats/exposureRate.js";
import { normalCdf } from "../../src/stats/normal.js";

/** Sums of clusters written as [events, exposure]. */
function sumsOf(clusters: readonly (readonly [number, number])[]) {
  const total = { a: 0, b: 0, aa: 0, ab: 0, bb: 0, clusters: clusters.length };
  for (const [a, b] of clusters) {
    total.a += a;
    total.b += b;
    total.aa += a * a;
    total.ab += a * b;
    total.bb += b * b;
  }
  return total;
}

const even = Array.from({ length: 10 }, (): [number, number] => [1, 1000]);

describe("exposureRate(sums)", () => {
  test("has the score interval of a Poisson count where clusters vary no more than chance", () => {
    // 10 events: 10 + z²/2 ± z·√(10 + z²/4) = 11.92073 ± 1.959964 · 3.310645 (Rao’s score limits), over 10,000.
    const { value, interval, dispersion } = exposureRate(sumsOf(even));
    expect([value, dispersion]).toEqual([0.001, 1]);
    expect(interval?.[0]).toBeCloseTo(5.43199e-4, 9);
    expect(interval?.[1]).toBeCloseTo(18.40947e-4, 9);
  });

  test("is wider by the spread between clusters: ten events of one of ten count as one", () => {
    // Spread (10 − 1)² + 9·1² = 90, · 10/9 = 100, over 10 events: dispersion 10, one event's interval times 10.
    const clumped: [number, number][] = [[10, 1000], ...even.slice(1).map((): [number, number] => [0, 1000])];
    const { dispersion, interval } = exposureRate(sumsOf(clumped));
    expect(dispersion).toBeCloseTo(10, 12);
    expect(interval?.[1]).toBeCloseTo((10 * (1 + 1.92073 + 1.95996 * Math.sqrt(1 + 0.96036))) / 10_000, 6);
  });

  test("reaches up to z² events when there was none, and has no value without exposure", () => {
    expect(exposureRate(sumsOf([[0, 500]])).interval).toEqual([0, expect.closeTo(3.8415 / 500, 6)]);
    expect(exposureRate(sumsOf([]))).toMatchObject({ value: undefined, interval: undefined });
  });

  test("holds its value, whatever the clusters", () => {
    const cluster = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5000 }));
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 1, maxLength: 30 }), (clusters) => {
        const { value = -1, interval = [0, 0], dispersion } = exposureRate(sumsOf(clusters));
        expect(dispersion).toBeGreaterThanOrEqual(1);
        expect(interval[0]).toBeLessThanOrEqual(value);
        expect(interval[1]).toBeGreaterThanOrEqual(value);
      }),
    );
  });
});

describe("higherRate(from, to)", () => {
  test("is the upper tail of the score test on the pooled rate", () => {
    // 10 in 10,000 against 30 in 10,000: z = 0.002 / √(0.002 · 2/10,000) = 3.1623
    const more = sumsOf(even.map(([, b]): [number, number] => [3, b]));
    expect(higherRate(sumsOf(even), more)).toBeCloseTo(normalCdf(-Math.sqrt(10)), 12);
    expect(higherRate(more, sumsOf(even))).toBeCloseTo(1 - normalCdf(-Math.sqrt(10)), 12);
  });

  test("is undefined where nothing happened or nothing was shown", () => {
    expect(higherRate(sumsOf([[0, 5]]), sumsOf([[0, 5]]))).toBeUndefined();
    expect(higherRate(sumsOf([[1, 5]]), sumsOf([]))).toBeUndefined();
  });
});

describe("clusterMean(sums)", () => {
  test("is a mean with t on clusters − 1 over the spread of clusters", () => {
    // Clusters of one rating each, 1, 2, 3, 4, 5: mean 3, s² = 2.5, se = √0.5, t(4) = 2.7764.
    const { n, value, interval } = clusterMean(sumsOf([1, 2, 3, 4, 5].map((rating) => [rating, 1])));
    expect([n, value]).toEqual([5, 3]);
    expect(interval?.[1]).toBeCloseTo(3 + 2.776445 * Math.sqrt(0.5), 5);
  });

  test("has no interval with one cluster and no value without ratings", () => {
    expect(clusterMean(sumsOf([[9, 2]]))).toEqual({ n: 2, value: 4.5, interval: undefined });
    expect(clusterMean(sumsOf([]))).toEqual({ n: 0, value: undefined, interval: undefined });
  });
});
