import type { SharePoint } from "./controlPoint.js";
import { fitShares, known, worth } from "./shareChart.js";

/** A stretch of periods with one share. */
export type Segment = {
  /** Place of its first period, and of the first one after it. */
  readonly start: number;
  readonly end: number;
  readonly share: number;
};

/**
 * The stretches of a series between which its share changed, in order; empty without data, one when nothing changed.
 * Minimises −2·log-likelihood (binomial) + penalty · changes exactly, by PELT (Killick, Fearnhead and Eckley 2012);
 * O(n) to O(n²). The penalty is BIC's for a place and a share, 2·ln n. Likelihoods are divided by the dispersion, which
 * is by default Laney's σz² but at least 1: days that differ by more than chance would each be a change otherwise.
 * @param options.minLength fewest periods of a stretch
 */
export function changePoints(
  points: readonly SharePoint[],
  { dispersion = dispersionOf(points), minLength = 2 } = {},
): Segment[] {
  const kept = points.flatMap((point, place) =>
    point.total > 0 && worth(point) > 0 ? [{ point, place }] : [],
  );
  if (kept.length === 0) return [];
  const sums = cumulate(kept.map(({ point }) => point));
  const penalty = 2 * Math.log(kept.length);
  const starts = segment(kept.length, {
    cost: (from, to) => costOf(sums, from, to) / dispersion,
    penalty,
    minLength,
  });
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? kept.length;
    const [count, total] = rangeOf(sums, start, end);
    const placeOf = (k: number): number => kept[k]?.place ?? points.length;
    return {
      start: placeOf(start),
      end: end === kept.length ? points.length : placeOf(end),
      share: count / total,
    };
  });
}

/** Laney's σz², at least 1: by how much the variance between periods is more than binomial. */
export function dispersionOf(points: readonly SharePoint[]): number {
  const baseline = fitShares(points);
  const shares = known(points);
  const n = shares.reduce((sum, point) => sum + point.n, 0);
  const mean = shares.reduce((sum, point) => sum + point.value * point.n, 0) / n;
  if (baseline === undefined || mean <= 0 || mean >= 1) return 1;
  return Math.max(1, baseline.sigma ** 2 / (mean * (1 - mean)));
}

type Sums = { readonly counts: Float64Array; readonly totals: Float64Array };

/** Counts and totals before each point, in effective units. */
function cumulate(points: readonly SharePoint[]): Sums {
  const [counts, totals] = [new Float64Array(points.length + 1), new Float64Array(points.length + 1)];
  for (const [i, point] of points.entries()) {
    const n = worth(point);
    counts[i + 1] = (counts[i] ?? 0) + (point.count / point.total) * n;
    totals[i + 1] = (totals[i] ?? 0) + n;
  }
  return { counts, totals };
}

function rangeOf({ counts, totals }: Sums, from: number, to: number): readonly [number, number] {
  return [(counts[to] ?? 0) - (counts[from] ?? 0), (totals[to] ?? 0) - (totals[from] ?? 0)];
}

/** −2·log-likelihood of one share for all periods of a range, at its best. */
function costOf(sums: Sums, from: number, to: number): number {
  const [count, total] = rangeOf(sums, from, to);
  const [p, q] = [count / total, (total - count) / total];
  return -2 * total * ((p > 0 ? p * Math.log(p) : 0) + (q > 0 ? q * Math.log(q) : 0));
}

type Search = {
  readonly cost: (from: number, to: number) => number;
  readonly penalty: number;
  readonly minLength: number;
};

/** Starts of the best segments of 0 to `length`. */
function segment(length: number, { cost, penalty, minLength }: Search): number[] {
  const best = new Float64Array(length + 1).fill(Infinity);
  const previous = new Int32Array(length + 1);
  best[0] = -penalty;
  let candidates = [0];
  for (let to = Math.min(minLength, length); to <= length; to++) {
    const values = candidates.map((from) => (best[from] ?? Infinity) + cost(from, to));
    let least = 0;
    for (const [i, value] of values.entries()) if (value < (values[least] ?? Infinity)) least = i;
    best[to] = (values[least] ?? 0) + penalty;
    previous[to] = candidates[least] ?? 0;
    const keep = best[to] ?? 0;
    candidates = candidates.filter((_, i) => (values[i] ?? Infinity) <= keep);
    if (to + 1 - minLength >= minLength) candidates.push(to + 1 - minLength);
  }
  const starts: number[] = [];
  for (let to = length; to > 0; to = previous[to] ?? 0) starts.unshift(previous[to] ?? 0);
  return starts;
}
