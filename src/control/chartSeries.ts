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
    return shareCharts[chart](shares, calendar);
  const known = periods.map(
    ({ value, count = 0, total = 0 }) => value ?? (total > 0 ? count / total : undefined),
  );
  const values = known.filter((value) => value !== undefined);
  const points = valueCharts[chart](values, calendar);
  let next = 0;
  return known.map((value) => (value === undefined ? noPoint : (points[next++] ?? noPoint)));
}

type ShareCharts = Record<
  Exclude<ChartName, "individuals">,
  (points: readonly SharePoint[], calendar: Calendar) => ControlPoint[]
>;

const shareCharts: ShareCharts = {
  p: (points) => pChart(points),
  laney: (points) => laneyChart(points),
  ewma: (points) => ewmaShareChart(points),
  seasonal: (points, { seasons }) => seasonalShareChart(points, seasons),
};

const valueCharts: Record<ChartName, (values: readonly number[], calendar: Calendar) => ControlPoint[]> = {
  p: needsCounts,
  laney: needsCounts,
  ewma: (values) => ewmaChart(values),
  individuals: (values) => individualsChart(values),
  seasonal: (values, { seasons, perDay }) => seasonalChart(values, seasons, { perDay }),
};

function needsCounts(): never {
  throw new TypeError("Expected counts and totals for a p or laney chart, got values");
}
