import type { DuckDBConnection } from "@duckdb/node-api";
import { DataError, quote } from "../../src/model/dataError.js";
import type { CellType, SourceSchema } from "../../src/model/workspace.js";
import { BatchBuilder } from "./batchBuilder.js";
import { checkColumns } from "./checkColumns.js";
import { filePartitions } from "./files.js";
import { hiveColumns } from "./hiveColumns.js";
import type { Cell, RecordBatch, Source } from "./source.js";

/**
 * Parquet files as a source; one file is one partition, and a row's number (from 1) is its line.
 * Columns may stand in any order. A folder `name=value` on the way gives every row of its files that column, where the
 * path has a `*` in that part or the schema declares the name. Whole numbers, dates and times may be declared as
 * strings: times come as ISO 8601, with a Z where the file knows the zone. Parquet keeps no checksum, so that a file
 * whose bits were flipped may be read as other values: only its fingerprint tells.
 */
export function parquetSource({ path, schema }: { path: string; schema: SourceSchema }): Source {
  return {
    schema,
    partitions: () => filePartitions(path),
    read: (key) => readParquet(key, { path, schema }),
  };
}

type Declared = { readonly path: string; readonly schema: SourceSchema };

async function* readParquet(file: string, { path, schema }: Declared): AsyncGenerator<RecordBatch> {
  const { DuckDBInstance } = await import("@duckdb/node-api"); // not loaded where nothing is read
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  try {
    const columns = await columnsOf(connection, file);
    const hive = hiveColumns(file, { pattern: path, schema });
    const names = Object.keys(schema);
    checkColumns([...columns.map(({ name }) => name), ...hive.keys()], {
      names,
      source: file,
      hasHeader: false,
    });
    checkTypes(columns, schema, file);
    yield* readRows(connection, { file, schema, sql: selectSql(columns, schema, file), hive });
  } catch (error) {
    throw error instanceof DataError ? error : unreadable(file, error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type ParquetColumn = { readonly name: string; readonly type: string };

async function columnsOf(connection: DuckDBConnection, file: string): Promise<ParquetColumn[]> {
  const found = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${tableSql(file)}`);
  return found.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
}

function tableSql(file: string): string {
  return `read_parquet('${file.replaceAll("'", "''")}', hive_partitioning = false)`;
}

const whole = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const time = /^TIMESTAMP(_S|_MS|_NS)?$/;
const zoned = "TIMESTAMP WITH TIME ZONE";
const isReadAs: Readonly<Record<CellType, (type: string) => boolean>> = {
  string: (type) =>
    /^(VARCHAR|UUID|DATE|ENUM.*)$/.test(type) || whole.test(type) || time.test(type) || type === zoned,
  number: (type) => whole.test(type) || /^(FLOAT|DOUBLE|DECIMAL.*)$/.test(type),
  boolean: (type) => type === "BOOLEAN",
};

function checkTypes(columns: readonly ParquetColumn[], schema: SourceSchema, source: string): void {
  const issues = columns.flatMap(({ name, type }) => {
    const declared = schema[name];
    if (declared === undefined || isReadAs[declared](type)) return [];
    return [{ source, column: name, message: `expected a column that holds a ${declared}, got ${type}` }];
  });
  if (issues.length > 0) throw new DataError(issues);
}

/** The declared columns of the file, in the schema's order. */
function selectSql(columns: readonly ParquetColumn[], schema: SourceSchema, file: string): string {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const cells = Object.entries(schema).flatMap(([name, declared]) => {
    const type = types.get(name);
    return type === undefined ? [] : [cellSql(`"${name.replaceAll('"', '""')}"`, type, declared)];
  });
  return `SELECT ${["1", ...cells].join(", ")} FROM ${tableSql(file)}`;
}

function cellSql(column: string, type: string, declared: CellType): string {
  if (declared === "boolean") return column;
  if (declared === "number") return whole.test(type) ? column : `${column}::DOUBLE`;
  // Cut to microseconds and without the session's time zone, which a text of a zoned time would stand in.
  if (type === zoned) return `strftime(make_timestamp(epoch_us(${column})), '%Y-%m-%dT%H:%M:%S.%fZ')`;
  if (time.test(type)) return `strftime(${column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f')`;
  return `${column}::VARCHAR`;
}

type Reading = {
  readonly file: string;
  readonly schema: SourceSchema;
  readonly sql: string;
  readonly hive: ReadonlyMap<string, Cell>;
};

async function* readRows(
  connection: DuckDBConnection,
  { file, schema, sql, hive }: Reading,
): AsyncGenerator<RecordBatch> {
  const names = Object.keys(schema);
  const inFile = names.filter((name) => !hive.has(name));
  const batch = new BatchBuilder(names);
  const result = await connection.stream(sql);
  let line = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const [, ...columns] = chunk.getColumns();
    for (let row = 0; row < chunk.rowCount; row++) {
      line++;
      const values = new Map(inFile.map((name, at) => [name, columns[at]?.[row] ?? null]));
      const cells = toCells(names.map((name) => [name, hive.get(name) ?? values.get(name) ?? null]));
      if (Array.isArray(cells)) batch.add(cells, line);
      else batch.reject({ source: file, line, ...cells });
      if (batch.isFull()) yield batch.take();
    }
  }
  yield batch.take();
}

function toCells(
  values: readonly (readonly [string, unknown])[],
): Cell[] | { column: string; message: string } {
  const cells: Cell[] = [];
  for (const [column, value] of values) {
    const cell = typeof value === "bigint" ? Number(value) : value;
    if (typeof value === "bigint" && !Number.isSafeInteger(cell))
      return { column, message: `expected a number up to 2⁵³, got ${value}; declare the column as string` };
    if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean")
      cells.push(cell);
    else return { column, message: `expected a text, number or boolean, got ${quote(cell)}` };
  }
  return cells;
}

function unreadable(source: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [found = ""] = error.message.split("\n");
  const message = `expected a Parquet file that can be read, got: ${found.replaceAll(` '${source}'`, "")}`;
  return new DataError([{ source, message }]);
}
