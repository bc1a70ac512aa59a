/** A row of a table that is summed: texts say where it belongs, numbers add up. */
export type Row = Readonly<Record<string, string | number | null>>;

/**
 * One row for each combination of keys, in the order of first occurrence, its other columns summed over all rows of
 * all tables; every row has the same columns. No rows: none. O(rows).
 */
export function sumRows(tables: Iterable<readonly Row[]>, keys: readonly string[]): Row[] {
  const sums = new Map<string, Record<string, string | number | null>>();
  for (const rows of tables) {
    for (const row of rows) {
      const name = JSON.stringify(keys.map((key) => row[key] ?? null));
      const sum = sums.get(name);
      if (sum === undefined) sums.set(name, { ...row });
      else addTo(sum, row, keys);
    }
  }
  return [...sums.values()];
}

function addTo(sum: Record<string, string | number | null>, row: Row, keys: readonly string[]): void {
  for (const [column, value] of Object.entries(row)) {
    if (!keys.includes(column)) sum[column] = Number(sum[column]) + Number(value);
  }
}

/** Rows in the order of their keys as texts, `null` last. */
export function sortRows(rows: readonly Row[], keys: readonly string[]): Row[] {
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const order = compareValues(a[key] ?? null, b[key] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compareValues(a: Row[string] | null, b: Row[string] | null): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}
