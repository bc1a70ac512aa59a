import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import { compareProportions } from "../stats/twoProportion.js";
import type { Comparison } from "../stats/twoProportion.js";
import type { Metric } from "../model/metric.js";
import type { SliceRate } from "./rates.js";

/** The slice that does worst, against the one that does best. */
export type WorstSlice = {
  readonly worst: SliceRate;
  readonly best: SliceRate;
  /** Worst minus best with its Newcombe interval, not corrected for the number of slices. */
  readonly comparison: Comparison;
  /** Adjusted for all pairs of slices that could have come out as best and worst (Benjamini–Hochberg). */
  readonly adjustedP: number;
  /** Slices with enough units to be compared. */
  readonly compared: number;
};

/**
 * The slice whose rate lies furthest from the best one in the bad direction; `undefined` when no slice differs from
 * the best beyond chance. Slices below `minN` effective units take no part. Because best and worst are chosen after
 * looking, significance is corrected for all pairs of slices, not only for those with the best. Slices are taken as
 * independent. O(slices²).
 * @param q false discovery rate
 */
export function worstSlice(
  slices: readonly SliceRate[],
  { good, minN }: Pick<Metric, "good" | "minN">,
  { q = 0.05 } = {},
): WorstSlice | undefined {
  const ranked = rankFromBest(slices, { good, minN });
  const [best, ...others] = ranked;
  const worst = others.at(-1);
  if (best === undefined || worst === undefined) return undefined;
  const comparison = compareProportions(best.rate, worst.rate, { level: 1 - q, minN });
  const adjustedP = benjaminiHochberg(pairwisePValues(ranked))[ranked.length - 2];
  if (comparison === undefined || adjustedP === undefined) return undefined;
  if (!comparison.distinguishable || adjustedP > q) return undefined;
  return { worst, best, comparison, adjustedP, compared: ranked.length };
}

/** Slices with enough units, best value first; equal values stay in their order. */
function rankFromBest(
  slices: readonly SliceRate[],
  { good, minN }: Pick<Metric, "good" | "minN">,
): SliceRate[] {
  const sign = good === "up" ? -1 : 1;
  return slices
    .filter(({ rate }) => rate.value !== undefined && rate.effectiveN >= minN)
    .toSorted((a, b) => sign * ((a.rate.value ?? 0) - (b.rate.value ?? 0)));
}

/** P-values of all pairs i < j: those of the first slice come first, so (first, last) stands at n − 2. */
function pairwisePValues(slices: readonly SliceRate[]): number[] {
  return slices.flatMap((a, i) =>
    slices.slice(i + 1).map((b) => compareProportions(a.rate, b.rate)?.pValue ?? 1),
  );
}
