import type { Readable } from "node:stream";
import * as v from "valibot";
import { parseHash } from "../../src/matcher/hashes/pdqHash.js";
import { DataError, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import type { ItemRow } from "./readItems.js";
import { parseObject } from "./readItems.js";

const itemLine = v.object({
  itemId: v.pipe(v.string(), v.nonEmpty()),
  text: v.string(),
  hash: v.nullish(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i)), null),
  language: v.nullish(v.string(), null),
  market: v.nullish(v.string(), null),
});

const expected = new Map([
  ["itemId", "an id as text"],
  ["text", "text"],
  ["hash", "64 hexadecimal digits or null"],
  ["language", "text or null"],
  ["market", "text or null"],
]);

const lineFeed = 0x0a;

/**
 * The items on a stream of JSON lines, in batches: as many as have come, so that a slow writer is answered at once.
 * An image's hash may stand beside the text, which may be empty. Blank lines are no items. Other keys are not read. The last line need not be ended.
 * @throws {DataError} with the issues of the first line that is wrong, after the items before it
 */
export async function* readItemLines(stream: Readable): AsyncGenerator<ItemRow[]> {
  let line = 0;
  for await (const block of wholeLines(stream)) {
    const items: ItemRow[] = [];
    const issues: DataIssue[] = [];
    for (const bytes of splitLines(block)) {
      line++;
      const item = parseItem(bytes, line);
      if (Array.isArray(item)) issues.push(...item);
      else if (item !== undefined) items.push(item);
      if (issues.length > 0) break;
    }
    if (items.length > 0) yield items;
    if (issues.length > 0) throw new DataError(issues);
  }
}

async function* wholeLines(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const end = bytes.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      yield Buffer.concat([...rest, bytes.subarray(0, end)]);
      rest = [];
    }
    rest.push(bytes.subarray(end));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield last;
}

function* splitLines(block: Buffer): Generator<Buffer> {
  for (let start = 0; start < block.length;) {
    const found = block.indexOf(lineFeed, start);
    const end = found === -1 ? block.length : found;
    yield block.subarray(start, end);
    start = end + 1;
  }
}

function parseItem(bytes: Buffer, line: number): ItemRow | DataIssue[] | undefined {
  const at = { source: "stdin", line };
  const text = decode(bytes);
  if (text === undefined) return [{ ...at, message: "expected UTF-8 text, got other bytes" }];
  if (text.trim() === "") return undefined;
  const object = parseObject(text);
  if (object === undefined) return [{ ...at, message: `expected a JSON object, got ${quote(text)}` }];
  const parsed = v.safeParse(itemLine, object);
  if (parsed.success) return toItem(parsed.output);
  return parsed.issues.map((issue) => {
    const column = v.getDotPath(issue) ?? "";
    const found = issue.input === undefined ? "none" : quote(issue.input);
    return { ...at, column, message: `expected ${expected.get(column) ?? "an item"}, got ${found}` };
  });
}

function toItem({ hash: digits, ...item }: v.InferOutput<typeof itemLine>): ItemRow {
  const hash = digits === null ? undefined : parseHash(digits);
  return hash === undefined ? item : { ...item, hash };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
