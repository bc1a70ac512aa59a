import * as v from "valibot";
import { quote } from "../../src/model/dataError.js";
import { expectedOf } from "../../src/model/expected.js";
import { didYouMean } from "../../src/model/nearest.js";
import { allowedWords, isRequired } from "../../src/model/tables/column.js";
import type { Column, Value } from "../../src/model/tables/column.js";
import { formatTime, isTimeWithoutZone, parseTime } from "../../src/model/time.js";
import type { Cell } from "../sources/source.js";

/** Why a cell cannot be stored: `expected …, got …`. */
export type Refusal = {
  readonly message: string;
  /** Whether a later `asOf` could change it. */
  readonly isFuture?: true;
};

export type CellOptions = {
  /** For times without one. */
  readonly zone: string | undefined;
  /** UTC ms; later times of a `past` column are refused. */
  readonly asOf: number;
};

/** What a table stores for a cell as received, or why it cannot. An empty text is stored as null. */
export function cellConverter(column: Column, options: CellOptions): (cell: Cell) => Value | Refusal {
  const expected = expectedOf(column);
  const allowed = allowedWords(column);
  const required = isRequired(column);
  return (cell) => {
    if (cell === null || cell === "") return required ? { message: `expected ${expected}, got none` } : null;
    const value = column.type === "timestamp" ? toTime(cell, column, options) : toValue(cell, column);
    if (isRefusal(value)) return value;
    if (value !== undefined && v.is(column.schema, value)) {
      const message = typeof value === "string" ? column.refusal?.(value) : undefined;
      return message === undefined ? value : { message };
    }
    return { message: `expected ${expected}, got ${quote(cell)}${didYouMean(String(cell), allowed ?? [])}` };
  };
}

export function isRefusal(value: Value | Refusal | undefined): value is Refusal {
  return typeof value === "object" && value !== null;
}

function toValue(cell: string | number | boolean, { type }: Column): Value | undefined {
  if (type === "utf8") return String(cell);
  if (type === "bool") return typeof cell === "boolean" ? cell : { true: true, false: false }[String(cell)];
  if (typeof cell !== "string") return cell === 0 ? 0 : cell; // −0 is 0, in every file format
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return undefined;
  return Number(cell) === 0 ? 0 : Number(cell);
}

function toTime(
  cell: string | number | boolean,
  { past }: Column,
  { zone, asOf }: CellOptions,
): Value | Refusal | undefined {
  const timeMs = typeof cell === "string" ? parseTime(cell, zone) : cell;
  if (typeof cell === "string" && timeMs === undefined && isTimeWithoutZone(cell)) {
    return {
      message: `expected a time with a zone, got ${quote(cell)}; where all times share one, declare it: zone: UTC`,
    };
  }
  if (past !== true || typeof timeMs !== "number" || timeMs <= asOf) return timeMs;
  const message = `expected a time up to asOf (${formatTime(asOf)}), got ${quote(cell)}`;
  return { message, isFuture: true };
}
