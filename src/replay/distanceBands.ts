import type { DistanceHits, TermDistances } from "../model/packageHealth.js";
import { wilson } from "../stats/wilson.js";
import { addLabels, newLabelSums, precisionOf } from "./labelSums.js";
import type { LabelledItems, LabelSums } from "./labelSums.js";

/** Items of one cluster that an image or a video hits at one distance, labelled or not. */
export type DistanceSum = LabelledItems & {
  /** Bits in which the hashes differ, 0–256. */
  readonly distance: number;
  readonly hits: number;
  /** Names the advertiser, or the item where none is named. */
  readonly cluster: unknown;
};

/** The last distance of each band: narrow ones up to the usual radius, 31, wide ones behind it. */
const bandEnds = [3, 7, 11, 15, 19, 23, 27, 31, 63, 127, 256];

/**
 * Hits and precision by the distance of the hashes: in bands up to the radius, the last of which ends there, and of all
 * hits up to the end of each band, which is what a smaller radius would leave. Bands without a hit are given too.
 * Precision is that of `precisionOf`, its interval 95 % Wilson on the effective n; an item that several terms hit counts
 * with each. O(sums × bands).
 * @param radius 0–256; distances behind it are left out
 */
export function distanceBands(sums: readonly DistanceSum[], radius: number): TermDistances {
  const ends = bandEnds.filter((_, at) => (bandEnds[at - 1] ?? -1) < radius || at === 0);
  const spans = ends.map((end, at) => ({ from: (ends[at - 1] ?? -1) + 1, to: Math.min(end, radius) }));
  return {
    radius,
    bands: spans.map((span) => hitsIn(sums, span)),
    within: spans.map(({ to }) => hitsIn(sums, { from: 0, to })),
  };
}

function hitsIn(
  sums: readonly DistanceSum[],
  { from, to }: { readonly from: number; readonly to: number },
): DistanceHits {
  const labels = newLabelSums();
  let hits = 0;
  for (const sum of sums) {
    if (sum.distance < from || sum.distance > to) continue;
    hits += sum.hits;
    if (sum.labelled > 0) addLabels(labels, sum.cluster, sum);
  }
  return { from, to, hits, labelled: labels.labelled, tp: labels.tp, precision: rateOf(labels) };
}

function rateOf(labels: LabelSums): DistanceHits["precision"] {
  const { precision: value, effectiveN } = precisionOf(labels);
  let [count, total] = [0, 0];
  for (const { a, b } of labels.clusters.values()) {
    count += a;
    total += b;
  }
  const interval = value === undefined ? undefined : wilson(value * effectiveN, effectiveN);
  return { count, total, effectiveN, value, interval };
}
