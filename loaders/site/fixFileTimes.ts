import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Gives every attachment of rendered pages the time of the data. Framework writes the time of the file into each page
 * that reads it: for a file in `src` when it was checked out, for the output of a loader when it ran.
 * @param dataDate UTC ms
 */
export async function fixFileTimes(folder: string, dataDate: number): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), html.replace(registered, `$1${dataDate}`));
  }
}

const registered = /^(registerFile\(.*"lastModified":)\d+/gm;
