import type { Slice } from "./items.js";
import { mapTables, withSlices } from "./partSummary.js";
import type { PackedSummary } from "./partSummary.js";
import { sliceColumn } from "./dataset.js";
import { sortRows } from "./sumRows.js";
import type { Row } from "./sumRows.js";

/** Summaries with the same numbers for the same slices, which rise with the values of their dimensions. */
export function mergeSlices(
  summaries: readonly PackedSummary[],
  dimensions: readonly string[],
): { slices: Slice[]; summaries: PackedSummary[] } {
  const keys = new Map<Slice, string>(); // summaries that were made together share their slices
  const keyOf = (slice: Slice): string => {
    const key = keys.get(slice) ?? JSON.stringify(dimensions.map((name) => slice[name] ?? null));
    keys.set(slice, key);
    return key;
  };
  const keysOf = summaries.map(({ slices }) => slices.map(keyOf));
  const known = new Map(
    summaries.flatMap(({ slices }, at) => slices.map((slice, i) => [keysOf[at]?.[i], slice] as const)),
  );
  const slices = sortRows([...known.values()], dimensions);
  const places = new Map(slices.map((slice, place) => [keyOf(slice), place]));
  return {
    slices,
    summaries: summaries.map(({ slices: own, ...tables }, at) => {
      const placeOf = Int32Array.from(own, (_, i) => places.get(keysOf[at]?.[i] ?? "") ?? -1);
      return { ...mapTables(tables, (table) => withSlices(table, (slice) => placeOf[slice] ?? -1)), slices };
    }),
  };
}

/** Rows with the dimensions of their slices in the place of its number. O(cells). */
export function withDimensions(
  rows: readonly Row[],
  slices: readonly Slice[],
  dimensions: readonly string[],
): Row[] {
  const others = Object.keys(rows[0] ?? {}).filter((name) => name !== sliceColumn);
  return rows.map((row) => {
    const slice = slices[Number(row[sliceColumn])];
    const whole: Record<string, Row[string]> = {};
    for (const name of dimensions) whole[name] = slice?.[name] ?? null;
    for (const name of others) whole[name] = row[name] ?? null;
    return whole;
  });
}

/** Columns of keys with the dimensions of their slices, in front, in the place of its number. O(cells × dimensions). */
export function dimensionColumns(
  { [sliceColumn]: numbers = [], ...others }: Readonly<Record<string, readonly Row[string][]>>,
  slices: readonly Slice[],
  dimensions: readonly string[],
): Record<string, readonly Row[string][]> {
  const columns = dimensions.map((name): [string, Row[string][]] => {
    const values = slices.map((slice) => slice[name] ?? null);
    return [name, numbers.map((number) => values[Number(number)] ?? null)];
  });
  return { ...Object.fromEntries(columns), ...others };
}
