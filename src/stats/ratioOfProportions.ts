import type { Proportion } from "./newcombe.js";
import { twoSidedZ } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** How many times as large one proportion is as another. */
export type ProportionRatio = { readonly value: number; readonly interval: Bounds };

/**
 * `to / from` of two independent proportions with its interval, both above 0; `undefined` when either has no data or
 * is 0, where the logarithm says nothing. With few successes on a side (below 5) it is a rough guide.
 * Delta method on the log scale; formula: Katz, Baptista, Azen and Pike 1978.
 */
export function ratioOfProportions(
  from: Proportion,
  to: Proportion,
  { level = 0.95 } = {},
): ProportionRatio | undefined {
  if (!isAboveZero(from) || !isAboveZero(to)) return undefined;
  const value = to.value / from.value;
  const spread = Math.exp(twoSidedZ(level) * Math.sqrt(logVariance(from) + logVariance(to)));
  return { value, interval: [value / spread, value * spread] };
}

type Known = { readonly value: number; readonly effectiveN: number };

function isAboveZero(proportion: Proportion): proportion is Known {
  return proportion.value !== undefined && proportion.value > 0 && proportion.effectiveN > 0;
}

function logVariance({ value, effectiveN }: Known): number {
  return (1 - value) / (value * effectiveN);
}
