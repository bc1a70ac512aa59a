import { describe, expect, it } from "vitest";
import { worstSlice } from "../../src/metrics/findings.js";
import { toRate } from "../../src/metrics/rate.js";
import type { SliceRate } from "../../src/metrics/rates.js";

const up = { good: "up", minN: 30 } as const;
const down = { good: "down", minN: 30 } as const;

describe("worstSlice(rates, {good, minN})", () => {
  const languages = [slice("fr", 780, 1000), slice("de", 960, 1000), slice("es", 900, 1000)];

  it("is the slice furthest below the best where up is good, with the difference and its interval", () => {
    const found = worstSlice(languages, up);
    expect([found?.worst.slice, found?.best.slice]).toEqual([{ language: "fr" }, { language: "de" }]);
    expect(found?.comparison.difference).toBeCloseTo(-0.18, 12);
    expect(found?.comparison.interval[1]).toBeLessThan(-0.15);
    expect(found?.compared).toBe(3);
  });

  it("is the slice furthest above the best where down is good", () => {
    const found = worstSlice(languages, down);
    expect([found?.worst.slice, found?.best.slice]).toEqual([{ language: "de" }, { language: "fr" }]);
  });

  it("is undefined when nothing differs beyond chance, or fewer than two slices can be compared", () => {
    expect(worstSlice([slice("fr", 50, 100), slice("de", 55, 100)], up)).toBeUndefined();
    expect(worstSlice([slice("fr", 50, 100)], up)).toBeUndefined();
    expect(worstSlice([], up)).toBeUndefined();
  });

  it("passes over slices below minN and without data", () => {
    const few = [...languages, slice("ar", 0, 29), slice("zh", 0, 0)];
    expect(worstSlice(few, up)).toMatchObject({ worst: { slice: { language: "fr" } }, compared: 3 });
  });

  it("asks more the more slices are compared", () => {
    const pair = [slice("fr", 380, 500), slice("de", 410, 500)];
    const crowd = Array.from({ length: 30 }, (_, i) => slice(`m${i}`, 395, 500));
    expect(worstSlice(pair, up)).toBeDefined();
    expect(worstSlice([...pair, ...crowd], up)).toBeUndefined();
  });

  it("raises at most about 5 % false alarms among 12 equal slices", () => {
    const random = generator(7);
    const runs = 400;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const slices = Array.from({ length: 12 }, (_, i) => slice(String(i), binomial(200, 0.3, random), 200));
      if (worstSlice(slices, up) !== undefined) alarms++;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.075);
  });
});

function slice(language: string, count: number, total: number): SliceRate {
  return { slice: { language }, rate: toRate(count, total) };
}

function binomial(n: number, p: number, random: () => number): number {
  return Array.from({ length: n }, random).filter((u) => u < p).length;
}

/** Seeded uniform numbers (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
