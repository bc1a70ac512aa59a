import { formatCount, formatInterval, formatShare } from "../metrics/format.js";
import type { Rate } from "../model/rate.js";

/** A rate with all that it rests on, for a sentence: value, numerator, denominator, effective n and interval. */
export function rateWords(rate: Rate, unit: string): string {
  if (rate.value === undefined) return "no data";
  return `${formatShare(rate.value)} (${rateBasis(rate, unit)})`;
}

/** What a rate rests on: `8,664 of 11,154 judgments, effective n 3,936, 95 % interval 76.3 – 79.0 %`. */
export function rateBasis(rate: Rate, unit: string): string {
  const base = `${formatCount(rate.count)} of ${formatCount(rate.total)} ${unit}`;
  if (rate.interval === undefined) return base;
  const effective = `effective n ${formatCount(Math.round(rate.effectiveN))}`;
  const share = labelledShare(rate);
  const labelled = share === undefined || share === 1 ? "" : `, ${formatShare(share)} of decisions labelled`;
  return `${base}, ${effective}, 95 % interval ${formatInterval(rate.interval)}${labelled}`;
}

/** Share of the decisions that have a label; `undefined` where no label is needed or there is no decision. */
export function labelledShare({ labels }: Rate): number | undefined {
  return labels === undefined || labels.decisions === 0 ? undefined : labels.labelled / labels.decisions;
}
