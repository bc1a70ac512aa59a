import { betaCdf } from "./beta.js";
import { normalQuantile } from "./normal.js";

/** Expected on either side below which the approximation does not hold, and the exact tail is looked up. */
const few = 2;

/**
 * The standard normal value that is passed as rarely as a count of `n` trials with probability `share` from above:
 * positive above what is expected, infinite where the chance is too small for a number. Half of the chance of the very
 * count counts (as in the tail of Jeffreys' beta distribution); count and n need not be whole. The error is below .01
 * but at a count of 0 or n, where it is up to .1. O(1). Formula: Peizer and Pratt 1968 (second approximation).
 * @param count from 0 to `n`
 * @param n above 0
 * @param share above 0 and below 1
 */
export function binomialScore(count: number, n: number, share: number): number {
  if (n * Math.min(share, 1 - share) < few) return exactScore(count, n, share);
  const [rest, missing] = [1 - share, n - count];
  const small = 0.02 * (rest / (count + 0.5) - share / (missing + 0.5) + (rest - 0.5) / (n + 1));
  const distance = count + 1 / 6 - (n + 1 / 3) * share + small;
  const bend = 1 + rest * curve(count / (n * share)) + share * curve(missing / (n * rest));
  return distance * Math.sqrt(bend / ((n + 1 / 6) * share * rest));
}

function exactScore(count: number, n: number, share: number): number {
  const [above, below] = [count + 0.5, n - count + 0.5];
  const tail = betaCdf(share, above, below);
  return tail < 0.5 ? -normalQuantile(tail) : normalQuantile(betaCdf(1 - share, below, above));
}

/** (1 − x² + 2x·ln x)/(1 − x)², 0 at 1 and 1 at 0. */
function curve(x: number): number {
  if (x === 0) return 1;
  const gap = 1 - x;
  // Near 1 the terms cancel: its series from there.
  if (Math.abs(gap) < 1e-3) return gap / 3 + (gap * gap) / 6;
  return (1 - x * x + 2 * x * Math.log(x)) / (gap * gap);
}
