import { copyFile, mkdir, readdir, rm, symlink, utimes } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { projectRoot } from "../store/codeHash.js";
import { artefactFolder } from "./artefactFolder.js";
import { seedNpmCache } from "./npmCache.js";

/** Folders of `src` that hold code: a markdown file there is a note for programmers, not a page. */
const codeFolders = [
  "components",
  "control",
  "matcher",
  "metrics",
  "model",
  "rca",
  "replay",
  "stats",
  "trends",
  "data",
];

/**
 * The Framework root of one workspace: links to the pages and code in `src`, the packages that pages may import, and
 * the prepared artefacts where Framework expects what its loaders wrote. File times are those of the data, because
 * Framework writes them into every page.
 */
export async function makeSiteRoot(
  root: string,
  from: { readonly artefacts: ReadonlyMap<string, string>; readonly dataDate: number },
): Promise<void> {
  await linkSource(root, join(projectRoot, "src"));
  await seedNpmCache(join(root, ".observablehq", "cache"));
  await placeArtefacts(root, from);
}

async function linkSource(root: string, source: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    if (name !== ".observablehq") await rm(join(root, name), { recursive: true });
  }
  const files = await readdir(source, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = relative(source, join(file.parentPath, file.name));
    if (!isSitePart(path)) continue;
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    await symlink(relative(dirname(target), join(source, path)), target);
  }
}

function isSitePart(path: string): boolean {
  const [folder = ""] = path.split("/");
  return !(path.endsWith(".md") && codeFolders.includes(folder));
}

async function placeArtefacts(
  root: string,
  { artefacts, dataDate }: { readonly artefacts: ReadonlyMap<string, string>; readonly dataDate: number },
): Promise<void> {
  const folder = artefactFolder(root);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, path] of artefacts) {
    await copyFile(path, join(folder, name));
    await utimes(join(folder, name), new Date(dataDate), new Date(dataDate));
  }
}
