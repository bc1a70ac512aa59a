import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DataError } from "../../src/model/dataError.js";
import { checkedBytes, missingFile } from "./checkedBytes.js";
import { makeFolder, syncFile, syncFolder } from "./durable.js";
import { namingPath } from "./fileErrors.js";
import { emptyManifest } from "./manifest.js";
import type { Manifest, StoreEntry } from "./manifest.js";
import { manifestFile, readManifest, writeManifest } from "./manifestFile.js";

/** What a new file is called by and counted as. */
export type StoreItem = {
  readonly table: string;
  readonly partition: string;
  readonly rows: number;
  readonly rowsHash: string;
  readonly extension: "parquet" | "json" | "arrow" | "bin";
};

/**
 * Files named by their content, and one manifest that says which of them count. Files are written first, the manifest
 * last and in one step, so that a build that dies leaves the store as it was. One build at a time may write.
 */
export type Store = {
  readonly dir: string;
  /** As of opening or the last commit. */
  manifest(): Manifest;
  /** The file's bytes. @throws {DataError} when they are gone or are not those that were written */
  readFile(entry: StoreEntry): Promise<Buffer>;
  /** The file's path, for engines that read files themselves, after the same check. */
  checkedPath(entry: StoreEntry): Promise<string>;
  /** Adds a file that `write` makes at the path it is given (its folder exists); it counts once the manifest names it. */
  put(item: StoreItem, write: (path: string) => Promise<void>): Promise<StoreEntry>;
  /** Whether the file of an entry is there in its full size; its bytes are not read. */
  has(entry: StoreEntry): Promise<boolean>;
  /** Puts a manifest in force, then deletes the files of the last one, and those put since, that it does not name. */
  commit(manifest: Manifest): Promise<void>;
  /** Deletes what a build that died left: files that the manifest does not name. Only for who may write. */
  sweep(): Promise<void>;
};

export type StoreOptions = {
  /** Take a store whose manifest is damaged or gone for an empty one. */
  readonly force?: boolean;
};

/**
 * The store in a folder, which is made when it is missing.
 * @throws {DataError} when its manifest cannot be read, unless forced
 */
export async function openStore(dir: string, { force = false }: StoreOptions = {}): Promise<Store> {
  await namingPath(dir, () => makeFolder(dir));
  const written = new Set<string>();
  let manifest = force ? await readManifest(dir).catch(emptyWhenBroken) : await readManifest(dir);
  return {
    dir,
    manifest: () => manifest,
    readFile: (entry) => readChecked(dir, entry),
    checkedPath: async (entry) => {
      await readChecked(dir, entry);
      return join(dir, entry.file);
    },
    put: async (item, write) => {
      const entry = await put(dir, item, write);
      written.add(entry.file);
      return entry;
    },
    has: async (entry) => {
      const found = statSync(join(dir, entry.file), { throwIfNoEntry: false }); // as below
      return found?.size === entry.bytes;
    },
    commit: async (next) => {
      await commit(dir, next, { last: namedFiles(manifest), written });
      manifest = next;
      written.clear();
    },
    sweep: () => sweepAll(dir, manifest),
  };
}

function emptyWhenBroken(error: unknown): Manifest {
  if (error instanceof DataError) return emptyManifest;
  throw error;
}

async function readChecked(dir: string, entry: StoreEntry): Promise<Buffer> {
  const source = join(dir, entry.file);
  return checkedBytes(readSmall(source), entry.sha256, source);
}

/** At once: a build reads hundreds of small files, for which the thread pool costs more than the reading. */
function readSmall(source: string): Buffer {
  try {
    return readFileSync(source);
  } catch {
    throw missingFile(source);
  }
}

async function put(
  dir: string,
  item: StoreItem,
  write: (path: string) => Promise<void>,
): Promise<StoreEntry> {
  const { table, partition, rows, rowsHash, extension } = item;
  const unfinished = join(dir, unfinishedFolder, `${table}-${partition}-${short(rowsHash)}`);
  return namingPath(unfinished, async () => {
    try {
      await ensureManifest(dir);
      await makeFolder(dirname(unfinished));
      await write(unfinished);
      const bytes = await readFile(unfinished);
      const hash = sha256(bytes);
      const file = `${table}/${partition}/${short(rowsHash)}-${hash.slice(0, 8)}.${extension}`;
      await makeFolder(dirname(join(dir, file)));
      await syncFile(unfinished);
      await rename(unfinished, join(dir, file));
      return { partition, file, rows, rowsHash, sha256: hash, bytes: bytes.length };
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined); // a full disk needs the space
      throw error;
    }
  });
}

/** With a manifest from the first file on, one that is gone later can be told from one that never was. */
async function ensureManifest(dir: string): Promise<void> {
  const found = await stat(join(dir, manifestFile)).catch(() => undefined);
  if (found === undefined) await writeManifest(dir, emptyManifest);
}

/**
 * Looks at no folder, since there are thousands.
 * @param last files of the manifest before; `written`: those put since
 */
async function commit(
  dir: string,
  manifest: Manifest,
  { last, written }: { last: ReadonlySet<string>; written: ReadonlySet<string> },
): Promise<void> {
  const named = namedFiles(manifest);
  const folders = new Set([...written].map((file) => dirname(file)));
  for (const folder of folders) await syncFolder(join(dir, folder));
  await namingPath(join(dir, manifestFile), () => writeManifest(dir, manifest));
  const gone = [...last, ...written].filter((file) => !named.has(file));
  await namingPath(dir, async () => {
    await dropFiles(dir, gone);
    await rm(join(dir, unfinishedFolder), { recursive: true, force: true });
  });
}

/** Deletes files, and their folders where this empties them. */
async function dropFiles(dir: string, files: readonly string[]): Promise<void> {
  for (const file of files) await rm(join(dir, file), { force: true });
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    await rmdir(join(dir, folder)).catch(() => undefined); // it holds others
  }
}

function namedFiles(manifest: Manifest): Set<string> {
  return new Set(Object.values(manifest.tables).flatMap(({ entries }) => entries.map(({ file }) => file)));
}

/** Files are begun in this folder, and a commit ends by deleting it: where it is, a build died or goes on. */
const unfinishedFolder = "unfinished";

async function sweepAll(dir: string, manifest: Manifest): Promise<void> {
  const left = await stat(join(dir, unfinishedFolder)).catch(() => undefined);
  if (left === undefined) return;
  await namingPath(dir, async () => {
    await sweep(dir, namedFiles(manifest).add(manifestFile));
  });
}

/** Deletes what the manifest does not name, and folders that this empties. */
async function sweep(dir: string, named: ReadonlySet<string>, under = ""): Promise<boolean> {
  let isEmpty = true;
  for (const found of await readdir(join(dir, under), { withFileTypes: true })) {
    const path = under === "" ? found.name : `${under}/${found.name}`;
    const goes = found.isDirectory() ? await sweep(dir, named, path) : !named.has(path);
    if (goes) await rm(join(dir, path), { recursive: true });
    else isEmpty = false;
  }
  return isEmpty;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function short(hash: string): string {
  return hash.slice(0, 16);
}
