import { groupRows, rowsIn, sumBy } from "./addUp.js";
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

/**
 * The sums of tables, which have the same columns or no row, by some of these, in the order of their values; all other
 * columns are numbers. No rows: keys without values and no sum. O(rows × columns + cells · log cells).
 */
export function sumCube(tables: Iterable<PackedRows>, keys: readonly string[]): SummedCube {
  const filled = Array.from(tables).filter((table) => rowsIn(table) > 0);
  const columnsOf = (name: string): PackedRows[string][] => filled.map((table) => table[name] ?? []);
  const { groupOf, firstRows } = groupRows(keys.map(columnsOf));
  const values = keys.map((name) => valuesAt(columnsOf(name), firstRows));
  const order = orderOf(values, firstRows.length);
  const others = Object.keys(filled[0] ?? {}).filter((name) => !keys.includes(name));
  return {
    keys: Object.fromEntries(
      keys.map((name, at) => [name, Array.from(order, (group) => values[at]?.[group] ?? null)]),
    ),
    sums: Object.fromEntries(
      others.map((name) => {
        const sums = sumBy(columnsOf(name), groupOf, firstRows.length);
        return [name, Float64Array.from(order, (group) => sums[group] ?? 0)];
      }),
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

/** The values in some rows, numbered as if the parts lay below each other; the numbers rise. */
function valuesAt(parts: readonly PackedRows[string][], rows: readonly number[]): Value[] {
  const found: Value[] = [];
  let start = 0;
  for (const part of parts) {
    const end = start + part.length;
    for (let row = rows[found.length] ?? Infinity; row < end; row = rows[found.length] ?? Infinity)
      found.push(part[row - start] ?? null);
    start = end;
  }
  return found;
}

/** The groups in the order of their values, column after column, `null` last. Values are ranked once, not at every look. */
function orderOf(columns: readonly (readonly Value[])[], groups: number): Int32Array {
  const ranks = columns.map(ranksOf);
  return Int32Array.from({ length: groups }, (_, group) => group).toSorted((a, b) => {
    for (const rank of ranks) {
      const order = (rank[a] ?? 0) - (rank[b] ?? 0);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function ranksOf(values: readonly Value[]): Int32Array {
  const ordered = [...new Set(values)].toSorted(compareValues);
  const rankOf = new Map(ordered.map((value, rank) => [value, rank]));
  return Int32Array.from(values, (value) => rankOf.get(value) ?? 0);
}
