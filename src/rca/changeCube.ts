/** The cells of a cube with what they held in two windows, column by column; equal places belong together. */
export type ChangeCube = {
  readonly dimensions: readonly string[];
  /** The values of each dimension by code; `null` stands for cells without one. */
  readonly values: readonly (readonly (string | null)[])[];
  /** The code of each cell, a column for each dimension. */
  readonly codes: readonly Int32Array[];
  /** Numerator and denominator of each cell in the earlier window; 0 where it has none. */
  readonly count0: Float64Array;
  readonly total0: Float64Array;
  /** The same in the later window. */
  readonly count1: Float64Array;
  readonly total1: Float64Array;
};

/** A row of one window: a value for each dimension, and 0 ≤ count ≤ total. */
export type CubeRow = {
  readonly values: readonly (string | null)[];
  readonly count: number;
  readonly total: number;
};

/**
 * The cells of both windows, in the order in which they are first met, those of `from` first; without cells when both
 * are empty. Rows with the same values are added up. O(rows × dimensions).
 */
export function changeCube(
  dimensions: readonly string[],
  { from, to }: { readonly from: readonly CubeRow[]; readonly to: readonly CubeRow[] },
): ChangeCube {
  const coders = dimensions.map(() => new Map<string | null, number>());
  const cells = new Map<string, number>();
  const codes: number[][] = dimensions.map(() => []);
  const placeOf = (row: CubeRow): number => {
    const own = coders.map((coder, d) => codeOf(coder, row.values[d] ?? null));
    const key = own.join();
    const known = cells.get(key);
    if (known !== undefined) return known;
    own.forEach((code, d) => codes[d]?.push(code));
    cells.set(key, cells.size);
    return cells.size - 1;
  };
  const places0 = from.map(placeOf);
  const places1 = to.map(placeOf);
  return {
    dimensions,
    values: coders.map((coder) => [...coder.keys()]),
    codes: codes.map((column) => Int32Array.from(column)),
    count0: sumAt(places0, { rows: from, measure: "count", size: cells.size }),
    total0: sumAt(places0, { rows: from, measure: "total", size: cells.size }),
    count1: sumAt(places1, { rows: to, measure: "count", size: cells.size }),
    total1: sumAt(places1, { rows: to, measure: "total", size: cells.size }),
  };
}

function codeOf(coder: Map<string | null, number>, value: string | null): number {
  const known = coder.get(value);
  if (known !== undefined) return known;
  coder.set(value, coder.size);
  return coder.size - 1;
}

type Measured = {
  readonly rows: readonly CubeRow[];
  readonly measure: "count" | "total";
  readonly size: number;
};

function sumAt(places: readonly number[], { rows, measure, size }: Measured): Float64Array {
  const sums = new Float64Array(size);
  rows.forEach((row, i) => {
    const place = places[i] ?? 0;
    sums[place] = (sums[place] ?? 0) + row[measure];
  });
  return sums;
}

/** A value for each of some dimensions. */
export type Slice = Readonly<Record<string, string | null>>;

/** The values that a cell has in some dimensions, given by their places. */
export function sliceOf(cube: ChangeCube, cell: number, places: readonly number[]): Slice {
  return Object.fromEntries(
    places.map((d) => [cube.dimensions[d] ?? "", cube.values[d]?.[cube.codes[d]?.[cell] ?? 0] ?? null]),
  );
}

/** Adds up a column. */
export function sumOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}
