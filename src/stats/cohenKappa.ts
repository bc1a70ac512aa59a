import { twoSidedZ } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** Agreement beyond chance, at most 1, with its standard error and interval (cut at 1). */
export type Agreement = { readonly value: number; readonly standardError: number; readonly interval: Bounds };

/**
 * Cohen's κ of two raters, `undefined` for an empty table and where both used one and the same category only.
 * With weights it counts near misses in part. The interval is asymptotic, by κ's standard error for κ ≠ 0.
 * Beware the paradox: where one category holds nearly all, κ is near 0 however much they agree.
 * Formulas: Cohen 1960 and 1968; standard error: Fleiss, Cohen and Everitt 1969.
 * @param table units by category of the first rater (row) and of the second (column), square
 * @param options.weights what a pair of categories counts, 1 on the diagonal, in [0, 1]; by default 1 and 0
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  { weights = identityWeights(table.length), level = 0.95 } = {},
): Agreement | undefined {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const p = table.map((row) => row.map((count) => count / total));
  const rows = p.map((row) => row.reduce((sum, x) => sum + x, 0));
  const columns = table.map((_, j) => p.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const expectedOf = (i: number, j: number): number => (rows[i] ?? 0) * (columns[j] ?? 0);
  const observed = weightedSum(weights, (i, j) => p[i]?.[j] ?? 0);
  const expected = weightedSum(weights, expectedOf);
  if (1 - expected < 1e-12) return undefined;
  const value = (observed - expected) / (1 - expected);
  // Mean weight of a row against the second rater's categories, and of a column against the first's.
  const rowMeans = weights.map((row) => row.reduce((sum, w, j) => sum + w * (columns[j] ?? 0), 0));
  const columnMeans = weights.map((_, j) =>
    weights.reduce((sum, row, i) => sum + (row[j] ?? 0) * (rows[i] ?? 0), 0),
  );
  const spread = weights.reduce(
    (sum, row, i) =>
      sum +
      row.reduce((part, w, j) => {
        const mean = (rowMeans[i] ?? 0) + (columnMeans[j] ?? 0);
        return part + (p[i]?.[j] ?? 0) * (w - mean * (1 - value)) ** 2;
      }, 0),
    0,
  );
  const variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2);
  return toAgreement(value, Math.sqrt(Math.max(0, variance)), twoSidedZ(level));
}

/**
 * Weights that fall with the distance of two categories: by the distance itself, or by its square. Scores are the
 * categories' places on a scale; equal ones need no weights.
 */
export function distanceWeights(scores: readonly number[], power: 1 | 2 = 1): number[][] {
  const range = Math.max(...scores) - Math.min(...scores);
  return scores.map((a) => scores.map((b) => 1 - (Math.abs(a - b) / range) ** power));
}

/** An agreement with its interval, `reach` standard errors to each side, cut at 1. */
export function toAgreement(value: number, standardError: number, reach: number): Agreement {
  const interval: Bounds = [value - reach * standardError, Math.min(1, value + reach * standardError)];
  return { value, standardError, interval };
}

function identityWeights(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => Number(i === j)));
}

function weightedSum(
  weights: readonly (readonly number[])[],
  value: (i: number, j: number) => number,
): number {
  return weights.reduce((sum, row, i) => sum + row.reduce((part, w, j) => part + w * value(i, j), 0), 0);
}
