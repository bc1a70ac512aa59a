import type { Proportion } from "./newcombe.js";
import { truncate } from "./roganGladen.js";
import type { CorrectedShare } from "./roganGladen.js";
import { twoSidedZ } from "./wilson.js";

/** Sensitivity and specificity as estimated, each on a sample of its own. */
export type EstimatedQuality = { readonly sensitivity: Proportion; readonly specificity: Proportion };

/** A share that is never 0 or 1, its n, and its variance. */
type Smoothed = { readonly value: number; readonly variance: number };

/**
 * The true share behind the share that an imperfect test found, its sensitivity and specificity estimated; `undefined`
 * when one of the three has no data, or where the test does no better than chance (their sum is at most 1).
 * The value is Rogan and Gladen's; the interval carries the errors of all three, which must come from independent
 * samples. Sizes may be effective. Formula: Lang and Reiczigel 2014.
 */
export function langReiczigel(
  apparent: Proportion,
  { sensitivity, specificity }: EstimatedQuality,
  { level = 0.95 } = {},
): CorrectedShare | undefined {
  const z = twoSidedZ(level);
  const [p, se, sp] = [smooth(apparent, z * z), smooth(sensitivity, 2), smooth(specificity, 2)];
  if (p === undefined || se === undefined || sp === undefined) return undefined;
  const value = correct(apparent.value ?? 0, sensitivity.value ?? 0, specificity.value ?? 0);
  const gain = se.value + sp.value - 1;
  if (gain <= 0 || value === undefined) return undefined;
  const centre = (p.value + sp.value - 1) / gain;
  const shift = 2 * z * z * (centre * se.variance - (1 - centre) * sp.variance);
  const variance = p.variance + centre ** 2 * se.variance + (1 - centre) ** 2 * sp.variance;
  const half = (z * Math.sqrt(variance)) / gain;
  const [low, high] = [centre + shift - half, centre + shift + half];
  return truncate(value, [Math.min(low, value), Math.max(high, value)]);
}

function correct(apparent: number, sensitivity: number, specificity: number): number | undefined {
  const gain = sensitivity + specificity - 1;
  return gain > 0 ? (apparent + specificity - 1) / gain : undefined;
}

/** The share with half of `added` more of each outcome; `undefined` without data. */
function smooth({ value, effectiveN }: Proportion, added: number): Smoothed | undefined {
  if (value === undefined || effectiveN <= 0) return undefined;
  const n = effectiveN + added;
  const share = (value * effectiveN + added / 2) / n;
  return { value: share, variance: (share * (1 - share)) / n };
}
