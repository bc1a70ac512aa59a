import { wilson } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** A share and the size of the simple random sample it is worth; the share is `undefined` without data. */
export type Proportion = { readonly value: number | undefined; readonly effectiveN: number };

/**
 * Interval of the difference `to − from` of two independent proportions, `undefined` when either has no data.
 * Hybrid of the two Wilson intervals, in [−1, 1]; it holds the difference itself. Formula: Newcombe 1998, method 10.
 */
export function newcombe(from: Proportion, to: Proportion, { level = 0.95 } = {}): Bounds | undefined {
  if (from.value === undefined || to.value === undefined) return undefined;
  const a = wilson(from.value * from.effectiveN, from.effectiveN, { level });
  const b = wilson(to.value * to.effectiveN, to.effectiveN, { level });
  if (a === undefined || b === undefined) return undefined;
  const difference = to.value - from.value;
  return [
    difference - Math.hypot(to.value - b[0], a[1] - from.value),
    difference + Math.hypot(b[1] - to.value, from.value - a[0]),
  ];
}
