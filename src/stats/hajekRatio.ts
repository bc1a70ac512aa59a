import { drawsOf, totalOf } from "./designTotal.js";
import type { Draw, SampledUnit } from "./designTotal.js";
import { studentQuantile } from "./beta.js";
import { proportionInterval } from "./proportionInterval.js";
import type { IntervalMethod } from "./proportionInterval.js";
import { twoSidedZ } from "./wilson.js";
import type { Bounds } from "./wilson.js";

/** A unit with its part in a ratio, 0 ≤ numerator ≤ denominator; both 0 outside the ratio's domain. */
export type RatioUnit = SampledUnit & { readonly numerator: number; readonly denominator: number };

/** A share as a ratio of two estimated totals. */
export type RatioEstimate = {
  /** Estimated totals of the population (Horvitz–Thompson). */
  readonly count: number;
  readonly total: number;
  /** `count / total` (Hájek), in [0, 1]; `undefined` when `total` is 0. */
  readonly value: number | undefined;
  /** Of `value`, linearised; 0 when `total` is 0. */
  readonly variance: number;
  /** Of the t distribution that fits how well the variance is known; 0 when fewer than two draws have a part. */
  readonly degreesOfFreedom: number;
  /** Size of the simple random sample that would have the same variance; 0 when `total` is 0. */
  readonly effectiveN: number;
};

/**
 * A share of a population, estimated from a sample with known inclusion probabilities; its `value` is `undefined`
 * without a unit in the domain.
 * Pass all units of the sample, also those outside the domain: strata and clusters are counted by them. The variance is
 * that of Σ(numerator − value · denominator) / inclusion (see `designTotal`) over the squared total. Where the value is
 * 0 or 1 or no draw departs from it, Kish's (Σb)²/Σb² over the draws' denominators stands for the effective n.
 * Degrees of freedom: draws of the domain less their strata, or, when some draws carry most of the domain,
 * (Σb²)²/Σb⁴ (Satterthwaite 1946, with variances in proportion to b²). O(n).
 * Sources: Cochran 1977 §6.3 and §11.2, Kish 1965, Korn and Graubard 1998.
 * @throws {TypeError} when an inclusion probability lies outside (0, 1]
 */
export function hajekRatio(units: readonly RatioUnit[]): RatioEstimate {
  const draws = drawsOf(units, [units.map((unit) => unit.numerator), units.map((unit) => unit.denominator)]);
  const count = totalOf(draws, ([a = 0]) => a).total;
  const total = totalOf(draws, ([, b = 0]) => b).total;
  if (total <= 0) {
    return { count: 0, total: 0, value: undefined, variance: 0, degreesOfFreedom: 0, effectiveN: 0 };
  }
  const value = Math.min(1, count / total);
  const variance = totalOf(draws, ([a = 0, b = 0]) => a - value * b).variance / total ** 2;
  const effectiveN = variance > ROUNDING * value ? (value * (1 - value)) / variance : kish(draws);
  return { count, total, value, variance, degreesOfFreedom: degreesOfFreedom(draws), effectiveN };
}

/** Variance that rounding leaves where there is none, relative to the value. */
const ROUNDING = 1e-20;

/**
 * Interval of an estimated share in [0, 1], `undefined` without data; [0, 1] when fewer than two draws have a part.
 * The method's interval on the effective n times (z/t)², so that it covers when clusters are few.
 * Formula: Korn and Graubard 1998, with Wilson's interval by default in place of Clopper and Pearson's.
 */
export function ratioInterval(
  { value, effectiveN, degreesOfFreedom: freedom }: RatioEstimate,
  { method = "wilson", level = 0.95 }: { method?: IntervalMethod; level?: number } = {},
): Bounds | undefined {
  if (value === undefined) return undefined;
  if (freedom <= 0) return [0, 1];
  const n = cautiousN(effectiveN, freedom, { level });
  return proportionInterval(value * n, n, { method, level });
}

/** The n on which a normal interval is as wide as one by t with these degrees of freedom (above 0) on `effectiveN`. */
export function cautiousN(effectiveN: number, freedom: number, { level = 0.95 } = {}): number {
  return effectiveN * (twoSidedZ(level) / studentQuantile((1 + level) / 2, freedom)) ** 2;
}

function kish(draws: readonly Draw[]): number {
  const [b, bb] = [powerSum(draws, 1), powerSum(draws, 2)];
  return (b * b) / bb;
}

function degreesOfFreedom(draws: readonly Draw[]): number {
  const inDomain = draws.filter(({ sums: [, b = 0] }) => b > 0);
  const strata = new Set(inDomain.map((draw) => draw.stratum)).size;
  return Math.min(inDomain.length - strata, powerSum(inDomain, 2) ** 2 / powerSum(inDomain, 4));
}

function powerSum(draws: readonly Draw[], power: number): number {
  return draws.reduce((sum, { sums: [, b = 0] }) => sum + b ** power, 0);
}
