import { dirname, join } from "node:path";
import { parseHash } from "../../src/matcher/hashes/pdqHash.js";
import type { MatchRecord } from "../../src/matcher/matchRecords.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { notUtf8, readTextBlocks } from "../sources/textBlocks.js";
import { openCsv } from "./csvRows.js";
import { readFrames } from "./readFrames.js";

/** What is to be matched. Without a language no language scope restricts it; without a text column the text is empty. */
export type ItemRow = MatchRecord & { readonly itemId: string };

/**
 * Columns by name; `idColumn` left out: the first of `id`, `item_id`, `case_id` that is there; `textColumn` left out:
 * `text`, which need not be there when another column is named.
 */
export type ItemColumns = {
  readonly textColumn?: string | undefined;
  readonly idColumn?: string | undefined;
  /** Of image hashes, 64 hexadecimal digits; cells may be empty. */
  readonly hashColumn?: string | undefined;
  /** Of paths of vPDQ files, relative to the items' file; cells may be empty. */
  readonly framesColumn?: string | undefined;
};

/** A row before its columns are known: cells, or what is wrong with it. */
type Raw = { readonly line: number; readonly cells: Readonly<Record<string, unknown>> } | DataIssue;

type Resolved = {
  /** `undefined`: the items have no texts. */
  readonly text: string | undefined;
  readonly id: string;
  readonly hash: string | undefined;
  readonly frames: string | undefined;
};

/** An item but for its frames, which lie in a file of their own. */
type Parsed = { readonly item: ItemRow; readonly framesFile: string | null };

const idColumns = ["id", "item_id", "case_id"];
const languageColumns = ["language", "lang"];

/**
 * The items of a CSV or NDJSON file (`.gz` too), in its order and as they are read. Ids must be unique; the ids of
 * NDJSON may be whole numbers. After the first wrong row no more items come, but the rest is read for its issues.
 * Columns `language` (or `lang`) and `market` are taken where they exist, and so are hashes and frames in NDJSON, whose
 * rows may lack them. Memory: the ids.
 * @param path ends in `.csv`, `.ndjson` or `.jsonl`, or one of these with `.gz`
 * @throws {DataError} when a column is missing, and at the end with every wrong row
 */
export async function* readItems(path: string, columns: ItemColumns = {}): AsyncGenerator<ItemRow> {
  const { rows, header } = await openRows(path);
  let resolved = header === undefined ? undefined : resolveColumns(header, columns, path);
  if (header !== undefined) checkNamed(header, columns, path);
  const issues: DataIssue[] = [];
  const lines = new Map<string, number>();
  for await (const row of rows) {
    if ("message" in row) {
      issues.push(row);
      continue;
    }
    resolved ??= resolveColumns(Object.keys(row.cells), columns, path);
    const at = { source: path, line: row.line };
    const item = readVideo(toItem(row.cells, resolved, at), resolved, at);
    const wrong = Array.isArray(item) ? item : checkUnique(lines, item, { ...at, column: resolved.id });
    issues.push(...wrong);
    if (issues.length === 0 && !Array.isArray(item)) yield item;
  }
  if (issues.length > 0) throw new DataError(issues);
}

function readVideo(
  parsed: Parsed | DataIssue[],
  { frames: column = "" }: Resolved,
  at: { source: string; line: number },
): ItemRow | DataIssue[] {
  if (Array.isArray(parsed)) return parsed;
  if (parsed.framesFile === null) return parsed.item;
  const frames = readFrames(join(dirname(at.source), parsed.framesFile), { ...at, column });
  return Array.isArray(frames) ? frames : { ...parsed.item, frames };
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

/** Columns of hashes and frames that were asked for and are not there. */
function checkNamed(
  header: readonly string[],
  { hashColumn, framesColumn }: ItemColumns,
  source: string,
): void {
  const named = [hashColumn, framesColumn].flatMap((name) => name ?? []);
  const issues = named
    .filter((column) => !header.includes(column))
    .map((column) => {
      const message = `expected this column, got none${didYouMean(column, header)}; the columns are ${header.map(quote).join(", ")}`;
      return { source, line: 1, column, message };
    });
  if (issues.length > 0) throw new DataError(issues);
}

function resolveColumns(header: readonly string[], wanted: ItemColumns, source: string): Resolved {
  const { textColumn = "text", idColumn, hashColumn: hash, framesColumn: frames } = wanted;
  const ids = idColumn === undefined ? idColumns : [idColumn];
  const id = ids.find((name) => header.includes(name));
  const listed = `the columns are ${header.map(quote).join(", ")}`;
  const issues: DataIssue[] = [];
  const hasText = header.includes(textColumn);
  const needsText = wanted.textColumn !== undefined || (hash === undefined && frames === undefined);
  if (!hasText && needsText) {
    const message = `expected this column with the texts (--text names another), got none${didYouMean(textColumn, header)}; ${listed}`;
    issues.push({ source, line: 1, column: textColumn, message });
  }
  if (id === undefined) {
    const message = `expected a column ${ids.map(quote).join(" or ")} with the ids (--id names another), got none; ${listed}`;
    issues.push({ source, line: 1, message });
  }
  if (issues.length > 0 || id === undefined) throw new DataError(issues);
  return { text: hasText ? textColumn : undefined, id, hash, frames };
}

function toItem(
  cells: Readonly<Record<string, unknown>>,
  columns: Resolved,
  at: { source: string; line: number },
): Parsed | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong = (column: string, expected: string): null => {
    const found = cells[column] === undefined ? "none" : quote(cells[column]);
    issues.push({ ...at, column, message: `expected ${expected}, got ${found}` });
    return null;
  };
  const id = cells[columns.id];
  const text = columns.text === undefined ? "" : cells[columns.text];
  const itemId = typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
  if (typeof itemId !== "string" || itemId === "") wrong(columns.id, "an id as text or whole number");
  if (typeof text !== "string") wrong(columns.text ?? "text", "text");
  const maybeText = (column: string): string | null => {
    const cell = cells[column] ?? null;
    if (cell === null || cell === "") return null;
    return typeof cell === "string" ? cell : wrong(column, "text or null");
  };
  const language = maybeText(languageColumns.find((name) => Object.hasOwn(cells, name)) ?? "language");
  const market = maybeText("market");
  const framesFile = columns.frames === undefined ? null : maybeText(columns.frames);
  const digits = columns.hash === undefined ? null : maybeText(columns.hash);
  const hash = digits === null ? undefined : parseHash(digits);
  if (digits !== null && hash === undefined) wrong(columns.hash ?? "", "64 hexadecimal digits");
  if (issues.length > 0 || typeof itemId !== "string" || typeof text !== "string") return issues;
  const item = { itemId, text, language, market, ...(hash === undefined ? {} : { hash }) };
  return { item, framesFile };
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
