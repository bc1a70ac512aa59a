import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { DataError } from "../../src/model/dataError.js";
import { remedy } from "./checkedBytes.js";
import { sha256 } from "./codeHash.js";
import { syncFolder, writeFileSynced } from "./durable.js";
import { emptyManifest, manifestSchema } from "./manifest.js";
import type { Manifest } from "./manifest.js";

export const manifestFile = "manifest.json";

/**
 * The manifest of a store, empty for a new one. It carries a checksum over every byte, so that a damaged one is never
 * believed.
 * @throws {DataError} when it was changed, or is gone while the store holds files
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const source = join(dir, manifestFile);
  const text = await readFile(source, "utf8").catch(() => undefined);
  if (text === undefined) {
    if (!(await holdsFiles(dir))) return emptyManifest;
    const message = `expected the manifest of the files that lie beside it, got none; ${remedy}`;
    throw new DataError([{ source, message }]);
  }
  if (text.startsWith('{\n "version": 1,')) return emptyManifest; // as written before there was a checksum
  const manifest = parseManifest(text);
  if (manifest !== undefined) return manifest;
  const message = `expected a manifest with its own checksum, got something else: the file was changed or damaged; ${remedy}`;
  throw new DataError([{ source, message }]);
}

/** Puts a manifest in force in one step: it is there whole, or the last one is. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const unfinished = join(dir, `${manifestFile}.unfinished`);
  try {
    await writeFileSynced(unfinished, formatManifest(manifest));
    await rename(unfinished, join(dir, manifestFile));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dir);
}

function formatManifest(manifest: Manifest): string {
  const body = JSON.stringify(manifest, null, 1);
  return `{"sha256":"${sha256(body)}",\n"manifest":${body}}\n`;
}

function parseManifest(text: string): Manifest | undefined {
  const [, hash, body = ""] = /^\{"sha256":"([0-9a-f]{64})",\n"manifest":([^]*)\}\n$/.exec(text) ?? [];
  if (hash !== sha256(body)) return undefined;
  const parsed = v.safeParse(manifestSchema, JSON.parse(body));
  return parsed.success ? parsed.output : undefined;
}

async function holdsFiles(dir: string): Promise<boolean> {
  const found = await readdir(dir).catch(() => []);
  return found.some((name) => name !== `${manifestFile}.unfinished`);
}
