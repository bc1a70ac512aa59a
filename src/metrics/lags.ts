import type { QuantileMetric } from "../model/metric.js";
import type { Measured } from "../model/rate.js";
import { wilson } from "../stats/wilson.js";

/** Labels of one bin of a histogram of lags. */
export type LagCount = { readonly bin: number; readonly labels: number };

/**
 * Bins for each doubling of the lag: every one is 9 % wide, so that a quantile is known to ± 4.5 %. Bin `k` from 0 holds
 * the lags from 2^(k/8) minutes up to the next bin's; all below a minute are in bin −1.
 */
export const binsPerDoubling = 8;

/**
 * A quantile of lags, in hours; without labels it has no value. It is the middle (geometric) of the bin that holds the
 * quantile; the interval reaches from the lower end of the bin of the lower bound to the upper end of that of the upper
 * bound, the bounds being Wilson's of the share `at`. Bins of other slices are added by putting them together.
 * O(bins · log bins).
 */
export function lagQuantile(counts: readonly LagCount[], { at }: Pick<QuantileMetric, "at">): Measured {
  const sorted = counts.filter(({ labels }) => labels > 0).toSorted((a, b) => a.bin - b.bin);
  const total = sorted.reduce((sum, { labels }) => sum + labels, 0);
  const bounds = wilson(at * total, total);
  const [bin, low, high] = [at, bounds?.[0] ?? at, bounds?.[1] ?? at].map((share) =>
    binAt(sorted, share * total),
  );
  const isKnown = bin !== undefined && low !== undefined && high !== undefined;
  return {
    count: total,
    total,
    effectiveN: total,
    value: isKnown ? (bin < 0 ? 0.5 / 60 : binEnd(bin - 0.5)) : undefined,
    interval: isKnown ? [low < 0 ? 0 : binEnd(low - 1), binEnd(high)] : undefined,
  };
}

/**
 * Share of the labels whose lag is at most so many hours; `undefined` without labels. Labels of the bin that the limit
 * cuts are counted only when their whole bin lies below it.
 */
export function shareWithin(counts: readonly LagCount[], hours: number): number | undefined {
  const total = counts.reduce((sum, { labels }) => sum + labels, 0);
  if (total === 0) return undefined;
  const within = counts.filter(({ bin }) => binEnd(bin) <= hours);
  return within.reduce((sum, { labels }) => sum + labels, 0) / total;
}

/** The first bin up to whose end there are so many labels. */
function binAt(sorted: readonly LagCount[], labels: number): number | undefined {
  let before = 0;
  for (const { bin, labels: own } of sorted) {
    before += own;
    if (before >= labels - 1e-9) return bin;
  }
  return undefined;
}

/** Upper end of a bin, in hours. */
function binEnd(bin: number): number {
  return 2 ** ((bin + 1) / binsPerDoubling) / 60;
}
