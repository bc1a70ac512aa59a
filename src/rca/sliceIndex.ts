import type { ChangeCube } from "./changeCube.js";

/** Every slice of one choice of dimensions, and the slice that each cell lies in. */
export type SliceIndex = {
  /** Places of the dimensions in the cube, ascending. */
  readonly places: readonly number[];
  /** The slice of each cell, from 0 to below `size`. */
  readonly sliceAt: Int32Array;
  readonly size: number;
  /** A cell of each slice. */
  readonly cellOf: readonly number[];
};

/**
 * The slices of up to three dimensions, a choice of dimensions each, fewer dimensions first; none without cells.
 * A dimension with one value cannot tell cells apart and is left out. O(cells × choices).
 * @param options.alone dimensions that are crossed with no other
 */
export function sliceIndexes(
  cube: ChangeCube,
  { depth = 3, alone = [] }: { readonly depth?: number; readonly alone?: readonly string[] } = {},
): SliceIndex[] {
  const isAlone = (d: number): boolean => alone.includes(cube.dimensions[d] ?? "");
  const useful = cube.dimensions.map((_, d) => d).filter((d) => (cube.values[d]?.length ?? 0) > 1);
  let layer: SliceIndex[] = [wholeIndex(cube)];
  const indexes: SliceIndex[] = [];
  for (let size = 1; size <= depth; size++) {
    layer = layer.flatMap((index) => {
      const last = index.places.at(-1) ?? -1;
      const further = index.places.some(isAlone) ? [] : useful.filter((d) => d > last);
      const crossed = last === -1 ? further : further.filter((d) => !isAlone(d));
      return crossed.map((d) => splitIndex(index, { cube, d }));
    });
    indexes.push(...layer);
  }
  return indexes;
}

/** All cells as one slice of no dimension. */
export function wholeIndex(cube: ChangeCube): SliceIndex {
  return { places: [], sliceAt: new Int32Array(cube.total1.length), size: 1, cellOf: [0] };
}

/** The slices of an index, each split by the values of one more dimension. */
function splitIndex(index: SliceIndex, { cube, d }: { cube: ChangeCube; d: number }): SliceIndex {
  const codes = cube.codes[d] ?? new Int32Array();
  const radix = cube.values[d]?.length ?? 1;
  const slices = new Map<number, number>();
  const cellOf: number[] = [];
  const sliceAt = index.sliceAt.map((parent, cell) => {
    const key = parent * radix + (codes[cell] ?? 0);
    const known = slices.get(key);
    if (known !== undefined) return known;
    slices.set(key, slices.size);
    cellOf.push(cell);
    return slices.size - 1;
  });
  return { places: [...index.places, d], sliceAt, size: slices.size, cellOf };
}
