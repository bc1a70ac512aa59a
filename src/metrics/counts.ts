import type { Cube, CubeCell } from "../model/cube.js";
import type { CountMetric } from "../model/metric.js";
import type { Measured } from "../model/rate.js";
import { twoSidedZ } from "../stats/wilson.js";
import { confusionMeasures } from "./verdict.js";

/** What a count is computed from. */
type Count = Pick<CountMetric, "numerator">;

/** Whether the cube holds every measure that the count needs. */
export function canCount(cube: Cube, metric: Count): boolean {
  return metric.numerator.every((name) => cube.measures.includes(name));
}

/**
 * The sum of a metric's measures over the given cells, from 0 up; without cells it has no value. Each labelled unit
 * stands for as many as its weight says; the interval is that of the sampling alone (normal, cut at 0), and has no width
 * where all were labelled. `total` and `effectiveN` are Kish's number of clusters that the sum rests on. The part of the
 * variance that full sampling takes away is that of the mean weight, which is exact where weights are equal.
 * Formula: Horvitz and Thompson 1952, Var = (1 − f) Σ (w·y)² over clusters, f = labelled / Σ w.
 */
export function countOf(cube: Cube, cells: readonly CubeCell[], metric: Count): Measured {
  if (cells.length === 0) return { count: 0, total: 0, effectiveN: 0, value: undefined, interval: undefined };
  const wanted = cube.measures.map((name) => metric.numerator.includes(name));
  const confusion = cube.measures.map((name) => confusionMeasures.some((measure) => measure === name));
  let [sum, squares, weights, labelled] = [0, 0, 0, 0];
  for (const { sums, products, labels } of cells) {
    sum += pick(sums, wanted);
    weights += pick(sums, confusion);
    labelled += labels?.labelled ?? 0;
    squares += square(products, wanted);
  }
  const left = weights === 0 ? 1 : Math.max(0, 1 - labelled / weights);
  const half = twoSidedZ(0.95) * Math.sqrt(squares * left);
  const effectiveN = squares === 0 ? 0 : (sum * sum) / squares;
  const interval = [Math.max(0, sum - half), sum + half] as const;
  return { count: sum, total: effectiveN, effectiveN, value: sum, interval };
}

function pick(sums: readonly number[], wanted: readonly boolean[]): number {
  return sums.reduce((total, sum, index) => total + (wanted[index] === true ? sum : 0), 0);
}

/** Of the upper triangle of products, the square of the sum of the wanted measures. */
function square(products: readonly number[], wanted: readonly boolean[]): number {
  let [total, at] = [0, 0];
  for (const [i, isFirst] of wanted.entries()) {
    for (let j = i; j < wanted.length; j++) {
      const product = products[at++] ?? 0;
      if (isFirst && wanted[j] === true) total += i === j ? product : 2 * product;
    }
  }
  return total;
}
