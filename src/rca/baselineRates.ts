import type { ChangeCube } from "./changeCube.js";
import { sumOf } from "./changeCube.js";

/** Units of the product of marginals that stand behind each cell's own units, and of the whole behind each value's. */
export const defaultPriorUnits = 20;

type BaselineOptions = {
  readonly priorUnits?: number;
  /** Whether dimensions may say the same, as a language and its only market do. */
  readonly related?: boolean;
};

/**
 * The rate that each cell had in the earlier window, above 0 and below 1: its own, drawn towards what its values have
 * each on their own (the whole's rate times each value's ratio to it), as if as many more units as `priorUnits` had shown that rate.
 * A cell that the earlier window lacks has the product alone. O(cells × dimensions).
 * @param options.related a value's ratio is then one to what the dimensions before it lead to expect, so that the second
 *   of two that say the same adds nothing
 */
export function baselineRates(
  cube: ChangeCube,
  { priorUnits = defaultPriorUnits, related = false }: BaselineOptions = {},
): Float64Array {
  const whole = (sumOf(cube.count0) + 0.5) / (sumOf(cube.total0) + 1);
  const flat = new Float64Array(cube.total0.length).fill(whole);
  const products = Float64Array.from(flat);
  cube.codes.forEach((codes, d) => {
    const expecting = related ? products : flat;
    const size = cube.values[d]?.length ?? 0;
    const ratios = valueRatios(cube, { codes, size, expecting, prior: priorUnits * whole });
    codes.forEach((code, cell) => {
      products[cell] = (products[cell] ?? 0) * (ratios[code] ?? 1);
    });
  });
  return products.map((product, cell) => {
    const prior = Math.min(product, highestPrior);
    return ((cube.count0[cell] ?? 0) + priorUnits * prior) / ((cube.total0[cell] ?? 0) + priorUnits);
  });
}

/** A product of ratios may pass 1. */
const highestPrior = 0.98;

type Dimension = {
  readonly codes: Int32Array;
  readonly size: number;
  /** The rates that are expected without it. */
  readonly expecting: Float64Array;
  /** Counts, found and expected alike, that stand behind each value. */
  readonly prior: number;
};

/** The counts of each value of a dimension over those expected. */
function valueRatios(cube: ChangeCube, { codes, size, expecting, prior }: Dimension): Float64Array {
  const counts = new Float64Array(size);
  const expected = new Float64Array(size);
  codes.forEach((code, cell) => {
    counts[code] = (counts[code] ?? 0) + (cube.count0[cell] ?? 0);
    expected[code] = (expected[code] ?? 0) + (cube.total0[cell] ?? 0) * (expecting[cell] ?? 0);
  });
  return counts.map((count, code) => (count + prior) / ((expected[code] ?? 0) + prior));
}
