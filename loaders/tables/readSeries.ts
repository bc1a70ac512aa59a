import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { parseTime } from "../../src/model/time.js";
import { checkHeader, openCsv } from "./csvRows.js";
import type { CsvRow } from "./csvRows.js";

/** Columns by name; the value may be left out where count and total are given. */
export type SeriesColumns = {
  readonly time: string;
  readonly value?: string | undefined;
  readonly count?: string | undefined;
  readonly total?: string | undefined;
};

/** A period of a series. */
export type SeriesRow = {
  /** The time as written. */
  readonly at: string;
  /** UTC ms; a time without a zone is taken as UTC, a whole number as a number of days. */
  readonly atMs: number;
  /** `undefined` where count and total stand for it. */
  readonly value: number | undefined;
  readonly count: number | undefined;
  readonly total: number | undefined;
};

/** A series with what is odd about it and does not keep it from being used. */
export type Series = { readonly rows: readonly SeriesRow[]; readonly warnings: readonly string[] };

/**
 * The rows of a CSV file (`.gz` too) with a series, in its order, which must be that of time.
 * A period of counts stands there once. Single values may repeat a time, as measurements do when clocks are set
 * back: they keep their order, and a warning counts them.
 * @throws {DataError} for a missing column or an empty file, and at the end with every wrong row
 */
export async function readSeries(path: string, columns: SeriesColumns): Promise<Series> {
  const { header, rows } = await openCsv(path);
  const { time, value, count, total } = columns;
  checkHeader(header, [time, value, count, total], path);
  const issues: DataIssue[] = [];
  const series: SeriesRow[] = [];
  const repeats: number[] = [];
  for await (const row of rows) {
    const parsed = "message" in row ? [row] : parseRow(row, columns, path);
    if (Array.isArray(parsed)) {
      issues.push(...parsed);
      continue;
    }
    const last = series.at(-1);
    const repeated = parsed.atMs === last?.atMs;
    const line = row.line ?? 0;
    if (last !== undefined && (parsed.atMs < last.atMs || (repeated && parsed.total !== undefined))) {
      const expected = repeated ? "each time once" : `a time after ${quote(last.at)}`;
      const message = `expected ${expected}, got ${quote(parsed.at)}`;
      issues.push({ source: path, line, column: columns.time, message });
    } else if (repeated) repeats.push(line);
    series.push(parsed);
  }
  if (issues.length > 0) throw new DataError(issues);
  if (series.length === 0)
    throw new DataError([{ source: path, message: "expected rows below the header, got none" }]);
  return { rows: series, warnings: repeatWarning(repeats, path) };
}

function repeatWarning(lines: readonly number[], path: string): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  return [
    `${path}:${first}: times that repeat the one of the row before: ${lines.length} (kept, in the order of the file)`,
  ];
}

function parseRow({ line, cells }: CsvRow, columns: SeriesColumns, source: string): SeriesRow | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong = (column: string, expected: string): void => {
    issues.push({ source, line, column, message: `expected ${expected}, got ${quote(cells[column] ?? "")}` });
  };
  const numberIn = (column: string | undefined, least: number): number | undefined => {
    if (column === undefined) return undefined;
    const number = toNumber(cells[column] ?? "");
    if (number !== undefined && number >= least) return number;
    wrong(column, least === 0 ? "a number from 0 up" : "a number");
    return undefined;
  };
  const at = cells[columns.time] ?? "";
  const atMs = toTime(at);
  if (atMs === undefined) wrong(columns.time, "a time (2022-01-31 or 2022-01-31 15:32:32) or a whole number");
  const [count, total] = [numberIn(columns.count, 0), numberIn(columns.total, 0)];
  const value = total === undefined ? numberIn(columns.value, -Infinity) : undefined;
  if (count !== undefined && total !== undefined && count > total) {
    wrong(columns.count ?? "", `a count up to its total of ${total}`);
  }
  return issues.length > 0 || atMs === undefined ? issues : { at, atMs, value, count, total };
}

function toNumber(text: string): number | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const dayMs = 86_400_000;

function toTime(text: string): number | undefined {
  if (/^\d{1,7}$/.test(text)) return Number(text) * dayMs;
  return parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00` : text, "UTC");
}
