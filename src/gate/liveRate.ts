import { addLabels, newLabelSums, precisionOf } from "../replay/labelSums.js";
import { wilson } from "../stats/wilson.js";
import type { Bounds } from "../stats/wilson.js";

/** A share of labelled items; `count` and `total` count each once. */
export type LiveRate = {
  readonly count: number;
  readonly total: number;
  /** Weighted by the samples that led to labels; `undefined` without labels. */
  readonly value: number | undefined;
  /** Size of the simple random sample that says as much, an advertiser's items being one cluster. */
  readonly effectiveN: number;
  /** 95 % Wilson on the effective n; `undefined` for fewer than 20 labels. */
  readonly interval: Bounds | undefined;
};

/** Fewer labels tell nothing of a release. */
export const leastLabels = 20;

/** A labelled item and what the log decided of it. */
export type LiveLabel = {
  readonly isGood: boolean;
  readonly isRejected: boolean;
  /** One over the chance that it had of being labelled. */
  readonly weight: number;
  /** Number of its advertiser, or its own. */
  readonly cluster: number;
};

/**
 * Of the labelled good items of some days the share that was rejected (FPR), and of the labelled rejected ones the share
 * that is good (FDR). Labels weigh by their samples: what is rejected is audited far more often than what is let through.
 */
export function liveRates(labels: readonly LiveLabel[]): { readonly fpr: LiveRate; readonly fdr: LiveRate } {
  return {
    fpr: rateOf(
      labels.filter(({ isGood }) => isGood),
      ({ isRejected }) => isRejected,
    ),
    fdr: rateOf(
      labels.filter(({ isRejected }) => isRejected),
      ({ isGood }) => isGood,
    ),
  };
}

function rateOf(labels: readonly LiveLabel[], counts: (label: LiveLabel) => boolean): LiveRate {
  const sums = newLabelSums();
  for (const label of labels) {
    const { weight, cluster } = label;
    const count = Number(counts(label));
    const squares = weight * weight;
    addLabels(sums, cluster, { labelled: 1, tp: count, weight, violating: count * weight, squares });
  }
  const { tp: count, labelled: total, precision: value, effectiveN } = precisionOf(sums);
  const isTold = value !== undefined && total >= leastLabels;
  return {
    count,
    total,
    value,
    effectiveN,
    interval: isTold ? wilson(value * effectiveN, effectiveN) : undefined,
  };
}
