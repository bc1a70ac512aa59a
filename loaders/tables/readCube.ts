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
  const { time, dimensions } = columns;
  const [count, total] = [amountOf(cells[columns.count]), amountOf(cells[columns.total])];
  const at = time === undefined ? "" : (cells[time] ?? "");
  const order = time === undefined ? 0 : timeOrder(at);
  if (count !== undefined && total !== undefined && order !== undefined)
    return { at, order, values: dimensions.map((dimension) => cells[dimension] || null), count, total };
  const expected = [
    ...(count === undefined ? [[columns.count, "a number from 0 up"]] : []),
    ...(total === undefined ? [[columns.total, "a number from 0 up"]] : []),
    ...(order === undefined ? [[time, "a number or a time (2022-01-31 or 2022-01-31 15:32)"]] : []),
  ];
  return expected.map(([column = "", what]) => ({
    source,
    line,
    column,
    message: `expected ${what}, got ${quote(cells[column] ?? "")}`,
  }));
}

function amountOf(text = ""): number | undefined {
  const amount = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

/** Where a time stands among others, `undefined` when it is none: numbers by themselves, times by UTC ms. */
export function timeOrder(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  return parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00` : text, "UTC");
}
