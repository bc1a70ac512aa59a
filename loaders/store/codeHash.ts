import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/**
 * One hash over the source files of some folders of the project, sub-folders included, so that a result made by other
 * code is never taken for the same and nobody has to remember to raise a version.
 * @param folders relative to the project, e.g. `src/matcher`
 * @param every takes in all other files too, such as those that pages attach
 */
export async function hashCode(folders: readonly string[], { every = false } = {}): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const entries = await readdir(join(projectRoot, folder), { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(projectRoot, folder), join(entry.parentPath, entry.name)))
      .filter((name) => every || isSource(name));
    for (const name of names.toSorted()) {
      hash.update(`${folder}/${name}\n`).update(readFileSync(join(projectRoot, folder, name))); // hundreds of small files: at once takes a third
    }
  }
  return hash.digest("hex");
}

function isSource(name: string): boolean {
  return /\.(ts|mjs|md|css|yaml)$/.test(name);
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
