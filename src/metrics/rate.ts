import type { Rate } from "../model/rate.js";
import { wilson } from "../stats/wilson.js";

/**
 * A rate with its value and 95 % Wilson interval on the effective n; both `undefined` when `total` is 0.
 * @param effectiveN the size of the equivalent simple random sample; `total` for unweighted, independent units
 */
export function toRate(count: number, total: number, effectiveN: number = total): Rate {
  if (total <= 0) return { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };
  const value = Math.min(1, Math.max(0, count / total));
  return { count, total, effectiveN, value, interval: wilson(value * effectiveN, effectiveN) };
}
