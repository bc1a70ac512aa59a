import { DataError, quote } from "../../src/model/dataError.js";
import type { SourceSchema } from "../../src/model/workspace.js";
import { BatchBuilder } from "./batchBuilder.js";
import { checkColumns } from "./checkColumns.js";
import { filePartitions } from "./files.js";
import type { Cell, RecordBatch, Source } from "./source.js";
import { notUtf8, readTextBlocks } from "./textBlocks.js";

/**
 * Files of one JSON object a line (`.gz` too) as a source; one file is one partition.
 * The first object must have exactly the declared keys, otherwise the file is unusable; a later one that differs is
 * rejected. A cell of the declared type or null is taken. Blank lines are no rows.
 */
export function ndjsonSource({ path, schema }: { path: string; schema: SourceSchema }): Source {
  return { schema, partitions: () => filePartitions(path), read: (key) => readNdjson(key, schema) };
}

async function* readNdjson(path: string, schema: SourceSchema): AsyncGenerator<RecordBatch> {
  const names = Object.keys(schema);
  const batch = new BatchBuilder(names);
  let isFirst = true;
  for await (const { text, line } of readLines(path)) {
    const object = parseObject(text);
    if (isFirst && "values" in object) checkColumns(Object.keys(object.values), { names, source: path });
    if ("values" in object) isFirst = false;
    const read = "values" in object ? toCells(object.values, schema) : object;
    if (Array.isArray(read)) batch.add(read, line);
    else batch.reject({ source: path, line, ...read });
    if (batch.isFull()) yield batch.take();
  }
  yield batch.take();
}

type Line = { text: string; line: number };

async function* readLines(path: string): AsyncGenerator<Line> {
  let line = 0;
  for await (const block of readTextBlocks(path)) {
    const texts = block.toString("utf8").split("\n");
    if (texts.at(-1) === "") texts.pop();
    for (const text of texts) {
      line++;
      if (text.trim() !== "") yield { text, line };
    }
  }
  if (line === 0)
    throw new DataError([{ source: path, message: "expected a JSON object a line, got an empty file" }]);
}

type Reason = { column?: string; message: string };
type Values = Record<string, unknown>;

function parseObject(text: string): { values: Values } | Reason {
  if (text.includes(notUtf8)) return { message: "expected UTF-8 text, got other bytes" };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { values: value } : { message: `expected a JSON object, got ${quote(value)}` };
  } catch {
    return { message: `expected a JSON object, got ${quote(text.trimEnd())}` };
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toCells(values: Values, schema: SourceSchema): Cell[] | Reason {
  const row: Cell[] = [];
  for (const [column, type] of Object.entries(schema)) {
    const value = values[column];
    if (value === undefined) return { column, message: `expected a ${type}, got none` };
    if (value === null) row.push(null);
    else if (typeof value === type && isCell(value)) row.push(value);
    else return { column, message: `expected a ${type}, got ${quote(value)}` };
  }
  const extra = Object.keys(values).find((key) => !Object.hasOwn(schema, key));
  return extra === undefined
    ? row
    : { column: extra, message: `expected only declared columns, got ${quote(extra)}` };
}

function isCell(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
