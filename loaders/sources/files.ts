import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import type { Partition } from "./source.js";

/**
 * The files that a path names, by name, each with the SHA-256 of its bytes.
 * @param path a file, or a pattern with `*` (any characters of one part) in it
 * @throws {DataError} when there is none
 */
export async function filePartitions(path: string): Promise<Partition[]> {
  const found = await findFiles(path);
  const partitions: Partition[] = [];
  for (const key of found) partitions.push({ key, fingerprint: hashFile(key) });
  return partitions;
}

/** The SHA-256 of a file's bytes; "" of one that cannot be read. */
export function fingerprintOf(path: string): string {
  try {
    return hashFile(path);
  } catch {
    return "";
  }
}

async function findFiles(path: string): Promise<string[]> {
  const isPattern = path.includes("*");
  const found = isPattern ? await matchFiles(path) : await oneFile(path);
  if (found.length > 0) return found;
  const message = isPattern
    ? "expected at least one file of this name, got none"
    : "expected a file, got none";
  throw new DataError([{ source: path, message }]);
}

async function oneFile(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? [path] : [];
}

/** The files that a pattern means, folder by folder, in the order of their names. */
async function matchFiles(path: string): Promise<string[]> {
  const [folder, pattern] = [dirname(path), basename(path)];
  const folders = folder.includes("*") ? await matchFolders(folder) : [folder];
  const found = await Promise.all(folders.map((dir) => matchIn(dir, pattern, "file")));
  return found.flat();
}

async function matchFolders(path: string): Promise<string[]> {
  const [parent, pattern] = [dirname(path), basename(path)];
  const parents = parent.includes("*") ? await matchFolders(parent) : [parent];
  const found = await Promise.all(parents.map((dir) => matchIn(dir, pattern, "folder")));
  return found.flat();
}

async function matchIn(dir: string, pattern: string, kind: "file" | "folder"): Promise<string[]> {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "u");
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter(
    (entry) => entry.isDirectory() === (kind === "folder") && expression.test(entry.name),
  );
  return names.map(({ name }) => join(dir, name)).toSorted();
}

/** Without a stream, which costs several times the CPU where there are many small files. */
function hashFile(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    for (;;) {
      const bytes = readSync(file, chunk);
      if (bytes === 0) return hash.digest("hex");
      hash.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}

const chunk = new Uint8Array(1 << 20);
