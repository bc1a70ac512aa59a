import type { RatioSums } from "./effectiveN.js";

/**
 * Pairs of decisions on the same thing that differ, of all such pairs, as sums over groups for `effectiveN`; all 0
 * without a group of two. Unbiased for groups of unequal size: Σ n₀·n₁ / Σ C(n, 2), for any number of decisions
 * Σ (n² − Σ n_k²) / 2 above. Groups are independent, pairs of one are not. Expected: 1 − observed agreement where all
 * groups are of one size.
 * @param groups how many decisions of each kind the group has
 */
export function pairwiseInconsistency(groups: Iterable<readonly number[]>): RatioSums {
  let [a, b, aa, ab, bb] = [0, 0, 0, 0, 0];
  for (const counts of groups) {
    const size = counts.reduce((sum, count) => sum + count, 0);
    const pairs = (size * (size - 1)) / 2;
    const differ = (size * size - counts.reduce((sum, count) => sum + count * count, 0)) / 2;
    a += differ;
    b += pairs;
    aa += differ * differ;
    ab += differ * pairs;
    bb += pairs * pairs;
  }
  return { a, b, aa, ab, bb };
}
