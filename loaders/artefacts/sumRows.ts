import { op, table } from "./arquero.js";
import { joinRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";

/** A row of a table that is summed: texts say where it belongs, numbers add up. */
export type Row = Readonly<Record<string, string | number | null>>;

/**
 * One row for each combination of keys, in the order of first occurrence, its other columns summed over all rows of
 * all tables, which have the same columns. No rows: none. O(rows).
 */
export function sumRows(tables: Iterable<PackedRows>, keys: readonly string[]): Row[] {
  const columns = joinRows(tables);
  const names = Object.keys(columns).filter((name) => !keys.includes(name));
  if (names.length === 0) return [];
  const sums = Object.fromEntries(names.map((name) => [name, op.sum(name)]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- arquero does not know its columns' types
  return table(columns)
    .groupby(...keys)
    .rollup(sums)
    .objects() as Row[];
}

/** Rows in the order of their keys as texts, `null` last. */
export function sortRows<R extends Row>(rows: readonly R[], keys: readonly string[]): R[] {
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const order = compareValues(a[key] ?? null, b[key] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** The order of two values as texts, `null` last. */
export function compareValues(a: Row[string] | null, b: Row[string] | null): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}
