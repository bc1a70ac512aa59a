import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import { manifestFile, readManifest } from "./manifestFile.js";

/** What a store holds and what is wrong with it. */
export type StoreState = {
  readonly files: number;
  readonly bytes: number;
  /** A sentence for each file that is gone or not what was written, and for a manifest that cannot be trusted. */
  readonly problems: readonly string[];
  /** Files that no manifest names, relative to the store. */
  readonly leftOvers: readonly string[];
};

/** The state of the store in a folder, every file read and held against the manifest; changes nothing. */
export async function examineStore(dir: string): Promise<StoreState> {
  try {
    const manifest = await readManifest(dir);
    const entries = Object.values(manifest.tables).flatMap((table) => table.entries);
    const problems: string[] = [];
    for (const { file, sha256 } of entries) {
      const found = await hashOf(join(dir, file));
      if (found === undefined) problems.push(`${file}: expected this file, got none`);
      else if (found !== sha256) problems.push(`${file}: expected the bytes that were written, got others`);
    }
    const named = new Set([manifestFile, ...entries.map(({ file }) => file)]);
    const leftOvers = (await filesIn(dir)).filter((file) => !named.has(file));
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return { files: entries.length, bytes, problems, leftOvers };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { files: 0, bytes: 0, problems: [error.message], leftOvers: [] };
  }
}

async function hashOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && createHash("sha256").update(bytes).digest("hex");
}

async function filesIn(dir: string, under = ""): Promise<string[]> {
  const entries = await readdir(join(dir, under), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      return entry.isDirectory() ? filesIn(dir, path) : [path];
    }),
  );
  return found.flat().toSorted();
}
