import { wilson } from "../stats/wilson.js";
import type { Bounds } from "../stats/wilson.js";

/** A share of labelled items, each counted once; `interval` = 95 % Wilson, `undefined` for fewer than 20. */
export type LiveRate = {
  readonly count: number;
  readonly total: number;
  readonly interval: Bounds | undefined;
};

/** Fewer labels tell nothing of a release. */
export const leastLabels = 20;

/** What the labels of the days say: counts of labelled items. */
export type LabelledDay = {
  readonly good: number;
  readonly goodRejected: number;
  readonly violatingRejected: number;
};

/**
 * Of the labelled good items of some days the share that was rejected (FPR), and of the labelled rejected ones the share
 * that is good (FDR). Labels are not weighted: where samples are drawn by decision, shares are those of the sample.
 */
export function liveRates(days: readonly LabelledDay[]): { readonly fpr: LiveRate; readonly fdr: LiveRate } {
  const sum = (of: (day: LabelledDay) => number): number => days.reduce((total, day) => total + of(day), 0);
  const wrong = sum(({ goodRejected }) => goodRejected);
  return {
    fpr: rateOf(
      wrong,
      sum(({ good }) => good),
    ),
    fdr: rateOf(wrong, wrong + sum(({ violatingRejected }) => violatingRejected)),
  };
}

function rateOf(count: number, total: number): LiveRate {
  return { count, total, interval: total < leastLabels ? undefined : wilson(count, total) };
}
