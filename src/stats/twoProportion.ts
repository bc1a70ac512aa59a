import { newcombe } from "./newcombe.js";
import { normalCdf } from "./normal.js";
import type { Proportion } from "./newcombe.js";
import type { Bounds } from "./wilson.js";

export type Comparison = {
  /** `to − from`, in [−1, 1]. */
  readonly difference: number;
  /** Newcombe's interval of the difference. */
  readonly interval: Bounds;
  /** Two-sided, pooled z test on the effective n. */
  readonly pValue: number;
  /** Both sides have `minN`, the test passes the level and the interval leaves 0 out. */
  readonly distinguishable: boolean;
};

/**
 * Whether two independent proportions differ, `undefined` when either has no data.
 * With fewer than `minN` effective units on a side the answer is never yes. Two readings of the same items are not
 * independent: the test then errs on the side of "no" as long as they agree more than chance.
 */
export function compareProportions(
  from: Proportion,
  to: Proportion,
  { level = 0.95, minN = 30 } = {},
): Comparison | undefined {
  const interval = newcombe(from, to, { level });
  if (interval === undefined || from.value === undefined || to.value === undefined) return undefined;
  const pValue = pooledPValue(from.value, to.value, [from.effectiveN, to.effectiveN]);
  const enough = Math.min(from.effectiveN, to.effectiveN) >= minN;
  const excludesZero = interval[0] > 0 || interval[1] < 0;
  return {
    difference: to.value - from.value,
    interval,
    pValue,
    distinguishable: enough && excludesZero && pValue < 1 - level,
  };
}

function pooledPValue(p0: number, p1: number, [n0, n1]: readonly [number, number]): number {
  const pooled = (p0 * n0 + p1 * n1) / (n0 + n1);
  const variance = pooled * (1 - pooled) * (1 / n0 + 1 / n1);
  if (p0 === p1) return 1;
  return 2 * normalCdf(-Math.abs(p1 - p0) / Math.sqrt(variance));
}
