import { transform } from "esbuild";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "./checkProblem.js";
import { escapePattern } from "./renderProblem.js";

/**
 * Problems of a rendered site, told of the file in `src` that their author wrote, where there is one: a data file of
 * its loader, a link or a script of its page, on the line that it stands on. Others stay as they are, in their order.
 * @param source the folder with pages and loaders, `src`
 * @param prefixes folders of the site that hold a workspace each, such as `tiny/`; "" for a site of one
 */
export async function sourcePlaces(
  problems: readonly Problem[],
  { source, prefixes }: { source: string; prefixes: readonly string[] },
): Promise<Problem[]> {
  const files = (await readdir(source, { recursive: true })).toSorted();
  const taken = new Map<string, number>();
  const placed: Problem[] = [];
  for (const problem of problems) {
    const prefix = prefixes.find((name) => problem.file.startsWith(name)) ?? "";
    const own = { ...problem, file: problem.file.slice(prefix.length) };
    const place = loaderOf(own, files) ?? (await pagePlace(own, source, taken));
    placed.push(place === undefined ? problem : { ...problem, ...place });
  }
  return placed;
}

type Place = { readonly file: string; readonly line: number };

/** `_file/data/a.0123abcd.json` is `data/a.json`, or what the loader `data/a.json.ts` wrote. */
function loaderOf({ file }: Problem, files: readonly string[]): Place | undefined {
  const [, name, extension] = /^_file\/(.+)\.[0-9a-f]{8}(\.\w+)$/.exec(file) ?? [];
  if (name === undefined || extension === undefined) return undefined;
  const path = name + extension;
  const found = files.find((known) => known === path) ?? files.find((known) => known.startsWith(`${path}.`));
  return found === undefined ? undefined : { file: `src/${found}`, line: 1 };
}

async function pagePlace(
  { file, message }: Problem,
  source: string,
  taken: Map<string, number>,
): Promise<Place | undefined> {
  const page = file.replace(/\.html$/, ".md");
  if (page === file || !existsSync(join(source, page))) return undefined;
  const lines = (await readFile(join(source, page), "utf8")).split(/\r?\n/);
  const line = lineOfText(lines, message) ?? (await lineOfSyntax(lines, { page, message, taken }));
  return line === undefined ? undefined : { file: `src/${page}`, line };
}

/** Framework adds `.html` to the links of an author. */
function lineOfText(lines: readonly string[], message: string): number | undefined {
  const [, text] = /got a link to (\S+)$|non-local import: (\S+)/.exec(message)?.filter(Boolean) ?? [];
  if (text === undefined) return undefined;
  for (const form of [text, text.replace(/\.html(?=#|\?|$)/, "")]) {
    const at = lines.findIndex((line) => new RegExp(`[("'\`]${escapePattern(form)}[)"'\`\\s]`).test(line));
    if (at >= 0) return at + 1;
  }
  return undefined;
}

/** Framework counts the lines of a syntax error within its block, and tells of broken blocks in their order. */
async function lineOfSyntax(
  lines: readonly string[],
  { page, message, taken }: { page: string; message: string; taken: Map<string, number> },
): Promise<number | undefined> {
  const [, inBlock] = /^SyntaxError: .*\((\d+):\d+\)$/.exec(message) ?? [];
  if (inBlock === undefined) return undefined;
  const order = taken.get(page) ?? 0;
  taken.set(page, order + 1);
  const start = (await brokenBlocks(lines))[order];
  return start === undefined ? undefined : start + Number(inBlock);
}

/** The lines on which blocks of JavaScript begin that cannot be parsed, neither as an expression nor as a program. */
async function brokenBlocks(lines: readonly string[]): Promise<number[]> {
  const broken: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (!/^```js\b/.test(line)) continue;
    const end = lines.findIndex((text, at) => at > index && text.startsWith("```"));
    const code = lines.slice(index + 1, end < 0 ? undefined : end).join("\n");
    if (!(await parses(`(${code}\n)`)) && !(await parses(code))) broken.push(index + 1);
  }
  return broken;
}

async function parses(code: string): Promise<boolean> {
  return transform(code, { loader: "js", format: "esm", logLevel: "silent" }).then(
    () => true,
    () => false,
  );
}
