import type { ChangeCube } from "./changeCube.js";

/** A cube with fewer dimensions, and for each cell of the whole one the cell of it that it lies in. */
export type MergedCube = { readonly cube: ChangeCube; readonly cellAt: Int32Array };

/** The cube without some dimensions, cells that only these told apart added up, in their order. O(cells × dimensions). */
export function mergeCells(whole: ChangeCube, without: readonly string[]): MergedCube {
  const kept = whole.dimensions.map((_, d) => d).filter((d) => !without.includes(whole.dimensions[d] ?? ""));
  const places = new Map<string, number>();
  const firsts: number[] = [];
  const cellAt = whole.total0.map((_, cell) => {
    const key = kept.map((d) => whole.codes[d]?.[cell] ?? 0).join();
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, firsts.length);
    firsts.push(cell);
    return firsts.length - 1;
  });
  const sumOf = (column: Float64Array): Float64Array => {
    const sums = new Float64Array(firsts.length);
    column.forEach((own, cell) => (sums[cellAt[cell] ?? 0] = (sums[cellAt[cell] ?? 0] ?? 0) + own));
    return sums;
  };
  const cube = {
    dimensions: kept.map((d) => whole.dimensions[d] ?? ""),
    values: kept.map((d) => whole.values[d] ?? []),
    codes: kept.map((d) => Int32Array.from(firsts, (cell) => whole.codes[d]?.[cell] ?? 0)),
    count0: sumOf(whole.count0),
    total0: sumOf(whole.total0),
    count1: sumOf(whole.count1),
    total1: sumOf(whole.total1),
  };
  return { cube, cellAt: Int32Array.from(cellAt) };
}
