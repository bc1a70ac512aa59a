import type { RatingCounts } from "./ratings.js";

/** What the distance of two categories means: that they differ, how many ratings lie between, or their difference. */
export type AlphaScale = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's α of any number of raters, also with missing ratings, at most 1; `undefined` when no unit has two
 * ratings or all ratings of such units are in one category. Units with one rating take no part.
 * For an interval draw the units again: `bootstrapInterval(counts, …)`. O(units × categories²). Formula: Krippendorff 2011, "Computing Krippendorff's alpha-reliability".
 */
export function krippendorffAlpha(
  { categories, counts }: RatingCounts,
  { scale = "nominal" }: { scale?: AlphaScale } = {},
): number | undefined {
  const units = counts
    .map((row) => ({ row, size: row.reduce((sum, x) => sum + x, 0) }))
    .filter(({ size }) => size > 1);
  const used = categories.map((_, k) => units.reduce((sum, { row }) => sum + (row[k] ?? 0), 0));
  const total = used.reduce((sum, x) => sum + x, 0);
  const distance = distances(categories, used, scale);
  const within = (row: readonly number[]): number => pairDistance(row, distance);
  const expected = within(used);
  if (expected === 0) return undefined;
  const observed = units.reduce((sum, { row, size }) => sum + within(row) / (size - 1), 0);
  return 1 - ((total - 1) * observed) / expected;
}

/** Squared distance of all pairs of ratings. */
function pairDistance(counts: readonly number[], distance: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const [a, row] of distance.entries()) {
    for (const [b, apart] of row.entries()) sum += (counts[a] ?? 0) * (counts[b] ?? 0) * apart;
  }
  return sum;
}

function distances(categories: readonly number[], used: readonly number[], scale: AlphaScale): number[][] {
  return categories.map((a, i) =>
    categories.map((b, j) => {
      if (scale === "nominal") return Number(i !== j);
      return scale === "interval" ? (a - b) ** 2 : between(used, i, j) ** 2;
    }),
  );
}

/** Ratings from one category to another, half of those in either end. */
function between(used: readonly number[], i: number, j: number): number {
  const [low, high] = [Math.min(i, j), Math.max(i, j)];
  const inside = used.slice(low, high + 1).reduce((sum, x) => sum + x, 0);
  return inside - ((used[low] ?? 0) + (used[high] ?? 0)) / 2;
}
