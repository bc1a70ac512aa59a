import { groupCells } from "../metrics/cells.js";
import { rateOf } from "../metrics/rates.js";
import type { Cube } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";
import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import { compareProportions } from "../stats/twoProportion.js";
import type { Comparison } from "../stats/twoProportion.js";

/** A value of a dimension held against all others together. */
export type AgainstRest = {
  readonly value: string | null;
  readonly own: Rate;
  readonly rest: Rate;
  /** The value's rate less that of the rest. */
  readonly comparison: Comparison;
  /** Over all values that were looked at. */
  readonly adjustedP: number;
  /** Counts beyond those that the rate of the rest gives. */
  readonly excess: number;
};

/** Highest adjusted p-value at which a value stands apart. */
const level = 0.05;

/**
 * Each value of a dimension with enough units against all the others together, worst first: by how much it is certain to
 * be worse, then by how much better. Units of one value must not be clustered with those of another. O(values × cells).
 */
export function againstRest(cube: Cube, metric: Metric, dimension: string): AgainstRest[] {
  const groups = groupCells(cube, [dimension]);
  const found = groups.flatMap(({ slice, cells }) => {
    const others = groups.filter((group) => group.slice !== slice).flatMap((group) => group.cells);
    const [own, rest] = [rateOf(cube, cells, metric), rateOf(cube, others, metric)];
    const comparison = compareProportions(rest, own, { minN: metric.minN });
    if (comparison === undefined || Math.min(own.effectiveN, rest.effectiveN) < metric.minN) return [];
    const excess = own.count - own.total * (rest.value ?? 0);
    return [{ value: slice[dimension] ?? null, own, rest, comparison, excess }];
  });
  const adjusted = benjaminiHochberg(found.map(({ comparison }) => comparison.pValue));
  const sign = metric.good === "down" ? 1 : -1;
  return found
    .map((one, at) => ({ ...one, adjustedP: adjusted[at] ?? 1 }))
    .toSorted((a, b) => sign * (certain(b) - certain(a)));
}

/** The difference that the interval leaves no doubt of; 0 where it holds 0. */
function certain({ comparison: { interval } }: AgainstRest): number {
  const [low, high] = interval;
  return low > 0 ? low : high < 0 ? high : 0;
}

/** The first of the values that is worse than the rest beyond chance; `undefined` when none is. */
export function worseThanRest(values: readonly AgainstRest[], { good }: Pick<Metric, "good">) {
  const sign = good === "down" ? 1 : -1;
  return values.find(
    ({ comparison, adjustedP }) =>
      comparison.distinguishable && adjustedP <= level && sign * comparison.difference > 0,
  );
}
