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
  const rows = [...from, ...to];
  const columns = dimensions.map((_, d) => codeColumn(rows, d));
  const { placeOf, firstRows } = findCells(columns, rows.length);
  const [places0, places1] = [placeOf.subarray(0, from.length), placeOf.subarray(from.length)];
  const size = firstRows.length;
  return {
    dimensions,
    values: columns.map(({ values }) => values),
    codes: columns.map(({ codes }) => Int32Array.from(firstRows, (row) => codes[row] ?? 0)),
    count0: sumAt(places0, { rows: from, measure: "count", size }),
    total0: sumAt(places0, { rows: from, measure: "total", size }),
    count1: sumAt(places1, { rows: to, measure: "count", size }),
    total1: sumAt(places1, { rows: to, measure: "total", size }),
  };
}

/** The values of a dimension in the order in which they are met, and the code of each row. */
type CodeColumn = { readonly values: readonly (string | null)[]; readonly codes: Int32Array };

function codeColumn(rows: readonly CubeRow[], dimension: number): CodeColumn {
  const coder = new Map<string | null, number>();
  const codes = Int32Array.from(rows, ({ values }) => {
    const value = values[dimension] ?? null;
    const code = coder.get(value) ?? coder.size;
    if (code === coder.size) coder.set(value, code);
    return code;
  });
  return { values: [...coder.keys()], codes };
}

/** Rows by the cell that they belong to, numbered as they are first met. */
type Cells = { readonly placeOf: Int32Array; readonly firstRows: readonly number[] };

/** One number stands for the codes of a row; where it would pass the whole numbers, the cells so far are numbered anew. */
function findCells(columns: readonly CodeColumn[], rows: number): Cells {
  let keys = new Float64Array(rows);
  let used = 1;
  for (const { values, codes } of columns) {
    if (used * values.length > Number.MAX_SAFE_INTEGER) {
      const { placeOf, firstRows } = numberKeys(keys);
      [keys, used] = [Float64Array.from(placeOf), firstRows.length];
    }
    keys = keys.map((key, row) => key * values.length + (codes[row] ?? 0));
    used *= values.length;
  }
  return numberKeys(keys);
}

function numberKeys(keys: Float64Array): Cells {
  const known = new Map<number, number>();
  const firstRows: number[] = [];
  const placeOf = Int32Array.from(keys, (key, row) => {
    let place = known.get(key);
    if (place === undefined) known.set(key, (place = firstRows.push(row) - 1));
    return place;
  });
  return { placeOf, firstRows };
}

type Measured = {
  readonly rows: readonly CubeRow[];
  readonly measure: "count" | "total";
  readonly size: number;
};

function sumAt(places: Int32Array, { rows, measure, size }: Measured): Float64Array {
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
