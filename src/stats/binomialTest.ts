import { binomialCdf, binomialMass } from "./beta.js";

/** Two probabilities that differ by less are ties that rounding split; the value is R's. */
const tie = 1 + 1e-7;

/**
 * Exact two-sided p-value of `count` successes in `total` trials whose probability is said to be `share`, in (0, 1];
 * 1 without trials. Adds up the outcomes that are at most as likely as the one seen. O(log total).
 * Source: R's `binom.test`.
 * @throws {TypeError} when `share` lies outside [0, 1]
 */
export function binomialTest(count: number, total: number, share: number): number {
  const expected = total * share;
  if (count === expected) return 1;
  if (count > expected) return binomialTest(total - count, total, 1 - share);
  const likely = binomialMass(count, total, share) * tie;
  let [low, high] = [Math.ceil(expected), total + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialMass(middle, total, share) <= likely) high = middle;
    else low = middle + 1;
  }
  const otherTail = high > total ? 0 : binomialCdf(total - high, total, 1 - share);
  return Math.min(1, binomialCdf(count, total, share) + otherTail);
}

/**
 * Exact p-value of McNemar's test that two readings of the same units have equal shares, in (0, 1]; 1 when they never
 * differ. Only the units on which they differ count.
 * @param onlyFirst units that only the first reading has
 * @param onlySecond units that only the second reading has
 * @param options.midP counts the outcome seen by half: less cautious, nearer to the level (Fagerland, Lydersen and
 *   Laake 2013)
 */
export function mcNemar(onlyFirst: number, onlySecond: number, { midP = false } = {}): number {
  const total = onlyFirst + onlySecond;
  if (total === 0) return 1;
  const least = Math.min(onlyFirst, onlySecond);
  const exact = Math.min(1, 2 * binomialCdf(least, total, 0.5));
  if (!midP) return exact;
  const seen = binomialMass(least, total, 0.5);
  return onlyFirst === onlySecond ? 1 - seen / 2 : exact - seen;
}
