import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { projectRoot, sha256 } from "../store/codeHash.js";
import { chromiumPath } from "./browserPage.js";
import type { SiteFiles } from "./checkFiles.js";
import { checkRules } from "./checkProblem.js";
import type { CheckRule, Problem } from "./checkProblem.js";
import type { PageParts } from "./checkParts.js";
import { packageFolder } from "./npmCache.js";

/** Where results are kept for all sites of this checkout. */
export const checksFile = join(projectRoot, ".riskbook", "checks.json");

/** Results kept; the oldest go first. */
const mostKept = 20_000;

const isRule = (rule: unknown): rule is CheckRule => typeof rule === "string" && rule in checkRules;
const problemSchema = v.object({
  rule: v.custom<CheckRule>(isRule),
  file: v.string(),
  line: v.exactOptional(v.number()),
  message: v.string(),
  level: v.picklist(["error", "warning"]),
});
const cacheSchema = v.record(v.string(), v.array(problemSchema));

/** Results of browser checks by the hash of everything that they depend on. */
export type BrowserCache = {
  readonly find: (key: string) => readonly Problem[] | undefined;
  readonly keep: (key: string, problems: readonly Problem[]) => void;
  readonly save: () => Promise<void>;
};

/** Opens the cache of a file; one that is missing or cannot be read is empty. */
export async function openBrowserCache(file: string): Promise<BrowserCache> {
  const entries = new Map<string, readonly Problem[]>(Object.entries(await readCache(file)));
  let changed = false;
  return {
    find: (key) => entries.get(key),
    keep(key, problems) {
      entries.set(key, problems);
      changed = true;
    },
    async save() {
      if (!changed) return;
      await mkdir(dirname(file), { recursive: true });
      const own = `${file}.${process.pid}`;
      await writeFile(own, `${JSON.stringify(Object.fromEntries([...entries].slice(-mostKept)), null, 1)}\n`);
      await rename(own, file);
    },
  };
}

async function readCache(file: string): Promise<v.InferOutput<typeof cacheSchema>> {
  try {
    return v.parse(cacheSchema, JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
}

const checkerFiles = ["axeRun.ts", "browserCheck.ts", "browserPage.ts", "checkProblem.ts"];

/** One hash over the code that opens pages, its libraries, and the browser. */
export async function checkerHash(): Promise<string> {
  const code = await Promise.all(
    checkerFiles.map((name) => readFile(join(projectRoot, "loaders", "site", name), "utf8")),
  );
  const libraries = await Promise.all(
    ["axe-core", "playwright-core"].map((name) =>
      readFile(join(packageFolder(name), "package.json"), "utf8"),
    ),
  );
  const { size, mtimeMs } = await stat(chromiumPath);
  return sha256(JSON.stringify([code, libraries, size, mtimeMs]));
}

/** One hash over a page, every file that it can load, and the checks. */
export async function pageKey(
  files: SiteFiles,
  { file, styles, after, data }: PageParts,
  checker: string,
): Promise<string> {
  const hash = createHash("sha256").update(`${checker}\n`);
  for (const name of [file, ...styles, ...after, ...data].filter(files.has)) {
    const bytes = await files.bytes(name);
    hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}
