import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import type { Partition } from "./source.js";

/**
 * The files that a path names, by name, each with the SHA-256 of its bytes.
 * @param path a file, or a pattern with `*` (any characters) in its last part
 * @throws {DataError} when there is none
 */
export async function filePartitions(path: string): Promise<Partition[]> {
  const found = await findFiles(path);
  return Promise.all(found.map(async (key) => ({ key, fingerprint: await hashFile(key) })));
}

async function findFiles(path: string): Promise<string[]> {
  const pattern = basename(path);
  const found = pattern.includes("*") ? await matchFiles(dirname(path), pattern) : await oneFile(path);
  if (found.length > 0) return found;
  const message = pattern.includes("*")
    ? "expected at least one file of this name, got none"
    : "expected a file, got none";
  throw new DataError([{ source: path, message }]);
}

async function oneFile(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? [path] : [];
}

async function matchFiles(dir: string, pattern: string): Promise<string[]> {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "u");
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => !entry.isDirectory() && expression.test(entry.name))
    .map(({ name }) => name);
  return names.toSorted().map((name) => join(dir, name));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
