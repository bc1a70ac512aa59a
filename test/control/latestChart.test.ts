import { describe, expect, it } from "vitest";
import { drawSeries, largeSeries } from "../../bench/coverage/pages.js";
import { chartSeries } from "../../src/control/chartSeries.js";
import type { SharePoint } from "../../src/control/controlPoint.js";
import { randomFrom } from "../../src/stats/random.js";

const dayMs = 86_400_000;
const daily = (points: readonly SharePoint[], stepMs = dayMs) =>
  points.map(({ count, total }, i) => ({ atMs: i * stepMs, value: undefined, count, total }));
const asValues = (periods: ReturnType<typeof daily>) =>
  periods.map(({ atMs, count, total }) => ({
    atMs,
    value: count / total,
    count: undefined,
    total: undefined,
  }));

/** How many of 200 seeded series are out on their last day, moved for so many days. */
function flagged(
  shiftedFor: (run: number) => number,
  prepare: (days: ReturnType<typeof daily>) => Parameters<typeof chartSeries>[0],
) {
  return Array.from({ length: 200 }, (_, run) => {
    const points = drawSeries(
      { kind: largeSeries, periods: 60, shiftedFor: shiftedFor(run) },
      randomFrom(300 + run),
    );
    return chartSeries(prepare(daily(points)), "latest").at(-1)?.alarm === true;
  }).filter(Boolean).length;
}

describe("the latest chart on the last day of 200 seeded series (more runs: npm run bench:coverage)", () => {
  it.each([
    ["shares", (days: ReturnType<typeof daily>) => days],
    ["values", asValues],
  ] as const)("of %s is quiet on 184 where nothing moved, and flags 176 that moved by 3 σ′", (_, prepare) => {
    expect(flagged(() => 0, prepare)).toBeLessThanOrEqual(16);
    expect(flagged((run) => 1 + (run % 3), prepare)).toBeGreaterThanOrEqual(176);
  });
});

describe("the latest chart", () => {
  const calm = Array.from({ length: 40 }, (_, i) => ({ count: 99 + (i % 3), total: 1000 }));

  it("is Laney's chart but for its last period, whose limits hold what came just before", () => {
    const moved = [...calm.slice(0, 37), ...[103, 103, 103].map((count) => ({ count, total: 1000 }))];
    const [latest, laney] = [chartSeries(daily(moved), "latest"), chartSeries(daily(moved), "laney")];
    expect(latest.slice(0, -1)).toEqual(laney.slice(0, -1));
    expect(latest.at(-1)?.alarm).toBe(true);
    expect(latest.at(-1)?.high).toBeLessThan(laney.at(-1)?.high ?? 0);
    expect(latest.at(-1)?.high).toBeLessThan(0.103);
  });

  it("leaves periods shorter than a day alone, and a last period without data or with few units", () => {
    const hours = daily(calm, 3_600_000);
    expect(chartSeries(hours, "latest")).toEqual(chartSeries(hours, "laney"));
    const open = daily([...calm, { count: 0, total: 0 }]);
    expect(chartSeries(open, "latest")).toEqual(chartSeries(open, "laney"));
    const few = daily([...calm, ...[29, 29, 29].map((total) => ({ count: 20, total }))]);
    expect(chartSeries(few, "latest")).toEqual(chartSeries(few, "laney"));
    expect(chartSeries([], "latest")).toEqual([]);
  });

  it("holds a Sunday against Sundays, also where days are missing", () => {
    const random = randomFrom(9);
    const weeks = Array.from({ length: 70 }, (_, day) => {
      return { count: random.binomial(4000, day % 7 === 6 ? 0.05 : 0.1), total: 4000 };
    });
    const days = daily(weeks).filter((_, day) => day !== 20 && day !== 33);
    const last = days.at(-1);
    expect(chartSeries(days, "latest").at(-1)?.alarm).toBe(false);
    const likeMonday = last === undefined ? [] : [...days.slice(0, -1), { ...last, count: 400 }];
    expect(chartSeries(likeMonday, "latest").at(-1)?.alarm).toBe(true);
  });
});
