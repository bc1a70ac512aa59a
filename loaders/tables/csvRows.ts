import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { notUtf8, readTextBlocks } from "../sources/textBlocks.js";

/** A row of a CSV file whose columns are not known beforehand, with the line it begins on. */
export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

export type CsvTable = {
  readonly header: readonly string[];
  /** Rows, and in place of a row that cannot be read what is wrong with it. */
  readonly rows: AsyncIterable<CsvRow | DataIssue>;
};

/**
 * A CSV file (`.gz` too) opened: its header at once, its rows as they are read. Blank lines are no rows.
 * @throws {DataError} for an empty file, a repeated column, a file that cannot be opened or whose quotes are broken
 */
export async function openCsv(path: string): Promise<CsvTable> {
  const records = readRecords(path);
  const first = await records.next();
  if (first.done === true)
    throw new DataError([{ source: path, message: "expected a header line, got an empty file" }]);
  const header = first.value.record;
  const twice = header.filter((name, index) => header.indexOf(name) !== index);
  if (twice.length > 0) {
    const issues = twice.map((column) => ({
      source: path,
      line: 1,
      column,
      message: "expected each column once, got it twice",
    }));
    throw new DataError(issues);
  }
  return { header, rows: toRows(records, { path, header }) };
}

/** @throws {DataError} naming every column that the header lacks; what is `undefined` is not asked for */
export function checkHeader(
  header: readonly string[],
  columns: readonly (string | undefined)[],
  source: string,
): void {
  const missing = columns.filter((column) => column !== undefined && !header.includes(column));
  const issues = missing.map((column = "") => {
    const message = `expected this column, got none${didYouMean(column, header)}; the columns are ${header.map(quote).join(", ")}`;
    return { source, line: 1, column, message };
  });
  if (issues.length > 0) throw new DataError(issues);
}

type Raw = { readonly record: readonly string[]; readonly line: number };

async function* toRows(
  records: AsyncGenerator<Raw>,
  { path, header }: { path: string; header: readonly string[] },
): AsyncGenerator<CsvRow | DataIssue> {
  for await (const { record, line } of records) {
    if (record.length === 1 && record[0] === "") continue;
    const broken = record.findIndex((cell) => cell.includes(notUtf8));
    if (record.length !== header.length) {
      yield { source: path, line, message: `expected ${header.length} columns, got ${record.length}` };
    } else if (broken !== -1) {
      yield {
        source: path,
        line,
        column: header[broken] ?? "",
        message: "expected UTF-8 text, got other bytes",
      };
    } else {
      yield { line, cells: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ""])) };
    }
  }
}

/**
 * Lines are counted by the line feeds in cells: the parser's own account of where a record ends costs twice what reading
 * it does.
 */
async function* readRecords(path: string): AsyncGenerator<Raw> {
  const parser = parse({ relax_column_count: true });
  const input = Readable.from(readTextBlocks(path), { objectMode: false });
  input.on("error", (error) => parser.destroy(error));
  let line = 1;
  try {
    for await (const found of input.pipe(parser)) {
      const record: string[] = found;
      yield { record, line };
      line += 1 + lineFeedsIn(record);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message =
      'expected cells quoted as "…" with "" for a quote, got a broken quote in the row that begins here';
    throw new DataError([{ source: path, line, message }]);
  } finally {
    input.destroy();
  }
}

function lineFeedsIn(record: readonly string[]): number {
  let found = 0;
  for (const cell of record) if (cell.includes("\n")) found += cell.split("\n").length - 1;
  return found;
}
