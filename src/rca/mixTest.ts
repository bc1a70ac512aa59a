import { normalCdf } from "../stats/normal.js";
import type { MixRate } from "./mixRate.js";
import type { PeriodRow } from "./periodNoise.js";

/** The units of both windows, and the earlier one's rows by period with the dimension's place in their values. */
type Shares = {
  readonly from: number;
  readonly to: number;
  readonly history: readonly PeriodRow[];
  readonly place: number;
};

const fewestPeriods = 3;

/**
 * Probability, two-sided, that the shares of a dimension's values move the whole as far as `mix` by chance; 1 when all
 * have one rate. Shares are counts of all units, so that the noise of rates has no part in it: each unit is scored by its
 * value's rate, and the mean scores of the windows are compared. By how much these differ between periods more than those
 * of independent units do is learnt from the earlier window's periods, from three on. O(values + history).
 */
export function mixPValue({ parts, mix }: MixRate, { from, to, history, place }: Shares): number {
  const scoreOf = new Map(parts.map(({ key, rate0, rate1 }) => [key, (rate0 + rate1) / 2]));
  const variance = varianceOf(
    parts.map(({ key, weight0, weight1 }) => ({
      score: scoreOf.get(key) ?? 0,
      total: weight0 * from + weight1 * to,
    })),
  );
  if (variance <= 0) return 1;
  const spread = dispersion(periodScores(history, { place, scoreOf }), variance);
  return 2 * normalCdf(-Math.abs(mix) / Math.sqrt(spread * variance * (1 / from + 1 / to)));
}

/** Units with one score, or their mean one. */
type Scored = { readonly score: number; readonly total: number };

function varianceOf(scored: readonly Scored[]): number {
  return squaresOf(scored) / scored.reduce((sum, { total }) => sum + total, 0);
}

/** Sum over the units of the squared distance from their mean score. */
function squaresOf(scored: readonly Scored[]): number {
  const units = scored.reduce((sum, { total }) => sum + total, 0);
  const mean = scored.reduce((sum, { score, total }) => sum + score * total, 0) / units;
  return scored.reduce((sum, { score, total }) => sum + total * (score - mean) ** 2, 0);
}

/** By what factor the mean scores of periods differ more than chance has it, at least 1. Formula: Pearson's χ². */
function dispersion(periods: readonly Scored[], variance: number): number {
  if (periods.length < fewestPeriods) return 1;
  return Math.max(1, squaresOf(periods) / variance / (periods.length - 1));
}

type ScoredBy = { readonly place: number; readonly scoreOf: ReadonlyMap<string | null, number> };

/** The mean score of each period that has units. */
function periodScores(history: readonly PeriodRow[], { place, scoreOf }: ScoredBy): Scored[] {
  const sums = new Map<number, { scores: number; total: number }>();
  for (const { values, order, total } of history) {
    const sum = sums.get(order) ?? { scores: 0, total: 0 };
    sums.set(order, sum);
    sum.scores += total * (scoreOf.get(values[place] ?? null) ?? 0);
    sum.total += total;
  }
  const filled = [...sums.values()].filter(({ total }) => total > 0);
  return filled.map(({ scores, total }) => ({ score: scores / total, total }));
}
