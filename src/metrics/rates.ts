import type { Cube, CubeCell, Labels } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import { didYouMean } from "../model/nearest.js";
import type { Rate } from "../model/rate.js";
import { effectiveN } from "../stats/effectiveN.js";
import type { RatioSums } from "../stats/effectiveN.js";
import { groupCells } from "./cells.js";
import { advertiserShare } from "./advertiserShare.js";
import type { RatioWeights } from "./advertiserShare.js";
import { bucketSums } from "./buckets.js";
import { ratioSums, toRatioSums } from "./ratioSums.js";
import { toRate } from "./rate.js";

/** The rate of one slice. */
export type SliceRate = { readonly slice: CubeCell["slice"]; readonly rate: Rate };

/** What a metric is computed from. */
type Ratio = Pick<Metric, "id" | "numerator" | "denominator">;

/**
 * A metric over slices of a cube, each as a ratio of sums with its effective n and interval, ordered by slice.
 * With `by` empty there is one rate, of all cells. Exact when no cluster has units in two cells of one slice;
 * clusters that straddle cells count as several and the interval comes out too narrow or too wide.
 * @param by dimensions to keep; the others are summed over
 * @throws {TypeError} when the cube lacks a measure of the metric or a dimension of `by`
 */
export function rates(
  cube: Cube,
  metric: Ratio,
  { by = [] }: { readonly by?: readonly string[] } = {},
): SliceRate[] {
  return groupCells(cube, by).map(({ slice, cells }) => ({ slice, rate: rateOf(cube, cells, metric) }));
}

/**
 * A metric over the given cells of a cube taken together; without cells, or with a denominator of 0, a rate
 * without a value. Where items name advertisers, effective n is the lesser of that of items and that of advertisers:
 * of the buckets of the cells, or as `advertiserShare` tells.
 * @throws {TypeError} when the cube lacks a measure of the metric, or the numerator exceeds the denominator
 */
export function rateOf(cube: Cube, cells: readonly CubeCell[], metric: Ratio): Rate {
  return toRateOf(cube, metric)(cells);
}

/** `rateOf` of one metric for many parts of a cube: what the metric asks of it is looked up once. */
export function toRateOf(cube: Cube, metric: Ratio): (cells: readonly CubeCell[]) => Rate {
  const [numerator, denominator] = [weightsOf(cube, metric.numerator), weightsOf(cube, metric.denominator)];
  const sumsOf = toRatioSums(numerator, denominator);
  return (cells) => {
    const sums = sumsOf(cells);
    if (sums.a > sums.b * (1 + 1e-9)) {
      throw new TypeError(
        `Expected the numerator of \`${metric.id}\` to be part of its denominator, got ${sums.a} of ${sums.b}`,
      );
    }
    const size = sums.b > 0 ? sizeOf(sums, { cube, cells, numerator, denominator }) : 0;
    const rate = toRate(sums.a, sums.b, size);
    const labels = labelsOf(cells);
    return labels === undefined ? rate : { ...rate, labels };
  };
}

type Sized = RatioWeights & { readonly cube: Cube; readonly cells: readonly CubeCell[] };

/** Effective n, of items or of advertisers. */
function sizeOf(sums: RatioSums, { cube, cells, ...weights }: Sized): number {
  const isPartial = sums.a > 0 && sums.a < sums.b; // at 0 and 1 the spread between advertisers says nothing
  const buckets = isPartial ? bucketSums(cells) : [];
  const ofBuckets =
    buckets.length > 0 ? effectiveN(ratioSums(buckets, weights.numerator, weights.denominator)) : Infinity;
  return Math.min(effectiveN(sums) * advertiserShare(cube, cells, weights), ofBuckets);
}

/** Decisions of the cells and how many have a label; `undefined` where the cells do not say. */
function labelsOf(cells: readonly CubeCell[]): Labels | undefined {
  let [decisions, labelled, known] = [0, 0, false];
  for (const { labels } of cells) {
    if (labels === undefined) continue;
    known = true;
    decisions += labels.decisions;
    labelled += labels.labelled;
  }
  return known ? { decisions, labelled } : undefined;
}

/** Whether the metric is a ratio and the cube holds every measure that it needs. */
export function hasMeasures(cube: Cube, metric: Ratio): boolean {
  if (metric.denominator.length === 0) return false;
  return [...metric.numerator, ...metric.denominator].every((name) => cube.measures.includes(name));
}

/** 1 for each measure of the cube that is named, 0 for the others. */
function weightsOf(cube: Cube, names: readonly string[]): number[] {
  for (const name of names) {
    if (cube.measures.includes(name)) continue;
    throw new TypeError(
      `Expected a measure of ${cube.measures.join(", ")}, got \`${name}\`${didYouMean(name, cube.measures)}`,
    );
  }
  return cube.measures.map((measure) => (names.includes(measure) ? 1 : 0));
}
