import { median } from "./median.js";

/** Values in order of time, each with the n it is worth (1 when it has none). */
export type Weighted = { readonly value: number; readonly n: number };

/** The first look is generous: what it leaves out by mistake would make the spread too small to let it in again. */
const firstLook = 1.5;

/** What is normal: the centre, and the spread of a value that is worth one unit (divide by √n for others). */
export type Baseline = { readonly centre: number; readonly sigma: number };

const rounds = 6;

/** Mean and median of the difference of two standard normal variables, without its sign. */
const meanRange = 1.128;
const medianRange = 0.9539;

/**
 * Centre and spread of a series, `undefined` without values; the spread is 0 when nothing ever moves.
 * The centre is the mean weighted by n, the spread the mean difference of neighbours, in units of their own n, over
 * 1.128: slow drift does not widen it. An incident does not count: the first look is by medians, then values beyond
 * `cut` standard deviations are left out, and the rest measured again until nothing changes, as long as half of them
 * are left. `spreadOf` replaces the spread by one that follows from the centre (a p-chart's √(p(1 − p))); without it a
 * cut of 3 would go on shrinking the spread by its own tails, so that it is 4 by default.
 * Sources: Montgomery 2009 §6.2 (revised limits) and §6.4, Laney 2002.
 */
export function fitBaseline(
  values: readonly Weighted[],
  { cut = 4, spreadOf }: { cut?: number; spreadOf?: (centre: number) => number } = {},
): Baseline | undefined {
  if (values.length === 0) return undefined;
  const spread = spreadOf ?? (() => undefined);
  const middle = median(values.map(({ value }) => value)) || weightedMean(values); // a median of 0 hides a rare share
  const ranges = rangesOf(values, middle);
  const firstSigma =
    spread(middle) ?? firstLook * ((median(ranges) ?? 0) / medianRange || meanOf(ranges) / meanRange);
  let fitted: Baseline = { centre: middle, sigma: firstSigma };
  let kept = values.length;
  for (let round = 0; round < rounds; round++) {
    const inside = values.filter((point) => isInside(point, fitted, cut));
    if (inside.length < values.length / 2) return fitted;
    const centre = weightedMean(inside);
    fitted = { centre, sigma: spread(centre) ?? meanOf(rangesOf(inside, centre)) / meanRange };
    if (round > 0 && inside.length === kept) return fitted;
    kept = inside.length;
  }
  return fitted;
}

/** Limits around the baseline for a value worth `n` units. */
export function limitsAt({ centre, sigma }: Baseline, n: number, sigmas: number): readonly [number, number] {
  const reach = (sigmas * sigma) / Math.sqrt(n);
  return [centre - reach, centre + reach];
}

function isInside({ value, n }: Weighted, { centre, sigma }: Baseline, cut: number): boolean {
  return Math.abs(value - centre) * Math.sqrt(n) <= cut * sigma;
}

function rangesOf(values: readonly Weighted[], centre: number): number[] {
  const scaled = values.map(({ value, n }) => (value - centre) * Math.sqrt(n));
  return scaled.slice(1).map((z, i) => Math.abs(z - (scaled[i] ?? z)));
}

function weightedMean(values: readonly Weighted[]): number {
  const n = values.reduce((sum, point) => sum + point.n, 0);
  return values.reduce((sum, point) => sum + point.value * point.n, 0) / n;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
