import { outerProducts } from "../model/cube.js";
import type { Cube, CubeCell } from "../model/cube.js";
import type { JudgedCount } from "./agreement.js";

/** Items of a slice that were judged equally often with equal results; what a blind second review of them said. */
export type JudgedRow = JudgedCount & {
  readonly slice: CubeCell["slice"];
  readonly second: "same" | "differs" | null;
};

/** Measures of the cube that `judgedCube` makes. */
export const judgedMeasures = ["disagreeing_pairs", "pairs", "differing_doubles", "doubles"] as const;

/**
 * Pairs of judgments of one item, and items judged a second time, as a cube with a cell for each row of two judgments or
 * more; each item (under one version of a policy) is a cluster. O(rows).
 */
export function judgedCube(rows: readonly JudgedRow[], dimensions: readonly string[]): Cube {
  const paired = rows.filter(({ judgments }) => judgments > 1);
  const cells = paired.map(({ slice, judgments: n, rejections: r, second, items }) => {
    const own = [r * (n - r), (n * (n - 1)) / 2, Number(second === "differs"), Number(second !== null)];
    return {
      slice,
      sums: own.map((value) => value * items),
      products: outerProducts(own).map((value) => value * items),
    };
  });
  return { dimensions, measures: judgedMeasures, cells };
}
