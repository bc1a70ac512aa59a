import { fitBaseline, limitsAt } from "./baseline.js";
import type { Baseline, Weighted } from "./baseline.js";
import { noPoint, toControlPoint } from "./controlPoint.js";
import type { ChartOptions, ControlPoint, SharePoint } from "./controlPoint.js";

/** Expected units on the rarer side below which the normal limits do not hold. */
export const fewExpected = 5;
/** Chance of a value above the upper limit of three standard deviations. */
const upperTail = 0.00135;

/**
 * Limits of a share whose mean is known, p̄ ± 3√(p̄(1 − p̄)/n), cut to [0, 1].
 * Formula: NIST/SEMATECH e-Handbook 6.3.3.2.
 */
export function pLimits(mean: number, n: number, { sigmas = 3 } = {}): readonly [number, number] {
  return toShares(limitsAt({ centre: mean, sigma: binomialSigma(mean) }, n, sigmas));
}

/**
 * A p-chart: a point a period, in order, with limits from the pooled share of the periods that are not themselves out.
 * With large daily n it alarms nearly always, since days differ by more than chance: `laneyChart` is the default.
 * Limits lie in [0, 1]. Fewer than `minN` effective units never alarm. Where fewer than 5 units are expected, the
 * limit is at least the binomial quantile of the same chance, so that one unit in a rare share is no alarm.
 */
export function pChart(points: readonly SharePoint[], options: ChartOptions = {}): ControlPoint[] {
  const { sigmas = 3 } = options;
  return chart(points, options, fitBaseline(known(points), { cut: sigmas, spreadOf: binomialSigma }));
}

/**
 * Laney's p′-chart: a p-chart whose limits also hold what days differ by beyond chance, p̄ ± 3·σᵢ·σz with
 * σᵢ = √(p̄(1 − p̄)/nᵢ) and σz = the mean difference of neighbours in units of σᵢ over 1.128.
 * Otherwise as `pChart`. Formula: Laney 2002.
 */
export function laneyChart(points: readonly SharePoint[], options: ChartOptions = {}): ControlPoint[] {
  return chart(points, options, fitShares(points));
}

/** The baseline of Laney's chart; where no share ever moved, that of a p-chart. */
export function fitShares(points: readonly SharePoint[]): Baseline | undefined {
  return fitSpread(known(points));
}

/** The same of shares and what they are worth. */
export function fitSpread(shares: readonly Weighted[]): Baseline | undefined {
  const fitted = fitBaseline(shares);
  if (fitted === undefined || fitted.sigma > 0) return fitted;
  return { ...fitted, sigma: binomialSigma(fitted.centre) };
}

/** Limits of Laney's chart of these periods for another one worth `n` units; `undefined` without data. */
export function laneyLimits(
  points: readonly SharePoint[],
  n: number,
  { sigmas = 3 } = {},
): readonly [number, number] | undefined {
  const baseline = fitShares(points);
  if (baseline === undefined || !(n > 0)) return undefined;
  return widened(toShares(limitsAt(baseline, n, sigmas)), baseline.centre, n);
}

/** Standard deviation of a unit's answer. */
function binomialSigma(share: number): number {
  return Math.sqrt(share * (1 - share));
}

/** What a period's share is worth. */
export function worth({ total, effectiveN = total }: SharePoint): number {
  return effectiveN;
}

/** Share and n of the periods with data. */
export function known(points: readonly SharePoint[]): { value: number; n: number }[] {
  return points
    .filter((point) => point.total > 0 && worth(point) > 0)
    .map((point) => ({ value: point.count / point.total, n: worth(point) }));
}

function chart(
  points: readonly SharePoint[],
  { sigmas = 3, minN = 30 }: ChartOptions,
  baseline: Baseline | undefined,
): ControlPoint[] {
  return points.map((point) => {
    const n = worth(point);
    if (baseline === undefined || !(n > 0 && point.total > 0)) return noPoint;
    const limits = widened(toShares(limitsAt(baseline, n, sigmas)), baseline.centre, n);
    return toControlPoint(point.count / point.total, limits, n >= minN);
  });
}

/** Limits no tighter than the binomial distribution's where few units are expected. */
export function widened(
  [low, high]: readonly [number, number],
  centre: number,
  n: number,
): readonly [number, number] {
  const upper = n * centre < fewExpected ? rareQuantile(n, centre) : high;
  const lower = n * (1 - centre) < fewExpected ? 1 - rareQuantile(n, 1 - centre) : low;
  return [Math.min(low, lower), Math.max(high, upper)];
}

/** The least share that is passed with a chance below that of three standard deviations. At least one unit. */
function rareQuantile(n: number, share: number): number {
  const trials = Math.ceil(n);
  if (share >= 1) return 1;
  // Summed term by term: few are expected, so few terms matter, and pages need no table of distributions.
  let mass = (1 - share) ** trials;
  let above = 1 - mass;
  let count = 0;
  do {
    mass *= ((trials - count) / (count + 1)) * (share / (1 - share));
    above -= mass;
    count++;
  } while (count < trials && above > upperTail);
  return count / trials;
}

function toShares([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.max(0, low), Math.min(1, high)];
}
