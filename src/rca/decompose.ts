import { groupCells } from "../metrics/cells.js";
import { rateOf } from "../metrics/rates.js";
import type { Cube, CubeCell } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";
import { compareProportions } from "../stats/twoProportion.js";
import type { Comparison } from "../stats/twoProportion.js";
import { mixRate } from "./mixRate.js";
import type { Contribution, MixRate, SliceChange } from "./mixRate.js";

/** Two groups of units: cubes with the same dimensions, or two sets of cells of one (`{...cube, cells}`). */
export type GroupPair = { readonly from: Cube; readonly to: Cube };

/** A contribution with the rates, n and intervals that it rests on. */
type SliceContribution = Contribution & { readonly from: Rate; readonly to: Rate };

export type Decomposition = Omit<MixRate, "parts"> & {
  readonly dimension: string;
  readonly parts: readonly SliceContribution[];
  readonly from: Rate;
  readonly to: Rate;
  /** Whether the change of the whole stands out from noise. When it does not, the parts explain nothing. */
  readonly test: Comparison;
};

/**
 * Why a metric differs between two groups, by the slices of one dimension; `undefined` when a group has no data.
 * The test takes the groups as independent; two releases replayed over the same items are not, and it then says
 * "no" too often.
 * @throws {TypeError} when a cube lacks the dimension or a measure of the metric
 */
export function decompose(
  groups: GroupPair,
  metric: Pick<Metric, "id" | "numerator" | "denominator" | "minN">,
  dimension: string,
): Decomposition | undefined {
  const from = rateOf(groups.from, groups.from.cells, metric);
  const to = rateOf(groups.to, groups.to.cells, metric);
  const slices = pairSlices(groups, dimension).map(({ key, cells0, cells1 }) => ({
    key,
    from: rateOf(groups.from, cells0, metric),
    to: rateOf(groups.to, cells1, metric),
  }));
  const split = mixRate(slices);
  const test = compareProportions(from, to, { minN: metric.minN });
  if (split === undefined || test === undefined) return undefined;
  return { ...split, parts: withRates(split.parts, slices), dimension, from, to, test };
}

type SliceRates = SliceChange & { readonly from: Rate; readonly to: Rate };

function withRates(parts: readonly Contribution[], slices: readonly SliceRates[]): SliceContribution[] {
  const byKey = new Map(slices.map((slice) => [slice.key, slice]));
  return parts.flatMap((part) => {
    const slice = byKey.get(part.key);
    return slice === undefined ? [] : [{ ...part, from: slice.from, to: slice.to }];
  });
}

type SlicePair = { key: string | null; cells0: readonly CubeCell[]; cells1: readonly CubeCell[] };

function pairSlices({ from, to }: GroupPair, dimension: string): SlicePair[] {
  const pairs = new Map<string | null, SlicePair>();
  for (const { slice, cells } of groupCells(from, [dimension])) {
    const key = slice[dimension] ?? null;
    pairs.set(key, { key, cells0: cells, cells1: [] });
  }
  for (const { slice, cells } of groupCells(to, [dimension])) {
    const key = slice[dimension] ?? null;
    pairs.set(key, { key, cells0: pairs.get(key)?.cells0 ?? [], cells1: cells });
  }
  return [...pairs.values()];
}
