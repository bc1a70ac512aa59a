import type { ControlPoint } from "./controlPoint.js";
import { median } from "./median.js";
import { seasonMedians } from "./seasonalShareChart.js";
import type { Seasons } from "./seasonalShareChart.js";

type SeasonalOptions = {
  /** Periods in a day; levels follow within half a day and the spread within a week, whatever the step. */
  readonly perDay?: number;
  /** Least distance of the limits from the level, in robust standard deviations. */
  readonly sigmas?: number;
};

/** Half-lives of the level and of the spread, in days; for daily periods the level's is half a week. */
const levelDays = 0.5;
const spreadDays = 7;
const dailyLevelDays = 3.5;

/** Share of the periods, and the fewest, that may lie outside: what heavy tails do all the time is no alarm. */
const outsideShare = 0.003;
const outsideLeast = 5;

/** Mean and median of the size of a normal variable's departure, as shares of its standard deviation. */
const meanSize = 0.7979;
const medianSize = 0.6745;

/** Departures count up to this many standard deviations when level and spread follow. */
const followed = 3;

/**
 * A chart of single values that drift and repeat, such as a measure every five minutes: a point a value, in order.
 * Each value less its season's median is held against a level that follows the values before it, with limits from the
 * size of their departures. Both follow slowly and count departures of more than 3 standard deviations as 3, so that an
 * incident does not become normal at once. Limits lie at least `sigmas` (5) robust standard deviations away, and
 * further out where the series has heavier tails: at most 0.3 % of its values, but up to 5 of a short one, lie outside.
 * An alarm marks the first value outside after a day without one; those that follow are outside and do not repeat it.
 * The first day (of daily values, week) is for learning and never alarms. Limits of earlier values depend on later ones
 * through seasons and tails. O(n log n).
 * @param seasons of the values, in their order (see `calendarOf`)
 */
export function seasonalChart(
  values: readonly number[],
  seasons: Seasons,
  { perDay = 1, sigmas = 5 }: SeasonalOptions = {},
): ControlPoint[] {
  const middle = median(values) ?? 0;
  const typical = seasonMedians(
    values.map((value) => value - middle),
    seasons,
  );
  const levelled = values.map((value, i) => value - (typical[i] ?? 0));
  const learning = perDay > 1 ? perDay : 7;
  const pace = {
    level: 1 - 0.5 ** (1 / (perDay > 1 ? perDay * levelDays : dailyLevelDays)),
    spread: 1 - 0.5 ** (1 / (perDay * spreadDays)),
    learning,
  };
  const sizes = follow(levelled, pace, 0).map(({ departure }) => Math.abs(departure));
  // The spread never falls below half of what is usual: a quiet hour must not make the next one an incident.
  const usual = median(sizes) || sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const followedValues = follow(levelled, pace, usual / medianSize / 2);
  const reach = Math.max(sigmas, tailOf(followedValues.slice(learning)));
  let outsideAt = -Infinity;
  return followedValues.map(({ level, spread, departure }, i) => {
    const centre = level + (typical[i] ?? 0);
    const outside = i >= learning && Math.abs(departure) > reach * spread;
    const alarm = outside && i - outsideAt > (perDay > 1 ? perDay : 0);
    if (outside) outsideAt = i;
    return { value: values[i], low: centre - reach * spread, high: centre + reach * spread, alarm };
  });
}

/** What was known of a value before it came, and how far it departs. */
type Followed = { readonly level: number; readonly spread: number; readonly departure: number };

type Pace = { readonly level: number; readonly spread: number; readonly learning: number };

function follow(values: readonly number[], pace: Pace, leastSpread: number): Followed[] {
  const first = values.slice(0, pace.learning);
  let level = median(first) ?? 0;
  let spread = (median(first.map((value) => Math.abs(value - level))) ?? 0) / medianSize;
  return values.map((value) => {
    const known = { level, spread: Math.max(spread, leastSpread), departure: value - level };
    const size = Math.min(Math.abs(known.departure), followed * known.spread);
    level += pace.level * Math.sign(known.departure) * size;
    spread += pace.spread * (size / meanSize - spread);
    return known;
  });
}

/** The departure, in standard deviations, that only few of the values pass; 0 when there are not more values than that. */
function tailOf(values: readonly Followed[]): number {
  const sizes = values
    .map(({ departure, spread }) => (departure === 0 ? 0 : Math.abs(departure) / spread))
    .toSorted((a, b) => b - a);
  return sizes[Math.max(outsideLeast, Math.floor(values.length * outsideShare))] ?? 0;
}
