import type { Weighted } from "./baseline.js";
import { seasonMedians } from "./seasonalShareChart.js";

/**
 * What its season adds to each value, in order: the median of its season less the median of all.
 * Only the values before the last `latest` count, so that what is judged does not judge itself.
 * @param season periods after which seasons repeat; values must be evenly spaced
 */
export function seasonShifts(
  values: readonly (Weighted | undefined)[],
  { season, latest }: { readonly season: number; readonly latest: number },
): number[] {
  const earlier = values.map((point, i) => (i < values.length - latest ? point?.value : undefined));
  const ofSeason = seasonMedians(
    earlier,
    values.map((_, i) => i % season),
  );
  const [all = 0] = seasonMedians(
    earlier,
    values.map(() => 0),
  );
  return ofSeason.map((typical) => typical - all);
}

/**
 * By how much shares of seasons widen the variance of a value against that of the values that they were taken from: each
 * median is as uncertain as π/2 means of its values, and its own values lie closer to it than new ones.
 */
export function seasonNoise(season: number, periods: number): number {
  const part = Math.min(0.5, season / periods);
  return (1 + (Math.PI / 2) * part) / (1 - part);
}
