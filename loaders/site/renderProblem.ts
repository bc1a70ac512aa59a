import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../store/codeHash.js";

/**
 * Why Framework ended badly, from what it printed: `src/file:line: expected …, got …` where the log leads to a loader
 * that failed or to a page or module that asks for a file that is not there, and otherwise its last words. No path of
 * this machine stands in it.
 * @param source the folder with pages and loaders, `src`
 */
export async function renderProblem(log: string, source: string): Promise<string> {
  const files = (await readdir(source, { recursive: true })).toSorted();
  return loaderProblem(log, files) ?? (await missingProblem(log, source, files)) ?? lastWords(log);
}

/** Framework prints `load /data/a.json → [missing] ` first, then what the loader wrote, then `error in 1 s: …`. */
function loaderProblem(log: string, files: readonly string[]): string | undefined {
  const [, path = "", said = ""] =
    /load \/(\S+) → \[\w+\] ((?:(?! → \[)[^])*?)error in [^\n]*$/m.exec(log) ?? [];
  const loader = files.find((file) => file.startsWith(`${path}.`));
  if (path === "" || loader === undefined) return undefined;
  const at = said.indexOf(`${loader}:`);
  const line = at < 0 ? "1" : (/^\d+/.exec(said.slice(at + loader.length + 1))?.[0] ?? "1");
  const error = /^\w*Error\b.*$/m.exec(said)?.[0] ?? "an exit code that is not 0";
  return withoutPaths(`src/${loader}:${line}: expected a loader that ends well, got ${error}`);
}

/** `Not found: /data/a.json` and `import not found: /components/a.js` do not say who asks. */
async function missingProblem(
  log: string,
  source: string,
  files: readonly string[],
): Promise<string | undefined> {
  const [, path = ""] = /^Unexpected error: (?:import )?not found: \/(\S+)/im.exec(log) ?? [];
  const name = path.split("/").at(-1) ?? "";
  if (name === "") return undefined;
  for (const file of files.filter((candidate) => /\.(md|ts|js)$/.test(candidate))) {
    const lines = (await readFile(join(source, file), "utf8")).split("\n");
    const at = lines.findIndex((line) => new RegExp(`["'\`/]${escapePattern(name)}["'\`]`).test(line));
    if (at >= 0) return `src/${file}:${at + 1}: expected a file of src, got ${path}, which is not there`;
  }
  return undefined;
}

/** A text as a regular expression that finds just it. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function lastWords(log: string): string {
  const words = /^Unexpected error: (.*)$/m.exec(log)?.[1] ?? log.trim().split("\n").at(-1) ?? "";
  return withoutPaths(`expected pages that Framework can render, got ${words}`);
}

function withoutPaths(text: string): string {
  return text.replaceAll(`file://${projectRoot}`, "").replaceAll(projectRoot, "");
}
