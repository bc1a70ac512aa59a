import { studentQuantile } from "./beta.js";
import { toAgreement } from "./cohenKappa.js";
import type { Agreement } from "./cohenKappa.js";
import type { RatingCounts } from "./ratings.js";

/**
 * Share of pairs of raters of a unit that agree, averaged over units with at least two ratings; `undefined` when no
 * unit has two. The interval takes units as drawn by chance (t on units − 1), cut to [0, 1].
 */
export function observedAgreement({ counts }: RatingCounts, { level = 0.95 } = {}): Agreement | undefined {
  const shares = counts.filter(hasPair).map(pairShare);
  if (shares.length === 0) return undefined;
  const value = mean(shares);
  const found = withSpread(value, shares, level);
  return { ...found, interval: [Math.max(0, found.interval[0]), found.interval[1]] };
}

/**
 * Fleiss' κ of any number of raters, also with missing ratings; `undefined` when no unit has two ratings, or all
 * ratings are in one category. Formulas: Fleiss 1971; missing ratings and linearised standard error: Gwet 2014 §5.
 */
export function fleissKappa(ratings: RatingCounts, { level = 0.95 } = {}): Agreement | undefined {
  return chanceCorrected(ratings, {
    level,
    chanceOf: (shares) => sum(shares.map((x) => x * x)),
    slopeOf: (x) => x,
  });
}

/**
 * Gwet's AC1 of any number of raters, also with missing ratings; `undefined` when no unit has two ratings or there is
 * but one category. Unlike κ it does not fall to 0 when one category holds nearly all.
 * Formulas: Gwet 2008, linearised standard error: Gwet 2014 §5.
 */
export function gwetAc1(ratings: RatingCounts, { level = 0.95 } = {}): Agreement | undefined {
  const others = ratings.categories.length - 1;
  if (others < 1) return undefined;
  return chanceCorrected(ratings, {
    level,
    chanceOf: (shares) => sum(shares.map((x) => x * (1 - x))) / others,
    slopeOf: (x) => (1 - x) / others,
  });
}

type Chance = {
  readonly level: number;
  /** Agreement by chance, from the mean shares of the categories. */
  readonly chanceOf: (shares: readonly number[]) => number;
  /** What a rating in a category of this mean share adds to it. */
  readonly slopeOf: (share: number) => number;
};

function chanceCorrected(
  { counts }: RatingCounts,
  { level, chanceOf, slopeOf }: Chance,
): Agreement | undefined {
  const paired = counts.filter(hasPair);
  if (paired.length === 0) return undefined;
  const observed = mean(paired.map(pairShare));
  const shares = meanShares(counts);
  const chance = chanceOf(shares);
  if (1 - chance < 1e-12) return undefined;
  const value = (observed - chance) / (1 - chance);
  const slopes = shares.map(slopeOf);
  const ownChances = counts.map((row) => sum(row.map((count, k) => count * (slopes[k] ?? 0))) / sum(row));
  const meanChance = mean(ownChances);
  const parts = counts.map((row, i) => {
    const own = hasPair(row) ? (counts.length / paired.length) * (pairShare(row) - chance) : 0;
    return (own - 2 * (1 - value) * ((ownChances[i] ?? 0) - meanChance)) / (1 - chance);
  });
  return withSpread(value, parts, level);
}

/** By the spread of the units' parts around the value; a single unit says nothing, and the interval is then [−1, 1]. */
function withSpread(value: number, parts: readonly number[], level: number): Agreement {
  const n = parts.length;
  if (n < 2) return { value, standardError: Infinity, interval: [-1, 1] };
  const spread = sum(parts.map((part) => (part - value) ** 2));
  return toAgreement(value, Math.sqrt(spread / (n * (n - 1))), studentQuantile((1 + level) / 2, n - 1));
}

function hasPair(row: readonly number[]): boolean {
  return sum(row) >= 2;
}

function pairShare(row: readonly number[]): number {
  const raters = sum(row);
  return sum(row.map((count) => count * (count - 1))) / (raters * (raters - 1));
}

/** Mean over units of the share of its ratings that is in each category. */
function meanShares(counts: readonly (readonly number[])[]): number[] {
  const sizes = counts.map(sum);
  return (counts[0] ?? []).map((_, k) => mean(counts.map((row, i) => (row[k] ?? 0) / (sizes[i] ?? 1))));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
