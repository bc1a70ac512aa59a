import type { Weighted } from "./baseline.js";
import type { Departure, FitJudge, Judge } from "./judges.js";
import { seasonNoise, seasonShifts } from "./seasonShifts.js";
import { pooled } from "./weighted.js";

export type LatestOptions = {
  /** One-sided p that the last period must pass in the window's direction. */
  readonly lastP?: number;
  /** Longest window, 1 to 3. */
  readonly periods?: number;
  /** Effective units below which a window is not tested. */
  readonly minN?: number;
  /** Fewest periods before the longest window. */
  readonly minBaseline?: number;
  /** Periods after which seasons repeat (7 for days); left out: none. */
  readonly season?: number;
};

/** What the last periods of a series say. */
export type LatestTest = {
  /** Periods of the window that departs most surely. */
  readonly periods: number;
  readonly direction: "up" | "down";
  /** Of the window, and of the periods before the longest one. */
  readonly value: number;
  readonly expected: number;
  /** Two-sided, of all windows together; 1 where the last period has come back. */
  readonly pValue: number;
};

/** How the chance of a false alarm is dealt out to windows of 1, 2 and 3 periods: a single one has it hardest to be seen. */
const parts = [0.7, 0.18, 0.12];

/**
 * Whether a series has changed in its last 1, 2 or 3 periods; `undefined` without enough periods or units to tell.
 * Each window, pooled, is held against the periods before the longest one; its p-value counts when the last period departs
 * in the same direction with a one-sided p below `lastP`. The three make one by Bonferroni's inequality with unequal
 * parts (Holm 1979): windows overlap, so that the true chance of a false alarm is about three quarters of it.
 * `lastP` asks for a chance below .2 of periods further out: .1 would by itself miss 4 of 100 shifts of 3 standard
 * deviations, and 12 where a period expects 6 units. O(periods).
 */
export function testLatest(
  points: readonly (Weighted | undefined)[],
  fit: FitJudge,
  options: LatestOptions = {},
): LatestTest | undefined {
  const usual = fitUsual(points, fit, options);
  return usual === undefined ? undefined : testUsual(usual, options);
}

/** The periods that can be judged, the newest last, without what their season adds, and who judges them. */
export type Usual = { readonly latest: readonly Weighted[]; readonly before: readonly Weighted[] } & Judge;

/** What is usual for a series, by the periods before its latest ones. */
export function fitUsual(
  points: readonly (Weighted | undefined)[],
  fit: FitJudge,
  { periods = 3, minBaseline = 8, season }: LatestOptions,
): Usual | undefined {
  const shifts = season === undefined ? [] : seasonShifts(points, { season, latest: periods });
  const usable = points.flatMap((point, i) =>
    point === undefined ? [] : [{ ...point, value: point.value - (shifts[i] ?? 0) }],
  );
  const before = usable.slice(0, Math.max(0, usable.length - periods));
  if (before.length < minBaseline) return undefined;
  const judge = fit(before, season === undefined ? 1 : seasonNoise(season, before.length));
  return judge && { latest: usable.slice(-periods), before, ...judge };
}

/** `testLatest` of periods whose usual is known. */
export function testUsual({ latest, before, judge }: Usual, options: LatestOptions): LatestTest | undefined {
  const { lastP = 0.2, minN = 30 } = options;
  const last = judge(pooled(latest.slice(-1)));
  const windows = latest
    .map((_, i) => ({ periods: i + 1, part: parts[i] ?? 0, stretch: pooled(latest.slice(-(i + 1))) }))
    .filter(({ stretch }) => stretch.n >= minN);
  const whole = windows.reduce((sum, { part }) => sum + part, 0);
  const tested = windows.map(({ periods, part, stretch }): LatestTest => {
    const departure = judge(stretch);
    const pValue = stays(departure, last, lastP) ? Math.min(1, (departure.pValue * whole) / part) : 1;
    const { direction } = departure;
    return { periods, direction, value: stretch.value, expected: pooled(before).value, pValue };
  });
  return tested.toSorted((a, b) => a.pValue - b.pValue)[0];
}

function stays(stretch: Departure, last: Departure, lastP: number): boolean {
  return last.direction === stretch.direction && last.beyondP < lastP;
}
