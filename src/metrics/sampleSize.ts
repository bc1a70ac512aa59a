import type { Rate } from "../model/rate.js";
import { twoSidedZ } from "../stats/wilson.js";

/** How many labels an interval of a wanted width takes. */
export type SampleSize = {
  /** In a simple random sample. */
  readonly effectiveN: number;
  /** With the weights and clusters that the labels have now; `undefined` where the labels are not counted. */
  readonly labels: number | undefined;
};

/**
 * The labels that it takes to know a rate to ± `margin`; `undefined` where the rate has no value yet. Where all or none
 * of the labels so far are of one kind, the end of the interval nearer to a half stands for the rate. Formula: z²·p(1 − p)/d², times the design effect.
 */
export function sampleSize(
  { value, interval, effectiveN, labels }: Rate,
  { margin = 0.01 } = {},
): SampleSize | undefined {
  if (value === undefined || interval === undefined) return undefined;
  const share = value === 0 ? interval[1] : value === 1 ? interval[0] : value;
  const needed = (twoSidedZ(0.95) / margin) ** 2 * share * (1 - share);
  const designEffect = labels === undefined ? undefined : labels.labelled / effectiveN;
  return {
    effectiveN: Math.ceil(needed),
    labels: designEffect === undefined ? undefined : Math.ceil(needed * designEffect),
  };
}
