import { Readable } from "node:stream";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { plainRecord } from "./plainRecord.js";
import { notUtf8, readTextBlocks } from "../sources/textBlocks.js";

/** A row of a CSV file whose columns are not known beforehand, with the line it begins on. */
export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

export type CsvTable = {
  readonly header: readonly string[];
  /** Rows, and in place of a row that cannot be read what is wrong with it. */
  readonly rows: AsyncIterable<CsvRow | DataIssue>;
};

/** A record as it stands in a file, and the line it begins on. */
export type CsvRecord = { readonly record: readonly string[]; readonly line: number };

/** As `CsvTable`, with all that stands below the header, in blocks; `csvRow` makes a row of a record. */
export type CsvRecords = {
  readonly header: readonly string[];
  readonly blocks: AsyncIterable<readonly CsvRecord[]>;
};

/**
 * A CSV file (`.gz` too) opened: its header at once, its rows as they are read. Blank lines are no rows.
 * @throws {DataError} for an empty file, a repeated column, a file that cannot be opened or whose quotes are broken
 */
export async function openCsv(path: string): Promise<CsvTable> {
  const { header, blocks } = await openRecords(path);
  return { header, rows: toRows(path, header, blocks) };
}

/** The same for who looks at a record before it makes a row of it. */
export async function openRecords(path: string): Promise<CsvRecords> {
  const blocks = readRecords(path);
  const first = await blocks.next();
  const [head, ...others] = first.done === true ? [] : first.value;
  if (head === undefined)
    throw new DataError([{ source: path, message: "expected a header line, got an empty file" }]);
  const header = head.record;
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
  return { header, blocks: afterFirst(others, blocks) };
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

async function* afterFirst(
  first: readonly CsvRecord[],
  blocks: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<readonly CsvRecord[]> {
  yield first;
  yield* blocks;
}

async function* toRows(
  path: string,
  header: readonly string[],
  blocks: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<CsvRow | DataIssue> {
  for await (const block of blocks)
    for (const raw of block) {
      const row = csvRow(raw, path, header);
      if (row !== undefined) yield row;
    }
}

/** The row that a record is, or what is wrong with it; `undefined` for a blank line. */
export function csvRow(
  { record, line }: CsvRecord,
  path: string,
  header: readonly string[],
): CsvRow | DataIssue | undefined {
  if (record.length === 1 && record[0] === "") return undefined;
  if (record.length !== header.length)
    return { source: path, line, message: `expected ${header.length} columns, got ${record.length}` };
  const cells: Record<string, string> = {};
  for (let at = 0; at < header.length; at++) {
    const [column, cell] = [header[at] ?? "", record[at] ?? ""];
    if (cell.includes(notUtf8))
      return { source: path, line, column, message: "expected UTF-8 text, got other bytes" };
    cells[column] = cell;
  }
  return { line, cells };
}

/**
 * The records of a file in blocks. Lines that are plain records are read as they stand, which takes a sixth of the time;
 * the parser reads from the first other line on.
 */
async function* readRecords(path: string): AsyncGenerator<readonly CsvRecord[]> {
  const blocks = readTextBlocks(path);
  let line = 1;
  for await (const block of blocks) {
    const lines = block.toString("utf8").split("\n");
    const found = plainRecords(lines, line);
    line += found.length;
    if (found.length > 0) yield found;
    if (found.length === lines.length || (found.length === lines.length - 1 && lines.at(-1) === "")) continue;
    const rest = Buffer.from(lines.slice(found.length).join("\n"));
    yield* parseRecords(path, { blocks: followed(rest, blocks), line });
    return;
  }
}

/** Of the first lines, up to one that is none; what stands behind the last line feed is none either. */
function plainRecords(lines: readonly string[], firstLine: number): CsvRecord[] {
  const found: CsvRecord[] = [];
  for (const [at, text] of lines.entries()) {
    const record = at === lines.length - 1 && text === "" ? undefined : plainRecord(text);
    if (record === undefined) break;
    found.push({ record, line: firstLine + at });
  }
  return found;
}

async function* followed(first: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* others;
}

/**
 * Lines are counted by the line feeds in cells: the parser's own account of where a record ends costs twice what reading
 * it does.
 */
async function* parseRecords(
  path: string,
  { blocks, line: firstLine }: { blocks: AsyncIterable<Buffer>; line: number },
): AsyncGenerator<readonly CsvRecord[]> {
  const { CsvError, parse } = await import("csv-parse"); // most files do without
  let line = firstLine;
  const parser = parse({ relax_column_count: true, record_delimiter: ["\r\n", "\n"] });
  const input = Readable.from(blocks, { objectMode: false });
  input.on("error", (error) => parser.destroy(error));
  try {
    for await (const found of input.pipe(parser)) {
      const record: string[] = found;
      yield [{ record, line }];
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
