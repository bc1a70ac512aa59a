import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError } from "../../src/model/dataError.js";

/**
 * Stands for bytes that are not UTF-8. It is a noncharacter, which no text may hold, so a text that does is rejected
 * in the same way.
 */
export const notUtf8 = "\uFFFF";

const lineFeed = 0x0a;

/**
 * The bytes of a text file in blocks that end at a line's end, `.gz` unpacked and a byte order mark dropped.
 * Every block is UTF-8: what was not has become `notUtf8`, in that line only. An empty file yields nothing.
 * @throws {DataError} when the file cannot be opened or unpacked
 */
export async function* readTextBlocks(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of readBytes(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    rest = bytes.subarray(end);
    if (end === 0) continue;
    yield toUtf8(withoutMark(bytes.subarray(0, end), isFirst));
    isFirst = false;
  }
  const last = withoutMark(rest, isFirst);
  if (last.length > 0) yield toUtf8(last);
}

async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const bytes = path.endsWith(".gz") ? createGunzip() : new PassThrough();
  const piped = pipeline(file, bytes);
  piped.catch(() => undefined); // the same error ends the iteration below
  try {
    for await (const chunk of bytes) if (Buffer.isBuffer(chunk)) yield chunk;
    await piped;
  } catch (error) {
    throw new DataError([{ source: path, message: openMessage(error) }]);
  }
}

function openMessage(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return "expected a file, got none";
  if (code.startsWith("Z_")) return `expected gzip data, got something else (${code})`;
  return `expected a file that can be read, got ${code === "" ? String(error) : code}`;
}

function withoutMark(bytes: Buffer, isFirst: boolean): Buffer {
  const hasMark = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}

/** Line feeds are never part of a longer sequence, so lines can be judged one by one. */
function toUtf8(block: Buffer): Buffer {
  if (isUtf8(block)) return block;
  const lines: Buffer[] = [];
  for (let start = 0; start < block.length;) {
    const found = block.indexOf(lineFeed, start);
    const end = found === -1 ? block.length : found + 1;
    const line = block.subarray(start, end);
    lines.push(isUtf8(line) ? line : Buffer.from(line.toString("utf8").replaceAll("\uFFFD", notUtf8)));
    start = end;
  }
  return Buffer.concat(lines);
}
