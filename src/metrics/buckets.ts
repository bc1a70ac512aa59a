import { outerProducts } from "../model/cube.js";
import type { CubeCell } from "../model/cube.js";

/**
 * One cell for each bucket among the cells, with their sums and the products of these; none where no cell is of a
 * bucket. Its slice is empty. The random groups of Wolter, Introduction to Variance Estimation, chapter 2: clusters dealt
 * to groups at random estimate the variance between clusters without bias, with as many degrees of freedom as there are
 * groups less one. O(cells).
 */
export function bucketSums(cells: readonly CubeCell[]): CubeCell[] {
  const buckets = new Map<number, number[]>();
  for (const { bucket, sums } of cells) {
    if (bucket === undefined) continue;
    const known = buckets.get(bucket);
    buckets.set(
      bucket,
      known === undefined ? [...sums] : known.map((sum, index) => sum + (sums[index] ?? 0)),
    );
  }
  return [...buckets.values()].map((sums) => ({ slice: {}, sums, products: outerProducts(sums) }));
}
