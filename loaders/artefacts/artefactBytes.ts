import { arrowBytes, textColumn, toColumns } from "../store/arrowFile.js";
import type { ArrowColumn } from "../store/arrowFile.js";
import type { SummedCube } from "./sumCube.js";
import type { Row } from "./sumRows.js";

/** The bytes of facts without their last digits, which depend on the order of sums and the machine's mathematics. */
export function factBytes(facts: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(facts, rounded));
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value;
}

export function jsonBytes(report: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(report));
}

/** A cube with its keys, which are texts, in this order, and its sums; one without cells has the sums named here. */
export function summedBytes(
  { keys, sums }: SummedCube,
  names: Readonly<Record<"keys" | "sums", readonly string[]>>,
): Uint8Array {
  const found = Object.entries(sums);
  const empty = names.sums.map((name) => [name, new Float64Array()] as const);
  return arrowBytes({
    ...Object.fromEntries(names.keys.map((name) => [name, textColumn(keys[name] ?? [])])),
    ...Object.fromEntries(
      (found.length === 0 ? empty : found).map(([name, values]) => [name, { type: "number", values }]),
    ),
  });
}

/** Names of the columns of rows; without `sums` those of the first row, and of no row none. */
type RowColumns = { readonly keys: readonly string[]; readonly sums?: readonly string[] };

/** Rows with keys, which are texts, and sums, which are numbers. */
export function rowBytes(
  rows: readonly Row[],
  { keys, sums = [] }: RowColumns,
  type: "whole" | "number",
): Uint8Array {
  const found = Object.keys(rows[0] ?? {}).filter((name) => !keys.includes(name));
  const types = [
    ...keys.map((name): [string, ArrowColumn["type"]] => [name, "text"]),
    ...(found.length === 0 ? sums : found).map((name): [string, ArrowColumn["type"]] => [name, type]),
  ];
  return arrowBytes(toColumns(rows, Object.fromEntries(types)));
}
