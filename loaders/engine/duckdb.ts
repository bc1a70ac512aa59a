import { createRequire } from "node:module";
import type * as DuckDb from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBType, DuckDBValue, JS } from "@duckdb/node-api";
import type { Columns, StorageType, Value } from "../../src/model/tables/column.js";
import { quoteName, quoteText } from "./quote.js";
import { sqlTypes } from "./sqlTypes.js";

/** By its CommonJS modules, which it has: to load those for `import` takes three times as long. */
const duckDb: typeof DuckDb = createRequire(import.meta.url)("@duckdb/node-api");
const { BOOLEAN, DOUBLE, DuckDBTypeId, INTEGER, TIMESTAMP_MS, VARCHAR } = duckDb;

/** What a query gives back; a time is UTC ms. Lists and structs come as arrays and objects. */
export type QueryResult = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly QueryValue[])[];
};

export type QueryValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };

/** Columns of a result by name, in its order, each with a value a row; values are as in `QueryResult`. */
export type QueryColumns = Readonly<Record<string, readonly QueryValue[]>>;

/** A SQL engine over files. */
export type Engine = {
  /**
   * Rows of a query, in its order, with all of them in memory.
   * Whole numbers beyond 2⁵³ − 1 stay `bigint`, everything else is a plain value.
   * @param params for `$name` in the SQL
   */
  query(sql: string, params?: Readonly<Record<string, Value>>): Promise<QueryResult>;
  /** The same by column, which takes a third of the time where there are many rows. */
  queryColumns(sql: string): Promise<QueryColumns>;
  /** Writes rows (values in the order of the columns) to a zstd Parquet file, in the order given. */
  writeParquet(path: string, data: { columns: Columns; rows: readonly (readonly Value[])[] }): Promise<void>;
  close(): void;
};

const duckdbTypes: Readonly<Record<StorageType, DuckDBType>> = {
  utf8: VARCHAR,
  int32: INTEGER,
  float64: DOUBLE,
  bool: BOOLEAN,
  timestamp: TIMESTAMP_MS,
};

/** Rows of a data chunk: DuckDB's vector size. */
const chunkRows = 2048;

/**
 * An engine that runs inside this process and keeps nothing on disk.
 * Two threads, because the machines that build reports are small and results must not depend on their size.
 */
export async function openEngine(): Promise<Engine> {
  const instance = await duckDb.DuckDBInstance.create(":memory:", {
    threads: "2",
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  return {
    query: (sql, params = {}) => query(connection, sql, params),
    queryColumns: (sql) => queryColumns(connection, sql),
    writeParquet: (path, data) => writeParquet(connection, path, data),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

type Params = Readonly<Record<string, Value>>;

async function query(connection: DuckDBConnection, sql: string, params: Params): Promise<QueryResult> {
  const reader = await connection.runAndReadAll(sql, { ...params });
  return { columns: reader.columnNames(), rows: reader.getRowsJS().map((row) => row.map(toPlain)) };
}

async function queryColumns(connection: DuckDBConnection, sql: string): Promise<QueryColumns> {
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  const types = result.columnTypes().map(({ typeId }) => typeId);
  return Object.fromEntries(
    result.columnNames().map((name, at) => [name, columnValues(chunks, at, plainTypes.has(types[at]))]),
  );
}

/** Types whose values the engine gives as they are; all others are made plain one by one, which takes three times as long. */
const plainTypes = new Set<unknown>([
  ...[DOUBLE, INTEGER, BOOLEAN, VARCHAR].map(({ typeId }) => typeId),
  DuckDBTypeId.ENUM,
]);

function columnValues(chunks: readonly DuckDb.DuckDBDataChunk[], at: number, isPlain: boolean): QueryValue[] {
  const values: QueryValue[] = [];
  for (const chunk of chunks) {
    if (!isPlain) {
      for (const value of chunk.convertColumnValues(at, duckDb.JSDuckDBValueConverter))
        values.push(toPlain(value));
      continue;
    }
    const vector = chunk.getColumnVector(at);
    for (let row = 0; row < vector.itemCount; row++) values.push(asPlain(vector.getItem(row)));
  }
  return values;
}

function asPlain(value: DuckDBValue): QueryValue {
  if (value === null || typeof value !== "object") return value ?? null;
  throw new TypeError(`Expected a plain value, got \`${value.toString()}\``);
}

function toPlain(value: JS): QueryValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toPlain(part)]));
}

type Data = { columns: Columns; rows: readonly (readonly Value[])[] };

async function writeParquet(
  connection: DuckDBConnection,
  path: string,
  { columns, rows }: Data,
): Promise<void> {
  const fields = Object.entries(columns).map(([name, { type }]) => `${quoteName(name)} ${sqlTypes[type]}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE outgoing (${fields.join(", ")})`);
  await appendRows(connection, columns, rows);
  await connection.run(`COPY outgoing TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  await connection.run("DROP TABLE outgoing");
}

async function appendRows(connection: DuckDBConnection, columns: Columns, rows: Data["rows"]): Promise<void> {
  const types = Object.values(columns).map(({ type }) => type);
  const appender = await connection.createAppender("outgoing");
  for (let start = 0; start < rows.length; start += chunkRows) {
    const part = rows.slice(start, start + chunkRows);
    const chunk = duckDb.DuckDBDataChunk.create(types.map((type) => duckdbTypes[type]));
    chunk.setColumns(types.map((type, index) => part.map((row) => toDuckDb(row[index] ?? null, type))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function toDuckDb(value: Value, type: StorageType): DuckDBValue {
  return type === "timestamp" && typeof value === "number"
    ? duckDb.timestampMillisValue(BigInt(value))
    : value;
}
