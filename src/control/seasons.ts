import { dayMs } from "../model/duration.js";
import { median } from "./median.js";

/** How a series repeats. */
export type Calendar = {
  /** The season of each time: what is alike in weeks that are alike. */
  readonly seasons: readonly string[];
  /** Periods in a day, at least 1. */
  readonly perDay: number;
};

/**
 * What the times of a series tell of its seasons: the weekday for daily periods; the hour of a working day or of a
 * weekend for shorter ones; one season for all when periods are longer than a day.
 * @param timesMs ascending, UTC
 */
export function calendarOf(timesMs: readonly number[]): Calendar {
  const stepMs = median(timesMs.slice(1).map((timeMs, i) => timeMs - (timesMs[i] ?? timeMs))) ?? dayMs;
  const perDay = Math.max(1, Math.round(dayMs / stepMs));
  return { seasons: timesMs.map((timeMs) => seasonOf(timeMs, stepMs)), perDay };
}

function seasonOf(timeMs: number, stepMs: number): string {
  if (stepMs > 1.5 * dayMs) return "";
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(timeMs / dayMs) + 4) % 7;
  if (stepMs > dayMs / 2) return String(weekday);
  const hour = Math.floor((timeMs % dayMs) / 3_600_000);
  return `${weekday % 6 === 0 ? "weekend" : "week"} ${hour}`;
}
