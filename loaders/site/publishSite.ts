import { createHash } from "node:crypto";
import { constants, existsSync, renameSync } from "node:fs";
import { access, cp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import * as v from "valibot";
import { DataError } from "../../src/model/dataError.js";
import { namingPath } from "../store/fileErrors.js";

/** Stands in every published site: by it a build knows its own work. */
const markerFile = "published.json";

const publishedSchema = v.object({
  /** What the site was made from. */
  key: v.string(),
  pages: v.number(),
  /** File → SHA-256. */
  files: v.record(v.string(), v.string()),
});

export type Published = v.InferOutput<typeof publishedSchema>;

/** What a published site says of itself; `undefined` where there is none. */
export async function readPublished(out: string): Promise<Published | undefined> {
  const text = await readFile(join(out, markerFile), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return v.parse(publishedSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether every file of a published site is still what was published. */
export async function isIntact(out: string, { files }: Published): Promise<boolean> {
  const found = await hashFiles(out);
  return JSON.stringify(found) === JSON.stringify(files);
}

/**
 * Resolves when a build may put its site at `out`: where there is nothing, an empty folder or a published site.
 * @throws {DataError} when the folder around it cannot be written, or `out` holds something that no build made: it
 * might be the user's own
 */
export async function refuseForeign(out: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  await refuseLocked(dirname(resolve(out)));
  if (found === undefined) return;
  const names = found.isDirectory() ? await readdir(out) : undefined;
  if (names?.length === 0 || (await readPublished(out)) !== undefined) return;
  const got = names === undefined ? "a file" : `${names.length} other files`;
  const message = `expected an empty folder or a site that riskbook built, got ${got}; choose another --out or empty it`;
  throw new DataError([{ source: out, message }]);
}

/** A site is put beside the last one, so the folder around it must be writable; one that is missing is made later. */
async function refuseLocked(folder: string): Promise<void> {
  if (!existsSync(folder)) return folder === dirname(folder) ? undefined : refuseLocked(dirname(folder));
  await namingPath(folder, () => access(folder, constants.W_OK));
}

/**
 * Puts a rendered site in the place of the last one by renaming, so that readers see one or the other.
 * @throws {DataError} when `out` cannot be written, or holds something that no build made: it might be the user's own
 */
export async function publishSite(
  rendered: string,
  out: string,
  { key, pages }: { key: string; pages: number },
): Promise<void> {
  await refuseForeign(out);
  const published: Published = { key, pages, files: await hashFiles(rendered) };
  await writeFile(join(rendered, markerFile), `${JSON.stringify(published, null, 1)}\n`);
  const next = join(dirname(out), `.${basename(out)}.next`);
  const last = join(dirname(out), `.${basename(out)}.last`);
  await namingPath(out, () => copyFolder(rendered, next));
  await rm(last, { recursive: true, force: true });
  // Directories cannot be exchanged in one step; without a pause between the two renames there is next to no gap,
  // and `recoverSite` closes it after a crash.
  if (existsSync(out)) renameSync(out, last);
  renameSync(next, out);
  await rm(last, { recursive: true, force: true });
  await rm(rendered, { recursive: true, force: true });
}

/** A copy that breaks off, on a full disk for one, leaves nothing behind. */
async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  } catch (error) {
    await rm(to, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Puts back the last site of a build that was killed between the two renames of its swap. */
export async function recoverSite(out: string): Promise<void> {
  const last = join(dirname(out), `.${basename(out)}.last`);
  const isSite = (await readPublished(last)) !== undefined;
  if (isSite && !existsSync(out)) await rename(last, out);
}

async function hashFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => path !== markerFile)
    .toSorted();
  const hashes = paths.map(async (path): Promise<[string, string]> => {
    const bytes = await readFile(join(folder, path));
    return [path, createHash("sha256").update(bytes).digest("hex")];
  });
  return Object.fromEntries(await Promise.all(hashes));
}
