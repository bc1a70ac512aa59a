import { Readable } from "node:stream";
import type { CsvError } from "csv-parse";
import { DataError, quote } from "../../src/model/dataError.js";
import type { CellType, SourceSchema } from "../../src/model/workspace.js";
import { BatchBuilder } from "./batchBuilder.js";
import { checkColumns } from "./checkColumns.js";
import { filePartitions } from "./files.js";
import { ByteLineCounter } from "./lineCounter.js";
import type { Cell, RecordBatch, Source } from "./source.js";
import { notUtf8, readTextBlocks } from "./textBlocks.js";

/** More is taken for a quote that was never closed, before it fills the memory. */
const maxRowChars = 16_000_000;

/**
 * CSV files (RFC 4180, comma, header line, `.gz` too) as a source; one file is one partition.
 * Columns may stand in any order. Blank lines are no rows. A broken quote makes the file unusable, because nobody can
 * say where the next row begins.
 */
export function csvSource({ path, schema }: { path: string; schema: SourceSchema }): Source {
  return { schema, partitions: () => filePartitions(path), read: (key) => readCsv(key, schema) };
}

async function* readCsv(path: string, schema: SourceSchema): AsyncGenerator<RecordBatch> {
  const names = Object.keys(schema);
  const batch = new BatchBuilder(names);
  let toCells: RowReader | undefined;
  for await (const { cells, line } of readRecords(path)) {
    if (toCells === undefined) {
      checkColumns(cells, { names, source: path });
      toCells = rowReader(cells, schema);
      continue;
    }
    const read = toCells(cells);
    if (read === undefined) continue;
    if (Array.isArray(read)) batch.add(read, line);
    else batch.reject({ source: path, line, ...read });
    if (batch.isFull()) yield batch.take();
  }
  if (toCells === undefined)
    throw new DataError([{ source: path, message: "expected a header line, got an empty file" }]);
  yield batch.take();
}

type CsvRow = { cells: string[]; line: number };

async function* readRecords(path: string): AsyncGenerator<CsvRow> {
  const csv = await import("csv-parse"); // loaded only when there is something to read
  const counter = new ByteLineCounter();
  let parsedTo = 0;
  const starts: number[] = []; // of the records between the parser and the loop below
  const parser = csv.parse({
    relax_column_count: true,
    max_record_size: maxRowChars,
    on_record: (cells, { bytes }) => {
      starts.push(parsedTo);
      parsedTo = bytes;
      return cells;
    },
  });
  const input = Readable.from(counted(path, counter), { objectMode: false });
  input.on("error", (error) => parser.destroy(error));
  try {
    for await (const found of input.pipe(parser)) {
      const cells: string[] = found;
      yield { cells, line: counter.lineAt(starts.shift() ?? 0) };
    }
  } catch (error) {
    if (!(error instanceof csv.CsvError)) throw error;
    throw new DataError([{ source: path, line: counter.lineAt(parsedTo), message: quoteMessage(error) }]);
  } finally {
    input.destroy();
  }
}

async function* counted(path: string, counter: ByteLineCounter): AsyncGenerator<Buffer> {
  for await (const block of readTextBlocks(path)) {
    counter.feed(block);
    yield block;
  }
}

function quoteMessage({ code }: CsvError): string {
  const found: Partial<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: "a quote that is never closed",
    CSV_MAX_RECORD_SIZE: "a quote that is not closed within 16 million characters",
    CSV_INVALID_CLOSING_QUOTE: "text after a closing quote",
    INVALID_OPENING_QUOTE: "a quote inside a cell that does not begin with one",
  };
  return `expected cells quoted as "…" with "" for a quote, got ${found[code] ?? code} in the row that begins here`;
}

type Reason = { column?: string; message: string };
/** Cells in the schema's order, why not, or undefined for a blank line. */
type RowReader = (cells: readonly string[]) => Cell[] | Reason | undefined;

function rowReader(header: readonly string[], schema: SourceSchema): RowReader {
  const columns = Object.entries(schema).map(([name, type]) => ({ name, type, index: header.indexOf(name) }));
  return (cells) => {
    if (cells.length === 1 && cells[0] === "" && header.length > 1) return undefined;
    if (cells.length !== header.length)
      return { message: `expected ${header.length} columns, got ${cells.length}` };
    const row: Cell[] = [];
    for (const { name, type, index } of columns) {
      const cell = cells[index] ?? "";
      if (cell.includes(notUtf8)) return { column: name, message: "expected UTF-8 text, got other bytes" };
      const value = type === "string" ? cell : parseCell(cell, type);
      if (value === undefined) return { column: name, message: `expected a ${type}, got ${quote(cell)}` };
      row.push(value);
    }
    return row;
  };
}

function parseCell(cell: string, type: Exclude<CellType, "string">): Cell | undefined {
  if (cell === "") return cell;
  if (type === "boolean") return cell === "true" ? true : cell === "false" ? false : undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}
