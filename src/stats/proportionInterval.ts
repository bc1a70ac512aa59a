import { betaQuantile } from "./beta.js";
import { twoSidedZ, wilson } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** Ways to find the interval of a proportion. */
export type IntervalMethod = "wilson" | "clopper-pearson" | "jeffreys" | "agresti-coull";

/**
 * Interval of a proportion in [0, 1] by the method named, `undefined` when `total` is 0.
 * Counts need not be whole, so that an effective n can stand for the total.
 * - `wilson`: score interval, right on average (Wilson 1927); see `wilson`.
 * - `clopper-pearson`: covers at least the level whatever the proportion, and is wider (Clopper and Pearson 1934).
 * - `jeffreys`: the middle of the posterior of a Beta(½, ½) prior, not modified at 0 and `total` (Brown, Cai and
 *   DasGupta 2001), where it leaves the observed 0 or 1 out.
 * - `agresti-coull`: Wald's on z²/2 more of each, cut at 0 and 1 (Agresti and Coull 1998).
 * @throws {TypeError} when `count` lies outside [0, total] or `level` does not lie between 0 and 1
 */
export function proportionInterval(
  count: number,
  total: number,
  { method = "wilson", level = 0.95 }: { method?: IntervalMethod; level?: number } = {},
): Bounds | undefined {
  const score = wilson(count, total, { level });
  if (score === undefined || method === "wilson") return score;
  if (method === "agresti-coull") return agrestiCoull(count, total, level);
  const tail = (1 - level) / 2;
  return method === "jeffreys" ? jeffreys(count, total, tail) : clopperPearson(count, total, tail);
}

function clopperPearson(count: number, total: number, tail: number): Bounds {
  return [
    count === 0 ? 0 : betaQuantile(tail, count, total - count + 1),
    count === total ? 1 : betaQuantile(1 - tail, count + 1, total - count),
  ];
}

function jeffreys(count: number, total: number, tail: number): Bounds {
  const [a, b] = [count + 0.5, total - count + 0.5];
  return [betaQuantile(tail, a, b), betaQuantile(1 - tail, a, b)];
}

function agrestiCoull(count: number, total: number, level: number): Bounds {
  const z = twoSidedZ(level);
  const n = total + z * z;
  const centre = (count + (z * z) / 2) / n;
  const half = z * Math.sqrt((centre * (1 - centre)) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
