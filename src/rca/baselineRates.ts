import type { ChangeCube } from "./changeCube.js";
import { sumOf } from "./changeCube.js";

/** Units of the product of marginals that stand behind each cell's own units, and of the whole behind each value's. */
export const defaultPriorUnits = 20;

/**
 * The rate that each cell had in the earlier window, above 0 and below 1: its own, drawn towards what its values have
 * each on their own (the whole's rate times each value's ratio to it), as if as many more units as `priorUnits` had shown that rate.
 * A cell that the earlier window lacks has the product alone. O(cells × dimensions).
 */
export function baselineRates(cube: ChangeCube, priorUnits = defaultPriorUnits): Float64Array {
  const whole = (sumOf(cube.count0) + 0.5) / (sumOf(cube.total0) + 1);
  const products = new Float64Array(cube.total0.length).fill(whole);
  cube.codes.forEach((codes, d) => {
    const ratios = valueRatios(cube, { codes, size: cube.values[d]?.length ?? 0, whole, priorUnits });
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
  readonly whole: number;
  readonly priorUnits: number;
};

/** The rate of each value of a dimension over that of the whole. */
function valueRatios(cube: ChangeCube, { codes, size, whole, priorUnits }: Dimension): Float64Array {
  const counts = new Float64Array(size);
  const totals = new Float64Array(size);
  codes.forEach((code, cell) => {
    counts[code] = (counts[code] ?? 0) + (cube.count0[cell] ?? 0);
    totals[code] = (totals[code] ?? 0) + (cube.total0[cell] ?? 0);
  });
  return counts.map(
    (count, code) => (count + priorUnits * whole) / ((totals[code] ?? 0) + priorUnits) / whole,
  );
}
