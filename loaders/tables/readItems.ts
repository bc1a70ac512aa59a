import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { notUtf8, readTextBlocks } from "../sources/textBlocks.js";
import { openCsv } from "./csvRows.js";

/** A text to be matched. */
export type ItemRow = {
  readonly itemId: string;
  readonly text: string;
  /** `null` when the file does not say: no language scope restricts it. */
  readonly language: string | null;
  readonly market: string | null;
};

/** Columns by name; `idColumn` left out: the first of `id`, `item_id`, `case_id` that is there. */
export type ItemColumns = {
  readonly textColumn?: string | undefined;
  readonly idColumn?: string | undefined;
};

/** A row before its columns are known: cells, or what is wrong with it. */
type Raw = { readonly line: number; readonly cells: Readonly<Record<string, unknown>> } | DataIssue;

type Resolved = {
  readonly text: string;
  readonly id: string;
  readonly language?: string;
  readonly market?: string;
};

const idColumns = ["id", "item_id", "case_id"];
const languageColumns = ["language", "lang"];

/**
 * The items of a CSV or NDJSON file (`.gz` too), in its order and as they are read. Ids must be unique; the ids of
 * NDJSON may be whole numbers. After the first wrong row no more items come, but the rest is read for its issues.
 * Columns `language` (or `lang`) and `market` are taken where they exist. Memory: the ids.
 * @param path ends in `.csv`, `.ndjson` or `.jsonl`, or one of these with `.gz`
 * @throws {DataError} when a column is missing, and at the end with every wrong row
 */
export async function* readItems(path: string, columns: ItemColumns = {}): AsyncGenerator<ItemRow> {
  const { rows, header } = await openRows(path);
  let resolved = header === undefined ? undefined : resolveColumns(header, columns, path);
  const issues: DataIssue[] = [];
  const lines = new Map<string, number>();
  for await (const row of rows) {
    if ("message" in row) {
      issues.push(row);
      continue;
    }
    resolved ??= resolveColumns(Object.keys(row.cells), columns, path);
    const item = toItem(row.cells, resolved, { source: path, line: row.line });
    const wrong = Array.isArray(item)
      ? item
      : checkUnique(lines, item, { source: path, line: row.line, column: resolved.id });
    issues.push(...wrong);
    if (issues.length === 0 && !Array.isArray(item)) yield item;
  }
  if (issues.length > 0) throw new DataError(issues);
}

async function openRows(path: string): Promise<{ rows: AsyncIterable<Raw>; header?: readonly string[] }> {
  if (/\.csv(\.gz)?$/i.test(path)) return openCsv(path);
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(path)) return { rows: readNdjson(path) };
  const message = "expected a name that ends in .csv, .ndjson or .jsonl (.gz too), got another";
  throw new DataError([{ source: path, message }]);
}

async function* readNdjson(path: string): AsyncGenerator<Raw> {
  let line = 0;
  for await (const block of readTextBlocks(path)) {
    for (const text of block.toString("utf8").replace(/\n$/, "").split("\n")) {
      line++;
      if (text.trim() !== "") yield parseRow(text, { source: path, line });
    }
  }
  if (line === 0)
    throw new DataError([{ source: path, message: "expected a JSON object a line, got an empty file" }]);
}

function parseRow(text: string, at: { source: string; line: number }): Raw {
  if (text.includes(notUtf8)) return { ...at, message: "expected UTF-8 text, got other bytes" };
  const cells = parseObject(text);
  return cells === undefined
    ? { ...at, message: `expected a JSON object, got ${quote(text.trimEnd())}` }
    : { line: at.line, cells };
}

/** The object in a line of JSON; `undefined` when it is something else. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function resolveColumns(header: readonly string[], wanted: ItemColumns, source: string): Resolved {
  const { textColumn = "text", idColumn } = wanted;
  const ids = idColumn === undefined ? idColumns : [idColumn];
  const id = ids.find((name) => header.includes(name));
  const listed = `the columns are ${header.map(quote).join(", ")}`;
  const issues: DataIssue[] = [];
  if (!header.includes(textColumn)) {
    const message = `expected this column with the texts (--text names another), got none${didYouMean(textColumn, header)}; ${listed}`;
    issues.push({ source, line: 1, column: textColumn, message });
  }
  if (id === undefined) {
    const message = `expected a column ${ids.map(quote).join(" or ")} with the ids (--id names another), got none; ${listed}`;
    issues.push({ source, line: 1, message });
  }
  if (issues.length > 0 || id === undefined) throw new DataError(issues);
  return { text: textColumn, id };
}

function toItem(
  cells: Readonly<Record<string, unknown>>,
  columns: Resolved,
  at: { source: string; line: number },
): ItemRow | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong = (column: string, expected: string): null => {
    const found = cells[column] === undefined ? "none" : quote(cells[column]);
    issues.push({ ...at, column, message: `expected ${expected}, got ${found}` });
    return null;
  };
  const { [columns.id]: id, [columns.text]: text } = cells;
  const itemId = typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
  if (typeof itemId !== "string" || itemId === "") wrong(columns.id, "an id as text or whole number");
  if (typeof text !== "string") wrong(columns.text, "text");
  const maybeText = (column: string): string | null => {
    const cell = cells[column] ?? null;
    if (cell === null || cell === "") return null;
    return typeof cell === "string" ? cell : wrong(column, "text or null");
  };
  const language = maybeText(languageColumns.find((name) => Object.hasOwn(cells, name)) ?? "language");
  const market = maybeText("market");
  if (issues.length > 0 || typeof itemId !== "string" || typeof text !== "string") return issues;
  return { itemId, text, language, market };
}

function checkUnique(
  lines: Map<string, number>,
  { itemId }: ItemRow,
  at: { source: string; line: number; column: string },
): DataIssue[] {
  const first = lines.get(itemId);
  if (first === undefined) lines.set(itemId, at.line);
  if (first === undefined) return [];
  return [{ ...at, message: `expected each id once, got ${quote(itemId)} again (first at line ${first})` }];
}
