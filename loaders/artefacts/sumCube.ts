import { rowAt } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import { compareValues } from "./sumRows.js";
import type { Row } from "./sumRows.js";

type Value = Row[string];

/** A table of sums by column: which cells there are, and what each adds up to. All columns are as long. */
export type SummedCube = {
  readonly keys: Readonly<Record<string, readonly Value[]>>;
  readonly sums: Readonly<Record<string, Float64Array>>;
};

/** A column of keys: its values in order, `null` last, and by row which of them stands there. */
type Ranks = { readonly values: readonly Value[]; readonly rankOf: Int32Array };

/**
 * The sums of tables, which have the same columns or no row, by some of these, in the order of their values; all other
 * columns are numbers. No rows: keys without values and no sum. O(rows × columns + cells · log cells), in plain loops
 * over columns, since some have 100,000 rows.
 */
export function sumCube(tables: Iterable<PackedRows>, keys: readonly string[]): SummedCube {
  const filled = Array.from(tables).filter((table) => rowsIn(table) > 0);
  const rows = filled.reduce((sum, table) => sum + rowsIn(table), 0);
  const columnsOf = (name: string): PackedRows[string][] => filled.map((table) => table[name] ?? []);
  const ranks = keys.map((name) => ranksOf(columnsOf(name), rows));
  const { cellOf, firstRows } = findCells(ranks, rows);
  const others = Object.keys(filled[0] ?? {}).filter((name) => !keys.includes(name));
  return {
    keys: Object.fromEntries(keys.map((name, at) => [name, valuesAt(ranks[at], firstRows)])),
    sums: Object.fromEntries(
      others.map((name) => [name, sumBy(columnsOf(name), { cellOf, cells: firstRows.length })]),
    ),
  };
}

/** The rows of the cells, in their order. O(cells × columns). */
export function cubeRows({ keys, sums }: SummedCube): Record<string, Value>[] {
  const columns = [
    ...Object.entries(keys),
    ...Object.entries(sums).map(([name, all]) => [name, Array.from(all)] as const),
  ];
  const [[, first] = ["", []]] = columns;
  return first.map((_, row) => rowAt(columns, row));
}

/** Neighbours are mostly alike, so that few values are looked up. */
function ranksOf(parts: readonly PackedRows[string][], rows: number): Ranks {
  const known = new Map<Value, number>();
  const rankOf = new Int32Array(rows);
  let at = 0;
  let [last, code]: [Value | undefined, number] = [undefined, -1];
  for (const part of parts) {
    for (const value of part) {
      if (value !== last) {
        code = known.get(value) ?? known.size;
        if (code === known.size) known.set(value, code);
        last = value;
      }
      rankOf[at++] = code;
    }
  }
  const values = [...known.keys()].toSorted(compareValues);
  const ranks = new Int32Array(known.size);
  for (const [rank, value] of values.entries()) ranks[known.get(value) ?? 0] = rank;
  for (let row = 0; row < rows; row++) rankOf[row] = ranks[rankOf[row] ?? 0] ?? 0;
  return { values, rankOf };
}

/** Which cell each row belongs to, numbered in the order of the keys, and the first row of each. */
function findCells(columns: readonly Ranks[], rows: number): { cellOf: Int32Array; firstRows: Int32Array } {
  let places = new Float64Array(rows);
  let used = 1;
  for (const { values, rankOf } of columns) {
    if (used * values.length > Number.MAX_SAFE_INTEGER) {
      const cells = numberPlaces(places);
      [places, used] = [Float64Array.from(cells.cellOf), cells.firstRows.length];
    }
    for (let row = 0; row < rows; row++)
      places[row] = (places[row] ?? 0) * values.length + (rankOf[row] ?? 0);
    used *= values.length;
  }
  return numberPlaces(places);
}

function numberPlaces(places: Float64Array): { cellOf: Int32Array; firstRows: Int32Array } {
  const firsts = new Map<number, number>();
  for (let row = 0; row < places.length; row++) {
    const place = places[row] ?? 0;
    if (!firsts.has(place)) firsts.set(place, row);
  }
  const ordered = Float64Array.from(firsts.keys()).toSorted();
  const cells = new Map<number, number>();
  const firstRows = Int32Array.from(ordered, (place, cell) => {
    cells.set(place, cell);
    return firsts.get(place) ?? 0;
  });
  return { cellOf: Int32Array.from(places, (place) => cells.get(place) ?? 0), firstRows };
}

function valuesAt(ranks: Ranks | undefined, rows: Int32Array): Value[] {
  return Array.from(rows, (row) => ranks?.values[ranks.rankOf[row] ?? 0] ?? null);
}

function sumBy(
  parts: readonly PackedRows[string][],
  { cellOf, cells }: { cellOf: Int32Array; cells: number },
): Float64Array {
  const totals = new Float64Array(cells);
  let at = 0;
  for (const part of parts) {
    for (const value of part) {
      const cell = cellOf[at++] ?? 0;
      totals[cell] = (totals[cell] ?? 0) + Number(value);
    }
  }
  return totals;
}

function rowsIn(table: PackedRows): number {
  return Object.values(table)[0]?.length ?? 0;
}
