import type { Proportion } from "./newcombe.js";
import { wilson } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** A share as an imperfect test would have to be corrected to give. */
export type CorrectedShare = {
  /** In [0, 1]. */
  readonly value: number;
  readonly interval: Bounds;
  /** Before they were cut to [0, 1]: beyond it, the test's error rates or the sample do not fit together. */
  readonly untruncated: { readonly value: number; readonly interval: Bounds };
};

/** How often a test says yes to what is (`sensitivity`) and no to what is not (`specificity`). */
export type TestQuality = { readonly sensitivity: number; readonly specificity: number };

/**
 * The true share behind the share that an imperfect test found, its sensitivity and specificity known; `undefined`
 * without data and where the test does no better than chance (their sum is at most 1).
 * The interval is the apparent share's Wilson interval, mapped; it knows nothing of errors in sensitivity and
 * specificity (`langReiczigel` does). Formula: Rogan and Gladen 1978.
 */
export function roganGladen(
  apparent: Proportion,
  { sensitivity, specificity }: TestQuality,
  { level = 0.95 } = {},
): CorrectedShare | undefined {
  if (apparent.value === undefined || sensitivity + specificity <= 1) return undefined;
  const bounds = wilson(apparent.value * apparent.effectiveN, apparent.effectiveN, { level });
  if (bounds === undefined) return undefined;
  const correct = (share: number): number => (share + specificity - 1) / (sensitivity + specificity - 1);
  return truncate(correct(apparent.value), [correct(bounds[0]), correct(bounds[1])]);
}

/** A corrected share from its values before truncation. */
export function truncate(value: number, interval: Bounds): CorrectedShare {
  const untruncated = { value, interval };
  return { value: toShare(value), interval: [toShare(interval[0]), toShare(interval[1])], untruncated };
}

function toShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
