import { expect, test } from "vitest";
import { lagQuantile, shareWithin } from "../../src/metrics/lags.js";

/** The bin that holds a lag. */
const binOf = (hours: number): number => Math.floor(8 * Math.log2(hours * 60));

test("lagQuantile() is within a bin of the quantile of the lags themselves", () => {
  const lags = Array.from({ length: 2000 }, (_, i) => 0.5 * 1.004 ** i); // hours, ascending
  const counts = lags.map((hours) => ({ bin: binOf(hours), labels: 1 }));
  for (const at of [0.1, 0.5, 0.95]) {
    const { value = Number.NaN, interval, total } = lagQuantile(counts, { at });
    const exact = lags[at * 2000] ?? Number.NaN;
    expect(total).toBe(2000);
    expect(Math.abs(Math.log2(value / exact))).toBeLessThanOrEqual(1 / 16 + 1e-9);
    // Binomial: the order statistics about 1.96·√(n·p·q) places to either side, widened to the ends of their bins.
    const half = 1.96 * Math.sqrt(2000 * at * (1 - at));
    const [low = Number.NaN, high = Number.NaN] = interval ?? [];
    expect(low).toBeLessThanOrEqual(lags[Math.floor(at * 2000 - half) + 1] ?? Number.NaN);
    expect(high).toBeGreaterThanOrEqual(lags[Math.floor(at * 2000 + half) - 1] ?? Number.NaN);
    expect(high / low).toBeLessThan(2 ** 1.2);
  }
});

test("bins of several slices add up, and what came within a minute is bin −1", () => {
  const counts = [
    { bin: -1, labels: 3 },
    { bin: 80, labels: 1 },
    { bin: 80, labels: 4 },
  ];
  expect(lagQuantile(counts, { at: 0.25 })).toMatchObject({ total: 8, value: 0.5 / 60 });
  expect(lagQuantile(counts, { at: 0.5 }).value).toBeCloseTo(2 ** (80.5 / 8) / 60, 12); // 17.8 h
  expect(shareWithin(counts, 17)).toBe(3 / 8);
  expect(shareWithin(counts, 2 ** (81 / 8) / 60)).toBe(1);
});

test("without labels there is no quantile and no share", () => {
  const none = { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };
  expect(lagQuantile([], { at: 0.5 })).toEqual(none);
  expect(shareWithin([], 24)).toBeUndefined();
});
