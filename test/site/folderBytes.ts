import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Every file of a folder with its bytes in hexadecimal and the time of its last change. */
export async function folderBytes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).toSorted();
  const found = names.map(async (name): Promise<[string, string]> => {
    const { mtimeMs } = await stat(join(folder, name));
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    return [name, `${mtimeMs} ${bytes?.toString("hex") ?? "folder"}`];
  });
  return Object.fromEntries(await Promise.all(found));
}
