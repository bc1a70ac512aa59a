import type { Cube, CubeCell } from "../model/cube.js";
import { groupCells } from "./cells.js";

/**
 * The cube over some of its dimensions alone: cells that differ only in others are one, with their sums and products added
 * up. Every rate by these dimensions stays what it was. Cells may be of no bucket, which would have to be kept apart.
 * O(cells).
 * @throws {TypeError} when a dimension is not one of the cube's
 */
export function foldCube(cube: Cube, by: readonly string[]): Cube {
  const cells = groupCells(cube, by).map(({ slice, cells: own }) => addUp(slice, own));
  return { ...cube, dimensions: by, cells };
}

function addUp(slice: CubeCell["slice"], cells: readonly CubeCell[]): CubeCell {
  const [sums, products]: [number[], number[]] = [[], []];
  for (const cell of cells) {
    for (const [at, sum] of cell.sums.entries()) sums[at] = (sums[at] ?? 0) + sum;
    for (const [at, product] of cell.products.entries()) products[at] = (products[at] ?? 0) + product;
  }
  return { slice, sums, products };
}
