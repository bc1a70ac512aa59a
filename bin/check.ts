import type { Command } from "commander";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { CheckProgress } from "../loaders/site/checkRendered.js";
import type { Problem } from "../loaders/site/checkProblem.js";
import { DataError } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type CheckCommandOptions = { readonly all?: boolean; readonly json?: boolean; readonly sarif?: boolean };

const details = `
Every page is checked without running it: errors, links, anchors, scripts, sizes, captions, headers, paths of this
machine. Of each template the longest, the emptiest and the most hostile page is then opened in Chromium, in both
themes, 1280 and 320 px wide, for errors, requests to other sites, overflow and accessibility (axe). A page that was
opened before and did not change is not opened again.

Examples:
  $ riskbook check dist
  $ riskbook check dist --all --sarif > check.sarif`;

/** `riskbook check`: what is wrong with a built site. */
export function checkCommand(effects: Effects): Command {
  return newCommand("check", effects)
    .description("Check a built site")
    .argument("<dir>", "folder of the site")
    .option("--all", "open every page, not only the telling ones of each template")
    .option("--json", "print the problems as JSON on stdout")
    .option("--sarif", "print the problems as SARIF 2.1.0 on stdout")
    .addHelpText("after", details)
    .action(async (dir: string, options: CheckCommandOptions) => {
      effects.setExitCode(await withErrors(effects, () => check(dir, options, effects)));
    });
}

/** Runs `riskbook check` on its arguments and returns the exit code: 0, 1 with problems, or 3 when it could not run. */
export function runCheck(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(checkCommand, args, effects);
}

async function check(
  dir: string,
  { all = false, json, sarif }: CheckCommandOptions,
  effects: Effects,
): Promise<number> {
  const folder = userPath(effects, dir);
  await refuseOther(folder, dir);
  const { checkRendered } = await import("../loaders/site/checkRendered.js"); // only this command pays for loading it
  const { checksFile } = await import("../loaders/site/browserCache.js");
  const progress = progressLine(effects.stderr);
  const found = await checkRendered(folder, {
    all,
    cacheFile: checksFile,
    onProgress: (at) => progress.show(progressText(at)),
  });
  progress.clear();
  const problems = found.map(strict);
  await writeAll(effects.stdout, await outputOf(problems, { json, sarif }));
  if (json !== true && sarif !== true) effects.stderr.write(summaryOf(problems, dir));
  return problems.length > 0 ? 1 : 0;
}

/** What a build may leave out for want of a browser, this command was asked for. */
function strict(problem: Problem): Problem {
  return problem.rule === "browser-skipped" ? { ...problem, level: "error" } : problem;
}

/** @throws {DataError} when the folder holds no page at all */
async function refuseOther(folder: string, dir: string): Promise<void> {
  const names = await readdir(folder).catch(() => undefined);
  const got = names === undefined ? "no such folder" : `a folder without ${join(dir, "index.html")}`;
  if (names?.includes("index.html") === true) return;
  throw new DataError([{ source: dir, message: `expected the folder of a built site, got ${got}` }]);
}

function progressText({ done, total, file }: CheckProgress): string {
  const width = 24;
  const filled = Math.round((done / total) * width);
  return `[${"█".repeat(filled)}${"·".repeat(width - filled)}] ${done} of ${total} pages opened: ${file}`;
}

async function outputOf(
  problems: readonly Problem[],
  { json, sarif }: { json: boolean | undefined; sarif: boolean | undefined },
): Promise<string> {
  const { formatCheckProblem } = await import("../loaders/site/checkProblem.js");
  const { toSarif } = await import("../loaders/site/sarif.js");
  if (sarif === true) return `${JSON.stringify(toSarif(problems), null, 2)}\n`;
  if (json === true) return `${JSON.stringify(problems, null, 2)}\n`;
  return problems.map((problem) => `${formatCheckProblem(problem)}\n`).join("");
}

function summaryOf(problems: readonly Problem[], dir: string): string {
  if (problems.length === 0) return `${dir}: no problems\n`;
  const files = new Set(problems.map(({ file }) => file)).size;
  return `${dir}: ${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${files} ${files === 1 ? "file" : "files"}\n`;
}
