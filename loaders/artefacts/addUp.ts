import { rowAt } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

type Column = PackedRows[string];

/** The group of each row, numbered by first occurrence, and the row where each group begins. */
type Groups = { readonly groupOf: Int32Array; readonly firstRows: readonly number[] };

/**
 * A row for each combination of keys, in the order of first occurrence: the sums of its counts over all rows of all
 * tables, which have the same columns or no row, and what else stands in its first row. Without `counts` all columns but
 * the keys are summed. No rows: none. O(rows × columns), in plain loops over columns: for tables with many rows, where it
 * takes a fifth of what Arquero takes.
 */
export function addUp(
  tables: Iterable<PackedRows>,
  keys: readonly string[],
  counts?: readonly string[],
): Record<string, Row[string]>[] {
  const filled = Array.from(tables).filter((table) => rowsIn(table) > 0);
  const names = counts ?? Object.keys(filled[0] ?? {}).filter((name) => !keys.includes(name));
  const columnsOf = (name: string): Column[] => filled.map((table) => table[name] ?? []);
  const { groupOf, firstRows } = groupRows(keys.map(columnsOf));
  const sums = names.map((name) => [name, sumBy(columnsOf(name), groupOf, firstRows.length)] as const);
  return firstRowsOf(filled, firstRows).map((values, group) => {
    for (const [name, totals] of sums) values[name] = totals[group] ?? 0;
    return values;
  });
}

/** Rows by the values of some columns, each of which comes in parts that lie below each other. */
export function groupRows(columns: readonly (readonly Column[])[]): Groups {
  let places = new Float64Array((columns[0] ?? []).reduce((sum, { length }) => sum + length, 0));
  let used = 1;
  for (const parts of columns) {
    const { codes, size } = codesOf(parts, places.length);
    if (used * size > Number.MAX_SAFE_INTEGER) {
      const found = numberPlaces(places);
      [places, used] = [Float64Array.from(found.groupOf), found.firstRows.length];
    }
    for (let row = 0; row < places.length; row++) places[row] = (places[row] ?? 0) * size + (codes[row] ?? 0);
    used *= size;
  }
  return numberPlaces(places);
}

/** The values of a column as whole numbers below `size`; neighbours are mostly alike. */
function codesOf(parts: readonly Column[], rows: number): { codes: Int32Array; size: number } {
  const known = new Map<Row[string] | undefined, number>();
  const codes = new Int32Array(rows);
  let at = 0;
  let [last, code]: [Row[string] | undefined, number] = [undefined, -1];
  for (const part of parts) {
    for (let row = 0; row < part.length; row++) {
      const value = part[row];
      if (value !== last || code < 0) {
        code = known.get(value) ?? known.size;
        if (code === known.size) known.set(value, code);
        last = value;
      }
      codes[at++] = code;
    }
  }
  return { codes, size: known.size };
}

function numberPlaces(places: Float64Array): Groups {
  const groupOf = new Int32Array(places.length);
  const firstRows: number[] = [];
  const groups = new Map<number, number>();
  for (let row = 0; row < places.length; row++) {
    const place = places[row] ?? 0;
    let group = groups.get(place);
    if (group === undefined) groups.set(place, (group = firstRows.push(row) - 1));
    groupOf[row] = group;
  }
  return { groupOf, firstRows };
}

/** The sums of a column, which comes in parts that lie below each other, by group. */
export function sumBy(parts: readonly Column[], groupOf: Int32Array, groups: number): Float64Array {
  const totals = new Float64Array(groups);
  let at = 0;
  for (const part of parts) {
    for (let row = 0; row < part.length; row++) {
      const group = groupOf[at++] ?? 0;
      totals[group] = (totals[group] ?? 0) + Number(part[row]);
    }
  }
  return totals;
}

/** Some rows of the tables, numbered as if they lay below each other; the numbers rise. */
function firstRowsOf(tables: readonly PackedRows[], rows: readonly number[]): Record<string, Row[string]>[] {
  const found: Record<string, Row[string]>[] = [];
  let [start, at] = [0, 0];
  for (const table of tables) {
    const columns = Object.entries(table);
    const end = start + rowsIn(table);
    for (; at < rows.length && (rows[at] ?? 0) < end; at++)
      found.push(rowAt(columns, (rows[at] ?? 0) - start));
    start = end;
  }
  return found;
}

export function rowsIn(table: PackedRows): number {
  return Object.values(table)[0]?.length ?? 0;
}
