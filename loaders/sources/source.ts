import type { DataIssue } from "../../src/model/dataError.js";
import type { SourceSchema } from "../../src/model/workspace.js";

/** A cell as received. An empty CSV cell is "", a JSON null is null. */
export type Cell = string | number | boolean | null;

/** Rows in a row, by column; at most `batchRows` of them. */
export type RecordBatch = {
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  /** Line where each row begins, 1-based. */
  readonly lines: readonly number[];
  /** Rows met on the way that could not be read. */
  readonly rejected: readonly DataIssue[];
};

export type Partition = {
  /** For files: the path as the user would name it. */
  readonly key: string;
  /** Changes whenever the content does; for files the SHA-256 of the bytes. */
  readonly fingerprint: string;
};

/**
 * Something that rows come from, in parts that can be read and re-read apart.
 * A row that cannot be read is rejected with its line; a part that cannot be used at all throws a DataError.
 */
export type Source = {
  readonly schema: SourceSchema;
  partitions(): Promise<readonly Partition[]>;
  read(key: string): AsyncIterable<RecordBatch>;
};

/** Rows that are held at once, at most. */
export const batchRows = 10_000;
