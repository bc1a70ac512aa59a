import { Dictionary, Float64, Int32, Table, Utf8, tableToIPC, vectorFromArray } from "apache-arrow";
import type { Vector } from "apache-arrow";

/** A column to write: texts become a dictionary, numbers 64-bit floats, whole numbers 32-bit integers. */
export type ArrowColumn =
  | { readonly type: "text"; readonly values: readonly (string | null)[] }
  | { readonly type: "number" | "whole"; readonly values: readonly number[] };

/** The bytes of an Arrow IPC stream with these columns, the same for the same input. */
export function arrowBytes(columns: Readonly<Record<string, ArrowColumn>>): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const [index, [name, column]] of Object.entries(columns).entries())
    vectors[name] = toVector(column, index);
  return tableToIPC(new Table(vectors), "stream");
}

/**
 * Dictionaries are numbered by column: by itself the library counts them over the life of the process.
 * A dictionary without entries is left out by the writer and then missed by flechette, so such a column gets none.
 */
function toVector(column: ArrowColumn, index: number): Vector {
  if (column.type === "text") {
    if (column.values.every((value) => value === null))
      return vectorFromArray([...column.values], new Utf8());
    return vectorFromArray([...column.values], new Dictionary(new Utf8(), new Int32(), index));
  }
  return vectorFromArray([...column.values], column.type === "whole" ? new Int32() : new Float64());
}

/** Rows of objects as columns, by the given types. */
export function toColumns<Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  types: Readonly<Record<keyof Row & string, ArrowColumn["type"]>>,
): Record<string, ArrowColumn> {
  return Object.fromEntries(
    Object.entries<ArrowColumn["type"]>(types).map(([name, type]): [string, ArrowColumn] => [
      name,
      type === "text"
        ? { type, values: rows.map((row) => toText(row[name])) }
        : { type, values: rows.map((row) => Number(row[name])) },
    ]),
  );
}

function toText(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  throw new TypeError(`Expected a text or null, got \`${JSON.stringify(value)}\``);
}
