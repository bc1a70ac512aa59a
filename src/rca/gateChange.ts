import { compareProportions } from "../stats/twoProportion.js";
import type { Comparison } from "../stats/twoProportion.js";

/** Numerator and denominator of one window. */
export type WindowSum = { readonly count: number; readonly total: number };

/**
 * Whether the rates of two windows differ beyond noise; `undefined` when either has no units. The information of both
 * is divided by the design effect and by how much more the earlier window's periods differ than chance has them.
 * @param periods the periods of the earlier window; fewer than three say nothing about noise
 * @throws {TypeError} when a count exceeds its total
 */
export function gateChange(
  from: WindowSum,
  to: WindowSum,
  { periods = [], designEffect = 1 }: { periods?: readonly WindowSum[]; designEffect?: number } = {},
): Comparison | undefined {
  const excessNoise = designEffect * periodDispersion(periods);
  return compareProportions(toProportion(from, excessNoise), toProportion(to, excessNoise));
}

/**
 * By what factor the variance between periods exceeds that of independent units, at least 1; 1 for fewer than three
 * periods with units. Formula: Pearson's χ² over its degrees of freedom.
 */
export function periodDispersion(periods: readonly WindowSum[]): number {
  const filled = periods.filter(({ total }) => total > 0);
  const count = filled.reduce((sum, period) => sum + period.count, 0);
  const total = filled.reduce((sum, period) => sum + period.total, 0);
  const rate = count / total;
  if (filled.length < 3 || count === 0 || count === total) return 1;
  const chiSquare = filled.reduce(
    (sum, period) => sum + (period.count - period.total * rate) ** 2 / (period.total * rate * (1 - rate)),
    0,
  );
  return Math.max(1, chiSquare / (filled.length - 1));
}

function toProportion(
  { count, total }: WindowSum,
  excessNoise: number,
): { value: number | undefined; effectiveN: number } {
  return { value: total > 0 ? Math.min(1, count / total) : undefined, effectiveN: total / excessNoise };
}
