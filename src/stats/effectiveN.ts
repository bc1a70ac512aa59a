/** Sums over clusters of a numerator a, a denominator b and their products. */
export type RatioSums = {
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
};

/** Rounding left where the variance is 0 in truth, relative to its largest term. */
const ROUNDING = 1e-12;

/**
 * Size of the simple random sample in which p = Σa/Σb would have the variance that it has here; 0 when Σb is 0.
 * Linearised variance with clusters drawn with replacement, Var = Σ(a − p·b)²/(Σb)², and p(1 − p)/Var; where p is 0
 * or 1, or no cluster departs from p, the spread says nothing and Kish's (Σb)²/Σb² over clusters stands in.
 * Units of weight one in clusters of one give exactly their number. It may pass the number of units when clusters
 * differ less than chance would make them. The scale of the weights does not matter.
 * Sources: Cochran 1977 §6.3 (ratio), Kish 1965 (design effect), Korn and Graubard 1998 (effective n).
 */
export function effectiveN({ a, b, aa, ab, bb }: RatioSums): number {
  if (b <= 0) return 0;
  // b³·Var, arranged so that whole numbers cancel without rounding.
  const spread = b * aa - 2 * a * ab + a * a * (bb / b);
  if (spread <= ROUNDING * b * aa) return (b * b) / bb;
  return ((a * (b - a)) / spread) * b;
}
