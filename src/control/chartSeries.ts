import { noPoint } from "./controlPoint.js";
import type { ControlPoint, SharePoint } from "./controlPoint.js";
import { ewmaChart, ewmaShareChart } from "./ewmaChart.js";
import { individualsChart } from "./individualsChart.js";
import { seasonalChart } from "./seasonalChart.js";
import { seasonalShareChart } from "./seasonalShareChart.js";
import { calendarOf } from "./seasons.js";
import type { Calendar } from "./seasons.js";
import { laneyChart, pChart } from "./shareChart.js";

/** The charts by name; `p` and `laney` need counts and totals. */
export const chartNames = ["p", "laney", "ewma", "individuals", "seasonal"] as const;

export type ChartName = (typeof chartNames)[number];

/** A period of a series: a value, or a count and its total. */
export type SeriesPeriod = {
  /** UTC. */
  readonly atMs: number;
  readonly value: number | undefined;
  readonly count: number | undefined;
  readonly total: number | undefined;
};

/**
 * A series on the chart named: a point a period, in order; empty for none. Seasons follow from the times.
 * @throws {TypeError} for a `p` or `laney` chart of periods without counts
 */
export function chartSeries(periods: readonly SeriesPeriod[], chart: ChartName): ControlPoint[] {
  const calendar = calendarOf(periods.map(({ atMs }) => atMs));
  const shares = periods.flatMap(({ count, total }) =>
    count === undefined || total === undefined ? [] : [{ count, total }],
  );
  if (shares.length === periods.length && chart !== "individuals")
    return chartShares(shares, chart, calendar);
  const known = periods.map(
    ({ value, count = 0, total = 0 }) => value ?? (total > 0 ? count / total : undefined),
  );
  const points = chartValues(
    known.filter((value) => value !== undefined),
    chart,
    calendar,
  );
  let next = 0;
  return known.map((value) => (value === undefined ? noPoint : (points[next++] ?? noPoint)));
}

function chartShares(
  points: readonly SharePoint[],
  chart: Exclude<ChartName, "individuals">,
  { seasons }: Calendar,
): ControlPoint[] {
  switch (chart) {
    case "p":
      return pChart(points);
    case "laney":
      return laneyChart(points);
    case "ewma":
      return ewmaShareChart(points);
    case "seasonal":
      return seasonalShareChart(points, seasons);
  }
}

function chartValues(
  values: readonly number[],
  chart: ChartName,
  { seasons, perDay }: Calendar,
): ControlPoint[] {
  switch (chart) {
    case "ewma":
      return ewmaChart(values);
    case "individuals":
      return individualsChart(values);
    case "seasonal":
      return seasonalChart(values, seasons, { perDay });
    case "p":
    case "laney":
      throw new TypeError(`Expected counts and totals for the chart \`${chart}\`, got values`);
  }
}
