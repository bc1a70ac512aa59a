import type { Cube, CubeCell } from "../model/cube.js";
import { didYouMean } from "../model/nearest.js";

/** Something that belongs to a slice. */
type Sliced = Pick<CubeCell, "slice">;

/** A part of a cube: the slice that its cells share and the cells. */
export type CellGroup<Cell extends Sliced = CubeCell> = {
  readonly slice: CubeCell["slice"];
  readonly cells: readonly Cell[];
};

/** Cells, or other rows, over the same dimensions. */
type Cells<Cell> = Pick<Cube, "dimensions"> & { readonly cells: readonly Cell[] };

/**
 * The cells of a cube grouped by some of its dimensions, ordered by their values (code units, `null` last).
 * The order does not depend on that of the cells. With no dimension there is one group, of all cells or of none.
 * O(cells + groups · log groups).
 * @throws {TypeError} when a dimension is not one of the cube's
 */
export function groupCells<Cell extends Sliced>(cube: Cells<Cell>, by: readonly string[]): CellGroup<Cell>[] {
  for (const dimension of by) checkDimension(cube, dimension);
  if (by.length === 0) return [{ slice: {}, cells: cube.cells }];
  const groups = new Map<string, { slice: CubeCell["slice"]; cells: Cell[] }>();
  for (const cell of cube.cells) {
    const key = keyOf(cell.slice, by);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { slice: pick(cell.slice, by), cells: [cell] });
    else group.cells.push(cell);
  }
  return [...groups.values()].toSorted((a, b) => compareValues(valuesOf(a.slice, by), valuesOf(b.slice, by)));
}

/** A text that no other values have; put together by hand, since it is made for every cell. */
function keyOf(slice: CubeCell["slice"], by: readonly string[]): string {
  let key = "";
  for (const dimension of by) {
    const value = slice[dimension] ?? null;
    key += value === null ? "-" : `${value.length}:${value}`;
  }
  return key;
}

/** Less, equal or greater than 0 by code units, `null` after every string. */
export function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

function checkDimension(cube: Pick<Cube, "dimensions">, dimension: string): void {
  if (cube.dimensions.includes(dimension)) return;
  throw new TypeError(
    `Expected a dimension of ${cube.dimensions.join(", ") || "none"}, got \`${dimension}\`` +
      didYouMean(dimension, cube.dimensions),
  );
}

function valuesOf(slice: CubeCell["slice"], by: readonly string[]): (string | null)[] {
  return by.map((dimension) => slice[dimension] ?? null);
}

function pick(slice: CubeCell["slice"], by: readonly string[]): CubeCell["slice"] {
  return Object.fromEntries(by.map((dimension) => [dimension, slice[dimension] ?? null]));
}

function compareValues(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, value] of a.entries()) {
    const order = compareKeys(value, b[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}
