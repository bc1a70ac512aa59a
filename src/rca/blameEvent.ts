import { dayMs } from "../model/duration.js";
import { changeTime, nearlyAsGood } from "./changeTime.js";
import type { WindowSum } from "./gateChange.js";
import type { MoveEvent } from "./moveEvents.js";

/** An event that a change may be due to. */
export type BlamedEvent<Event extends MoveEvent = MoveEvent> = Event & {
  /** Probability that events at chance times fit the series as well, in (0, 1]. */
  readonly pValue: number;
};

/** Coincidences up to this probability are called a cause: one event and twenty days cannot show less than a twentieth. */
const mostCoincidence = 0.2;

/**
 * The event whose time fits a change of a daily series best; `undefined` when none fits nearly as well as the likeliest
 * day, or events at chance times would in more than a fifth of the cases. The fit is the likelihood of one change of
 * level at that time of its day, less noisy days counting for less. The test turns all events together around the days
 * of the series, a day at a time, and asks how often the best one fits as well: where events are many, or the day of the
 * change is uncertain, a fit says little. Of events that fit alike the latest is taken. O(days² × events).
 * @param series sums by day, without gaps
 * @param events those that can be behind the change at all; others would only add coincidences
 */
export function blameEvent<Event extends MoveEvent>(
  series: readonly WindowSum[],
  { firstMs, events }: { firstMs: number; events: readonly Event[] },
): BlamedEvent<Event> | undefined {
  const change = changeTime(series);
  const placed = events
    .map((event) => ({ event, place: (event.atMs - firstMs) / dayMs }))
    .filter(({ place }) => place > 0 && place < series.length); // what came before all days is behind no change of them
  const fits = placed.map((own) => ({ ...own, fit: gainAt(series, own.place) }));
  const [best] = fits.toSorted((a, b) => b.fit - a.fit || b.place - a.place);
  if (change === undefined || best === undefined) return undefined;
  if (best.fit < change.gain - nearlyAsGood * dispersion(series, change.place)) return undefined;
  const asGood = series.filter((_, turn) =>
    placed.some(({ place }) => gainAt(series, (place + turn) % series.length) >= best.fit - rounding),
  );
  const pValue = asGood.length / series.length;
  return pValue > mostCoincidence ? undefined : { ...best.event, pValue };
}

/** A turn's places are as far from whole days as before but for the last digits. */
const rounding = 1e-6;

/** Parts of a day by which the work done before an event may differ from the time: hours are not alike, and some work waits. */
const uneven = 0.25;

/** Nats that a change of level at a place, maybe in the course of a day, gains over one level; 0 at an end. */
function gainAt(series: readonly WindowSum[], place: number): number {
  const day = Math.floor(place + rounding);
  const left = Math.max(0, place - day); // part of the day before it
  const isWhole = left <= rounding;
  const before = sumOf(series.slice(0, day));
  const after = sumOf(series.slice(isWhole ? day : day + 1));
  const middle = isWhole ? none : (series[day] ?? none);
  if (before.total <= 0 || after.total <= 0) return 0;
  const all = sumOf(series);
  const [p, q] = [before.count / before.total, after.count / after.total];
  const mixed = p + (q - p) * clamp(partOf(middle, p, q), [1 - left - uneven, 1 - left + uneven]);
  return (
    logLikelihood(before, p) +
    logLikelihood(middle, mixed) +
    logLikelihood(after, q) -
    logLikelihood(all, all.count / all.total)
  );
}

/** The part of a day that has the later of two levels, by its rate. */
function partOf({ count, total }: WindowSum, p: number, q: number): number {
  return total > 0 && p !== q ? (count / total - p) / (q - p) : 0;
}

function clamp(part: number, [least, most]: readonly [number, number]): number {
  return Math.max(0, Math.min(1, Math.max(least, Math.min(most, part))));
}

/** By what factor days differ from their levels more than chance has it, at least 1. Formula: Pearson's χ². */
function dispersion(series: readonly WindowSum[], place: number): number {
  const levels = [series.slice(0, place), series.slice(place)];
  const squares = levels.flatMap((days) => {
    const { count, total } = sumOf(days);
    const variance = (count / total) * (1 - count / total);
    const filled = variance > 0 ? days.filter((day) => day.total > 0) : [];
    return filled.map((day) => (day.count - (day.total * count) / total) ** 2 / (day.total * variance));
  });
  return Math.max(1, squares.reduce((a, b) => a + b, 0) / Math.max(1, squares.length - levels.length));
}

const none: WindowSum = { count: 0, total: 0 };

function sumOf(days: readonly WindowSum[]): WindowSum {
  return days.reduce((a, b) => ({ count: a.count + b.count, total: a.total + b.total }), none);
}

function logLikelihood({ count, total }: WindowSum, rate: number): number {
  const rest = total - count;
  return (count > 0 ? count * Math.log(rate) : 0) + (rest > 0 ? rest * Math.log(1 - rate) : 0);
}
