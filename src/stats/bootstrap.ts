import { randomFrom } from "./random.js";
import type { Random } from "./random.js";
import type { Bounds } from "./wilson.js";

/**
 * Interval of any statistic by drawing the units again with replacement; `undefined` without units, or where the
 * statistic is undefined for the units or for more than a tenth of the draws. The same seed gives the same interval.
 * Units must be independent: draw clusters, not their members. With fewer than 20 units it is too narrow.
 * O(runs × cost of the statistic). Formula: percentile method, Efron 1979.
 */
export function bootstrapInterval<T>(
  units: readonly T[],
  statistic: (units: readonly T[]) => number | undefined,
  { seed = 1, runs = 1000, level = 0.95 } = {},
): Bounds | undefined {
  if (units.length === 0 || statistic(units) === undefined) return undefined;
  const random = randomFrom(seed);
  const values = Array.from({ length: runs }, () => statistic(drawAgain(units, random)))
    .filter((value) => value !== undefined)
    .toSorted((a, b) => a - b);
  if (values.length < 0.9 * runs) return undefined;
  const tail = (1 - level) / 2;
  const [low, high] = [quantileOf(values, tail), quantileOf(values, 1 - tail)];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function drawAgain<T>(units: readonly T[], random: Random): T[] {
  const drawn: T[] = [];
  for (let i = 0; i < units.length; i++) {
    const unit = units[random.integer(units.length)];
    if (unit !== undefined) drawn.push(unit);
  }
  return drawn;
}

/** Of ascending values, between neighbours in proportion; `undefined` for none. */
export function quantileOf(sorted: readonly number[], p: number): number | undefined {
  const place = p * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}
