import { dayMs } from "../model/duration.js";
import type { Weighted } from "./baseline.js";
import { toControlPoint } from "./controlPoint.js";
import type { ControlPoint } from "./controlPoint.js";
import { hasSeason } from "./hasSeason.js";
import type { FitJudge } from "./judges.js";
import { latestLimits } from "./latestLimits.js";
import type { Calendar } from "./seasons.js";

/** Chance that the last period of a series in which nothing changed is out, at most: measured, 5 to 7 %. */
const level = 0.07;
/** On one series the last period needs only to depart in the same direction. */
const lastP = 0.5;

const latest = 3;
/** When the points of a series are, in their order. */
export type Times = Calendar & {
  /** UTC, ascending. */
  readonly timesMs: readonly number[];
};

type LatestChartOptions = {
  readonly times: Times;
  readonly fit: FitJudge;
  /** Units below which the last point is left as it is. */
  readonly minN: number;
  /** Least and greatest value that there can be. */
  readonly range: readonly [number, number];
  /** The chart of the points, and the one for days with a weekly pattern. */
  readonly plain: () => ControlPoint[];
  readonly weekly: () => ControlPoint[];
};

/**
 * A chart whose last point is judged as for an alert on this series alone (see `testLatest`): with the two periods before
 * it, so that a shift of three standard deviations that began one to three periods ago shows, and at a chance of at most
 * 7 %. Limits of three standard deviations miss half of these. Days that clearly have a weekly pattern are on the weekly
 * chart, and the weekday is taken out for the test. The chart is left as it is where periods are shorter than a day:
 * such values follow each other too closely.
 */
export function latestChart(
  points: readonly (Weighted | undefined)[],
  { times, fit, minN, range, plain, weekly }: LatestChartOptions,
): ControlPoint[] {
  const isDaily = times.perDay === 1 && times.seasons[0] !== "";
  const daily = isDaily ? onDays(points, times) : undefined;
  const isWeekly = daily !== undefined && hasSeason(daily.slice(0, -latest), 7);
  const chart = isWeekly ? weekly() : plain();
  if (times.perDay > 1) return chart;
  const season = isWeekly ? { season: 7 } : {};
  const limits = latestLimits(daily ?? points, fit, { level, lastP, minN, ...season });
  const [last, point] = [chart.at(-1), points.at(-1)];
  if (last === undefined || point === undefined || point.n < minN || limits === undefined) return chart;
  const low = Math.max(limits[0], last.low ?? -Infinity, range[0]);
  const high = Math.min(limits[1], last.high ?? Infinity, range[1]);
  return [...chart.slice(0, -1), toControlPoint(point.value, [low, high])];
}

/** The points with gaps where days are missing; `undefined` where two fall on one day or most days are missing. */
function onDays(
  points: readonly (Weighted | undefined)[],
  { timesMs }: Times,
): (Weighted | undefined)[] | undefined {
  const days = timesMs.map((timeMs) => Math.floor((timeMs - (timesMs[0] ?? timeMs)) / dayMs + 0.5));
  const count = (days.at(-1) ?? 0) + 1;
  if (new Set(days).size < days.length || count > 2 * days.length) return undefined;
  const byDay = new Map(days.map((day, i) => [day, points[i]]));
  return Array.from({ length: count }, (_, day) => byDay.get(day));
}
