import type { Cube, CubeCell } from "../../model/cube.js";
import { formatCount } from "../../metrics/format.js";
import { dayMs } from "../../model/duration.js";
import { dayAfter } from "../../trends/dayGroups.js";

/** Days in a row (ISO, first and last) and the cells of a cube that lie in them. */
export type DayWindow = { readonly from: string; readonly to: string; readonly cells: readonly CubeCell[] };

export type ChangeWindows = {
  readonly earlier: DayWindow;
  readonly later: DayWindow;
  /** Days of the later window. */
  readonly length: number;
  /** Windows of that length that the earlier one is made of. */
  readonly baselines: number;
};

/** Days of the later window that a reader can choose. */
export const windowLengths = [1, 3, 7, 14, 28] as const;
/** Windows of as many days that the earlier window can be made of. */
export const baselineCounts = [1, 4] as const;
/** Taken before a reader chooses, where there are days enough. */
const usualLength = 7;

export type WindowChoice = { readonly length: number; readonly baselines: number };

/**
 * The last days of a daily cube and those before them; else the sentence that says why there are none.
 * @param until first day (ISO) whose labels may still come in, which is left out with all that follow
 */
export function changeWindows(
  cube: Cube,
  { length, baselines, until }: WindowChoice & { readonly until: string | undefined },
): ChangeWindows | string {
  const [first, last] = settledDays(cube, until);
  if (first === "")
    return "No decision with a label carries a settled day here, so nothing can be said of a change in time.";
  const days = daysFrom(first, last);
  const needed = length * (1 + baselines);
  if (days < needed) {
    return `Too few days: these two windows take ${needed} settled days, and the decisions with labels lie in ${formatCount(days)}, from ${first} to ${last}. Choose a shorter window.`;
  }
  const laterFrom = dayAfter(last, 1 - length);
  const earlierTo = dayAfter(laterFrom, -1);
  return {
    earlier: windowOf(cube, dayAfter(last, 1 - needed), earlierTo),
    later: windowOf(cube, laterFrom, last),
    length,
    baselines,
  };
}

/** The choice that fits the days of a cube: a week against the four before it, or less where there are fewer days. */
export function usualWindows(cube: Cube | undefined): WindowChoice {
  const [first, last] = cube === undefined ? ["", ""] : settledDays(cube, undefined);
  const days = first === "" ? 0 : daysFrom(first, last);
  const fitting = windowLengths.findLast((length) => length <= usualLength && 2 * length <= days) ?? 1;
  return {
    length: fitting,
    baselines: baselineCounts.findLast((count) => fitting * (1 + count) <= days) ?? 1,
  };
}

/** First and last settled day of a cube; both "" without one. */
function settledDays({ cells }: Cube, until: string | undefined): readonly [string, string] {
  let [first, last] = ["", ""]; // a plain loop: it meets every cell
  for (const { slice } of cells) {
    const day = slice["day"] ?? "";
    if (day === "" || (until !== undefined && day >= until)) continue;
    if (first === "" || day < first) first = day;
    if (day > last) last = day;
  }
  return [first, last];
}

function daysFrom(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;
}

function windowOf({ cells }: Cube, from: string, to: string): DayWindow {
  const isIn = ({ slice }: CubeCell): boolean => {
    const day = slice["day"] ?? "";
    return day >= from && day <= to;
  };
  return { from, to, cells: cells.filter(isIn) };
}

/** Every day from the first to the last. */
export function daysOf({ from, to }: Pick<DayWindow, "from" | "to">): string[] {
  return Array.from({ length: daysFrom(from, to) }, (_, at) => dayAfter(from, at));
}
