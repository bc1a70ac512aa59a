import { noPoint } from "./controlPoint.js";
import type { ControlPoint, SharePoint } from "./controlPoint.js";
import { ewmaChart, ewmaShareChart } from "./ewmaChart.js";
import { individualsChart } from "./individualsChart.js";
import { fitShareJudge, fitValueJudge } from "./judges.js";
import { latestChart } from "./latestChart.js";
import type { Times } from "./latestChart.js";
import { seasonalChart } from "./seasonalChart.js";
import { seasonalShareChart } from "./seasonalShareChart.js";
import { calendarOf } from "./seasons.js";
import { laneyChart, pChart } from "./shareChart.js";
import { toWeighted } from "./weighted.js";

/** The charts by name; `p` and `laney` need counts and totals. */
export const chartNames = ["latest", "p", "laney", "ewma", "individuals", "seasonal"] as const;

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
 * `latest` is Laney's chart for shares (where weeks repeat, and for values, the seasonal one) with the last period judged
 * as `latestChart` says.
 * @throws {TypeError} for a `p` or `laney` chart of periods without counts
 */
export function chartSeries(periods: readonly SeriesPeriod[], chart: ChartName): ControlPoint[] {
  const timesMs = periods.map(({ atMs }) => atMs);
  const times = { ...calendarOf(timesMs), timesMs };
  const shares = periods.flatMap(({ count, total }) =>
    count === undefined || total === undefined ? [] : [{ count, total }],
  );
  if (shares.length === periods.length && chart !== "individuals") return shareCharts[chart](shares, times);
  const known = periods.map(
    ({ value, count = 0, total = 0 }) => value ?? (total > 0 ? count / total : undefined),
  );
  const values = known.filter((value) => value !== undefined);
  const points = valueCharts[chart](values, times);
  let next = 0;
  return known.map((value) => (value === undefined ? noPoint : (points[next++] ?? noPoint)));
}

type ShareCharts = Record<
  Exclude<ChartName, "individuals">,
  (points: readonly SharePoint[], times: Times) => ControlPoint[]
>;

const shareCharts: ShareCharts = {
  latest: (points, times) =>
    latestChart(points.map(toWeighted), {
      times,
      fit: fitShareJudge,
      minN: 30,
      range: [0, 1],
      plain: () => laneyChart(points),
      weekly: () => seasonalShareChart(points, times.seasons),
    }),
  p: (points) => pChart(points),
  laney: (points) => laneyChart(points),
  ewma: (points) => ewmaShareChart(points),
  seasonal: (points, { seasons }) => seasonalShareChart(points, seasons),
};

const valueCharts: Record<ChartName, (values: readonly number[], times: Times) => ControlPoint[]> = {
  latest: (values, times) => {
    const chart = (): ControlPoint[] => valueCharts.seasonal(values, times);
    const points = values.map((value) => ({ value, n: 1 }));
    const range = [-Infinity, Infinity] as const;
    return latestChart(points, { times, fit: fitValueJudge, minN: 1, range, plain: chart, weekly: chart });
  },
  p: needsCounts,
  laney: needsCounts,
  ewma: (values) => ewmaChart(values),
  individuals: (values) => individualsChart(values),
  seasonal: (values, { seasons, perDay }) => seasonalChart(values, seasons, { perDay }),
};

function needsCounts(): never {
  throw new TypeError("Expected counts and totals for a p or laney chart, got values");
}
