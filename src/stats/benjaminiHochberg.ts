/**
 * P-values adjusted for their number, in the order given; empty for none.
 * Those at most q are the discoveries with a false discovery rate of at most q (tests independent or positively
 * dependent). Adjusted values keep the order of the raw ones and are never below them. O(n log n).
 * Source: Benjamini and Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const n = pValues.length;
  const descending = pValues.map((p, index) => ({ p, index })).toSorted((x, y) => y.p - x.p);
  const adjusted = pValues.slice();
  let least = 1;
  for (const [position, { p, index }] of descending.entries()) {
    least = Math.min(least, p * (n / (n - position)));
    adjusted[index] = least;
  }
  return adjusted;
}
