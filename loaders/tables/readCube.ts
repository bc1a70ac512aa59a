import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { parseTime } from "../../src/model/time.js";
import type { CubeRow } from "../../src/rca/changeCube.js";
import { checkHeader, openCsv } from "./csvRows.js";
import type { CsvRow } from "./csvRows.js";

/** Columns by name; without a time all rows are of one window. */
export type CubeColumns = {
  readonly time?: string | undefined;
  readonly count: string;
  readonly total: string;
  readonly dimensions: readonly string[];
};

/** A row of a cube: 0 ≤ count, 0 ≤ total; an empty value is `null`. */
export type TimedRow = CubeRow & {
  /** The time as written; empty without a column of times. */
  readonly at: string;
  /** For order: UTC ms, or the number that the file gives. */
  readonly order: number;
};

export type ReadRows = { readonly rows: readonly TimedRow[]; readonly warnings: readonly string[] };

/**
 * The rows of a CSV file (`.gz` too) with a cube of counts, in any order. Rows of 0 of 0 units hold nothing,
 * and a warning counts them; a dimension with one value is warned of.
 * @param onRows told now and then how many rows were read
 * @throws {DataError} for a missing column or an empty file, and at the end with every wrong row
 */
export async function readCube(
  path: string,
  columns: CubeColumns,
  onRows: (rows: number) => void = () => undefined,
): Promise<ReadRows> {
  const { header, rows } = await openCsv(path);
  const { time, count, total, dimensions } = columns;
  checkHeader(header, [time, count, total, ...dimensions], path);
  const issues: DataIssue[] = [];
  const read: TimedRow[] = [];
  for await (const row of rows) {
    const parsed = "message" in row ? [row] : parseRow(row, columns, path);
    if (Array.isArray(parsed)) issues.push(...parsed);
    else read.push(parsed);
    if (read.length % 20_000 === 0) onRows(read.length);
  }
  if (issues.length > 0) throw new DataError(issues);
  if (read.length === 0)
    throw new DataError([{ source: path, message: "expected rows below the header, got none" }]);
  return { rows: read, warnings: [...emptyRows(read, path), ...singleValues(read, columns, path)] };
}

function emptyRows(rows: readonly TimedRow[], path: string): string[] {
  const empty = rows.filter(({ count, total }) => count === 0 && total === 0).length;
  return empty === 0 ? [] : [`${path}: rows with a denominator of 0: ${empty} (they hold no units)`];
}

function singleValues(rows: readonly TimedRow[], { dimensions }: CubeColumns, path: string): string[] {
  return dimensions.flatMap((dimension, place) => {
    const first = rows[0]?.values[place] ?? null;
    if (rows.some(({ values }) => values[place] !== first)) return [];
    const value = first === null ? "is empty in every row" : `is ${quote(first)} in every row`;
    return [`${path}: ${dimension}: ${value} (it cannot tell slices apart)`];
  });
}

function parseRow({ line, cells }: CsvRow, columns: CubeColumns, source: string): TimedRow | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong = (column: string, expected: string): void => {
    issues.push({ source, line, column, message: `expected ${expected}, got ${quote(cells[column] ?? "")}` });
  };
  const amountIn = (column: string): number => {
    const text = cells[column] ?? "";
    const amount = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isFinite(amount) && amount >= 0) return amount;
    wrong(column, "a number from 0 up");
    return 0;
  };
  const [count, total] = [amountIn(columns.count), amountIn(columns.total)];
  const at = columns.time === undefined ? "" : (cells[columns.time] ?? "");
  const order = columns.time === undefined ? 0 : timeOrder(at);
  if (order === undefined) wrong(columns.time ?? "", "a number or a time (2022-01-31 or 2022-01-31 15:32)");
  const values = columns.dimensions.map((dimension) => cells[dimension] || null);
  return issues.length > 0 || order === undefined ? issues : { at, order, values, count, total };
}

/** Where a time stands among others, `undefined` when it is none: numbers by themselves, times by UTC ms. */
export function timeOrder(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  return parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00` : text, "UTC");
}
