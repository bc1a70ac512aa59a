import { describe, expect, it } from "vitest";
import { alertSeries } from "../../src/control/alertSeries.js";
import { drawPage, largeSeries } from "../../bench/coverage/pages.js";
import type { SeriesKind } from "../../bench/coverage/pages.js";
import { randomFrom } from "../../src/stats/random.js";

const steady = (count: number) =>
  Array.from({ length: 60 }, (_, i) => ({ count: count + (i % 3) - 1, total: 1000 }));

describe("alertSeries(series, options)", () => {
  it("names the series that moved, its direction and its window, and counts those tested", () => {
    const moved = [...steady(100).slice(0, 58), { count: 150, total: 1000 }, { count: 150, total: 1000 }];
    const { alerts, tested } = alertSeries([
      { id: "calm", points: steady(100) },
      { id: "moved", points: moved },
      { id: "new", points: steady(100).slice(0, 5) },
    ]);
    expect(tested).toBe(2);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      id: "moved",
      periods: 2,
      direction: "up",
      value: 0.15,
      unconfirmed: false,
    });
    expect(alerts[0]?.expected).toBeCloseTo(0.1, 3);
  });

  it("stays silent when the last period has come back", () => {
    const back = [...steady(100).slice(0, 57), ...[200, 200, 100].map((count) => ({ count, total: 1000 }))];
    expect(alertSeries([{ id: "back", points: back }]).alerts).toEqual([]);
  });

  it("tells a P0 series at once as unconfirmed where the page as a whole does not pass", () => {
    const random = randomFrom(2);
    const calm = drawPage({ series: 200, periods: 60, shiftedFor: () => 0 }, random);
    const points = [...steady(100).slice(0, 59), { count: 103, total: 1000 }];
    const urgent = { id: "urgent", points, priority: "P0" } as const;
    const { alerts } = alertSeries([...calm, urgent]);
    expect(alerts).toMatchObject([{ id: "urgent", unconfirmed: true }]);
    expect(alertSeries([...calm, { id: "urgent", points }]).alerts).toEqual([]);
  });

  it("never alerts on few units", () => {
    const points = [...steady(100).slice(0, 57), ...[9, 9, 9].map((count) => ({ count, total: 9 }))];
    expect(alertSeries([{ id: "few", points }]).alerts).toEqual([]);
  });

  it("takes the weekday out when told that seasons repeat", () => {
    const weekly = Array.from({ length: 63 }, (_, i) => ({ count: i % 7 > 4 ? 60 : 100, total: 1000 }));
    const quietWeekend = weekly.map((point, i) => (i > 60 ? { count: 100, total: 1000 } : point));
    expect(alertSeries([{ id: "week", points: weekly }], { season: 7 }).alerts).toEqual([]);
    expect(alertSeries([{ id: "week", points: quietWeekend }], { season: 7 }).alerts).toHaveLength(1);
  });

  it("does not depend on the order of the series", () => {
    const page = drawPage({ series: 30, periods: 60, shiftedFor: (i) => (i < 5 ? 2 : 0) }, randomFrom(3));
    expect(alertSeries(page.toReversed())).toEqual(alertSeries(page));
  });
});

describe("alertSeries() on seeded pages of 200 series (the full runs: npm run bench:coverage)", () => {
  it("alerts on at most 3 of 12 pages where nothing moved", () => {
    const alerted = Array.from({ length: 12 }, (_, run) => {
      const page = drawPage({ series: 200, periods: 60, shiftedFor: () => 0 }, randomFrom(100 + run));
      return alertSeries(page).alerts.length > 0;
    });
    expect(alerted.filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  it.each([
    ["large ones", largeSeries, 180],
    ["60 units a day at 10 %", small(60, 0.1), 176],
    ["40 units a day at 2 %, of which few shifts can be told", small(40, 0.02), 140],
  ])("flags most of 200 series that moved by 3 σ′ one to three periods ago: %s", (_, kind, least) => {
    const page = drawPage({ series: 200, periods: 60, shiftedFor: (i) => 1 + (i % 3), kind }, randomFrom(7));
    expect(alertSeries(page).alerts.length).toBeGreaterThanOrEqual(least);
  });

  it("alerts on at most 2 of 12 pages of rare shares where nothing moved", () => {
    const alerted = Array.from({ length: 12 }, (_, run) => {
      const page = { series: 200, periods: 60, shiftedFor: () => 0, kind: small(40, 0.02) };
      return alertSeries(drawPage(page, randomFrom(500 + run))).alerts.length > 0;
    });
    expect(alerted.filter(Boolean).length).toBeLessThanOrEqual(2);
  });
});

function small(units: number, share: number): SeriesKind {
  return { share: [share, share], units: [units, units], beyond: [0, 0] };
}
