import { describe, expect, it } from "vitest";
import type { ControlPoint } from "../../src/control/controlPoint.js";
import { ewmaChart } from "../../src/control/ewmaChart.js";
import { individualsChart } from "../../src/control/individualsChart.js";
import { seasonalChart } from "../../src/control/seasonalChart.js";
import { calendarOf } from "../../src/control/seasons.js";
import { randomFrom } from "../../src/stats/random.js";

describe("individualsChart(values)", () => {
  it("has limits mean ± 3·(mean moving range)/1.128 by hand", () => {
    // mean 10, ranges 2, 2, 2, 2.
    const points = individualsChart([9, 11, 9, 11, 10]);
    const range = (2 + 2 + 2 + 1) / 4;
    expect(points[0]?.high).toBeCloseTo(10 + (3 * range) / 1.128, 12);
    expect(points[0]?.low).toBeCloseTo(10 - (3 * range) / 1.128, 12);
  });

  it("leaves a spike out of its limits, and never alarms at one value or none", () => {
    const values = [9, 11, 9, 11, 10, 9, 11, 80, 10, 9];
    expect(alarmsOf(individualsChart(values))).toEqual([7]);
    expect(individualsChart(values)[0]?.high).toBeLessThan(20);
    expect(alarmsOf(individualsChart([5]))).toEqual([]);
    expect(individualsChart([])).toEqual([]);
  });
});

describe("ewmaChart(values)", () => {
  it("with λ = 1 is the chart of single values", () => {
    const values = [9, 11, 9, 11, 10, 9, 11, 80, 10, 9];
    expect(alarmsOf(ewmaChart(values, { lambda: 1 }))).toEqual([7]);
  });

  it("has tighter limits at first: a value that is 3.5 standard deviations off is seen at once", () => {
    const swinging = Array.from({ length: 30 }, (_, i) => 10 + (-1) ** i);
    expect(alarmsOf(ewmaChart([17, ...swinging]))[0]).toBe(0);
    expect(alarmsOf(ewmaChart([...swinging, 17]))).toEqual([]);
  });

  it("sees a shift of one and a half standard deviations that stays", () => {
    const random = randomFrom(3);
    const values = Array.from({ length: 200 }, (_, i) => random.normal() + (i < 180 ? 0 : 1.5));
    const alarms = alarmsOf(ewmaChart(values));
    expect(alarms.filter((i) => i < 180).length).toBeLessThanOrEqual(3);
    expect(alarms.filter((i) => i >= 180).length).toBeGreaterThanOrEqual(10);
  });
});

describe("seasonalChart(values, seasons, {perDay})", () => {
  const perDay = 288;
  const days = 28;
  const timesMs = Array.from({ length: perDay * days }, (_, i) => i * 300_000);
  const { seasons } = calendarOf(timesMs);
  const wave = (i: number): number => 20 * Math.sin((2 * Math.PI * i) / perDay);

  /** A daily wave, a slow trend and noise that remembers, every five minutes for four weeks. */
  function drifting(seed: number): number[] {
    const random = randomFrom(seed);
    let noise = 0;
    return timesMs.map((_, i) => {
      noise = 0.8 * noise + random.normal();
      return 100 + wave(i) + i / 500 + noise;
    });
  }

  it("is quiet on a wave, a trend and noise that remembers, where single values alarm by the thousand", () => {
    expect(alarmsOf(seasonalChart(drifting(1), seasons, { perDay })).length).toBeLessThanOrEqual(1);
    expect(alarmsOf(individualsChart(drifting(1))).length).toBeGreaterThan(1000);
  });

  it("marks the beginning of an incident of two hours once, and its values stay outside", () => {
    const start = perDay * 20 + 100;
    const values = drifting(2).map((value, i) => (i >= start && i < start + 24 ? value + 40 : value));
    const points = seasonalChart(values, seasons, { perDay });
    expect(alarmsOf(points)).toEqual([start]);
    const last = points[start + 10];
    expect(last?.value).toBeGreaterThan(last?.high ?? Infinity);
  });

  it("learns for a day before it alarms", () => {
    const values = drifting(2).map((value, i) => (i === 100 ? value + 60 : value));
    expect(alarmsOf(seasonalChart(values, seasons, { perDay }))).not.toContain(100);
  });

  it("finds a bad day in ten weeks of days with a weekly swing", () => {
    const random = randomFrom(4);
    const daysMs = Array.from({ length: 70 }, (_, i) => i * 86_400_000);
    const values = daysMs.map((_, i) => (i % 7 === 3 ? 40 : 100) + 3 * random.normal() + (i === 50 ? 45 : 0));
    const calendar = calendarOf(daysMs);
    expect(alarmsOf(seasonalChart(values, calendar.seasons, calendar))).toContain(50);
    expect(alarmsOf(seasonalChart(values, calendar.seasons, calendar)).length).toBeLessThanOrEqual(2);
  });

  it("does not alarm where nothing ever moves, and is empty for none", () => {
    expect(
      alarmsOf(
        seasonalChart(
          Array.from({ length: 50 }, () => 3),
          [],
        ),
      ),
    ).toEqual([]);
    expect(seasonalChart([], [])).toEqual([]);
  });
});

describe("calendarOf(timesMs)", () => {
  const day = 86_400_000;

  it("tells weekdays apart for days, hours and weekends for less, and nothing for months", () => {
    // 1 January 1970 was a Thursday.
    expect(calendarOf([0, day, 2 * day]).seasons).toEqual(["4", "5", "6"]);
    expect(calendarOf([0, day / 24, day / 12])).toEqual({
      seasons: ["week 0", "week 1", "week 2"],
      perDay: 24,
    });
    expect(calendarOf([2 * day, 2 * day + day / 24]).seasons).toEqual(["weekend 0", "weekend 1"]);
    expect(calendarOf([0, 31 * day, 59 * day])).toEqual({ seasons: ["", "", ""], perDay: 1 });
  });
});

function alarmsOf(points: readonly ControlPoint[]): number[] {
  return points.flatMap(({ alarm }, i) => (alarm ? [i] : []));
}
