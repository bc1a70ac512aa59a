import type { Vector } from "apache-arrow";
import { arrow } from "./arrow.js";

const { Dictionary, Int32, Table, Utf8, makeData, makeVector, tableToIPC, vectorFromArray } = arrow;

/** A column to write: texts become a dictionary, numbers 64-bit floats, whole numbers 32-bit integers. */
export type ArrowColumn =
  | { readonly type: "text"; readonly values: readonly (string | null)[] }
  | { readonly type: "number" | "whole"; readonly values: readonly number[] | Float64Array };

/** The bytes of an Arrow IPC stream with these columns, the same for the same input. */
export function arrowBytes(columns: Readonly<Record<string, ArrowColumn>>): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const [index, [name, column]] of Object.entries(columns).entries())
    vectors[name] = toVector(column, index);
  return tableToIPC(new Table(vectors), "stream");
}

/** Built from typed arrays, since the library's builders take ten times as long. */
function toVector(column: ArrowColumn, index: number): Vector {
  if (column.type === "text") return textVector(column.values, index);
  const { type, values } = column;
  return makeVector(type === "whole" ? Int32Array.from(values) : Float64Array.from(values));
}

/**
 * Dictionaries are numbered by column: by itself the library counts them over the life of the process.
 * A dictionary without entries is left out by the writer and then missed by flechette, so such a column gets none.
 */
function textVector(values: readonly (string | null)[], index: number): Vector {
  const codes = new Map<string, number>();
  const indices = new Int32Array(values.length);
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  for (const [row, value] of values.entries()) {
    if (value === null) {
      nullCount++;
      continue;
    }
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    indices[row] = code;
    validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
  }
  if (codes.size === 0) return vectorFromArray([...values], new Utf8());
  const type = new Dictionary(new Utf8(), new Int32(), index);
  const dictionary = vectorFromArray([...codes.keys()], new Utf8());
  const nulls = nullCount > 0 ? { nullCount, nullBitmap: validity } : {};
  return makeVector(makeData({ type, length: values.length, data: indices, dictionary, ...nulls }));
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
        ? textColumn(rows.map((row) => row[name]))
        : { type, values: rows.map((row) => Number(row[name])) },
    ]),
  );
}

/** @throws {TypeError} when a value is neither a text nor null */
export function textColumn(values: readonly unknown[]): ArrowColumn {
  return { type: "text", values: values.map(toText) };
}

function toText(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  throw new TypeError(`Expected a text or null, got \`${JSON.stringify(value)}\``);
}
