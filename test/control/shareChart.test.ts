import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ControlPoint } from "../../src/control/controlPoint.js";
import { ewmaShareChart } from "../../src/control/ewmaChart.js";
import { seasonalShareChart } from "../../src/control/seasonalShareChart.js";
import { laneyChart, pChart, pLimits } from "../../src/control/shareChart.js";
import { randomFrom } from "../../src/stats/random.js";
import { hasOracles, oraclesNamed } from "../stats/oracles.js";

/** Montgomery, exercise 6-1: nonconforming units in 20 samples of 100. */
const montgomery = [7, 4, 1, 3, 6, 8, 10, 5, 2, 7, 6, 15, 0, 9, 5, 1, 4, 5, 7, 12];

const charts = [pChart, laneyChart, ewmaShareChart] as const;

describe("pChart(points)", () => {
  it("of Montgomery's exercise 6-1 leaves sample 12 out and revises the upper limit to .1213", () => {
    const points = pChart(montgomery.map((count) => ({ count, total: 100 })));
    expect(alarmsOf(points)).toEqual([11]);
    expect(points[0]?.high).toBeCloseTo(0.1213, 4);
    expect(points[0]?.low).toBe(0);
  });

  it("has limits by each period's own n", () => {
    const points = pChart([100, 400, 100, 400].map((total) => ({ count: total / 10, total })));
    expect(points[0]?.high).toBeCloseTo(0.1 + 3 * Math.sqrt(0.09 / 100), 12);
    expect(points[1]?.high).toBeCloseTo(0.1 + 3 * Math.sqrt(0.09 / 400), 12);
  });

  it("does not alarm at one unit in a share that was always 0, but at many", () => {
    const quiet = Array.from({ length: 30 }, () => ({ count: 0, total: 1000 }));
    expect(alarmsOf(pChart([...quiet, { count: 1, total: 1000 }]))).toEqual([]);
    expect(alarmsOf(pChart([...quiet, { count: 9, total: 1000 }]))).toEqual([30]);
  });
});

describe("laneyChart(points)", () => {
  it("has limits p̄ ± 3·σᵢ·σz by hand", () => {
    // p̄ = .2, σ = .04 at n = 100; z: 0, 1, 0, −1, 0, so σz = 1/1.128.
    const points = laneyChart([20, 24, 20, 16, 20].map((count) => ({ count, total: 100 })));
    expect(points[0]?.high).toBeCloseTo(0.2 + (3 * 0.04) / 1.128, 12);
    expect(points[0]?.low).toBeCloseTo(0.2 - (3 * 0.04) / 1.128, 12);
  });

  it("uses what weighted periods are worth in place of their totals", () => {
    const counts = [20, 24, 20, 16, 20];
    const plain = laneyChart(counts.map((count) => ({ count, total: 100 })));
    const weighted = laneyChart(counts.map((count) => ({ count: count * 9, total: 900, effectiveN: 100 })));
    expect(weighted).toEqual(plain);
  });

  it("takes days that differ beyond chance as they are, where a p-chart alarms", () => {
    const random = randomFrom(5);
    const points = Array.from({ length: 60 }, () => {
      const share = 0.1 + 0.01 * random.normal();
      return { count: random.binomial(100_000, share), total: 100_000 };
    });
    expect(alarmsOf(pChart(points)).length).toBeGreaterThan(30);
    expect(alarmsOf(laneyChart(points)).length).toBeLessThanOrEqual(1);
  });

  it("finds an incident of ten days in sixty that lies inside its own baseline", () => {
    const random = randomFrom(6);
    const points = Array.from({ length: 60 }, (_, i) => {
      const share = i >= 30 && i < 40 ? 0.16 : 0.1;
      return { count: random.binomial(2000, share), total: 2000 };
    });
    expect(alarmsOf(laneyChart(points))).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
  });
});

describe("ewmaShareChart(points)", () => {
  it("sees a small shift that lasts, which Laney's chart does not", () => {
    const random = randomFrom(12);
    const points = Array.from({ length: 200 }, (_, i) => {
      return { count: random.binomial(1000, i < 180 ? 0.1 : 0.115), total: 1000 };
    });
    const [plain, smoothed] = [alarmsOf(laneyChart(points)), alarmsOf(ewmaShareChart(points))];
    expect(plain.length).toBeLessThanOrEqual(2);
    expect(smoothed.filter((i) => i < 180).length).toBeLessThanOrEqual(3);
    expect(smoothed.filter((i) => i >= 180).length).toBeGreaterThanOrEqual(8);
  });
});

describe("seasonalShareChart(points, seasons)", () => {
  it("compares with the same weekday: a low Sunday is none, a Sunday like a Monday is", () => {
    const random = randomFrom(9);
    const seasons = Array.from({ length: 70 }, (_, i) => i % 7);
    const points = seasons.map((day, i) => ({
      count: random.binomial(5000, day === 6 && i !== 62 ? 0.05 : 0.1),
      total: 5000,
    }));
    expect(alarmsOf(seasonalShareChart(points, seasons))).toEqual([62]);
  });
});

describe("charts of shares: what holds for all", () => {
  it.each(charts)(
    "%o never alarms below minN, has no limits without data, and is empty for none",
    (chart) => {
      const steady = Array.from({ length: 20 }, () => ({ count: 100, total: 1000 }));
      const points = chart([
        ...steady,
        { count: 29, total: 29 },
        { count: 0, total: 0 },
        { count: 900, total: 1000 },
      ]);
      expect(points[20]?.alarm).toBe(false);
      expect(points[21]).toEqual({ value: undefined, low: undefined, high: undefined, alarm: false });
      expect(points[22]?.alarm).toBe(true);
      expect(chart([])).toEqual([]);
    },
  );

  it.each(charts)("%o alarms only outside its limits, which lie in order", (chart) => {
    const point = fc.tuple(fc.nat(200), fc.nat(200)).map(([count, rest]) => ({ count, total: count + rest }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (points) => {
        for (const { value = 0, low = 0, high = 1, alarm } of chart(points)) {
          expect(low).toBeLessThanOrEqual(high);
          if (alarm) expect(value < low || value > high).toBe(true);
        }
      }),
    );
  });
});

describe.skipIf(!hasOracles)("pLimits() on ../shared/oracles (skipped when not there)", () => {
  it("equals NIST's and Montgomery's limits", () => {
    type Case = { input: { mean: number; n: number }; expected: { ucl: number; lcl: number } };
    const cases = oraclesNamed<Case>("p-chart limits");
    expect(cases).toHaveLength(2);
    for (const { input, expected } of cases) {
      const [low, high] = pLimits(input.mean, input.n);
      expect(low).toBeCloseTo(expected.lcl, 12);
      expect(high).toBeCloseTo(expected.ucl, 12);
    }
  });
});

function alarmsOf(points: readonly ControlPoint[]): number[] {
  return points.flatMap(({ alarm }, i) => (alarm ? [i] : []));
}
