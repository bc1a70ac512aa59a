import type { Command } from "commander";
import { resolve } from "node:path";
import type { BuildOutcome } from "../loaders/site/buildOutcome.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";
import { progressLine } from "./progressLine.js";

type BuildOptions = {
  readonly workspace: readonly string[];
  readonly out: string;
  readonly strict?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
};

const details = `
Steps that nothing changed for are not done again; the output says which and why. The site is rendered beside the
last one and takes its place only when every check holds.

Examples:
  $ riskbook build
  $ riskbook build --workspace data/mine --out public --json`;

/** `riskbook build`: the site of a workspace. */
export function buildCommand(effects: Effects): Command {
  return newCommand("build", effects)
    .description("Build the site of a workspace")
    .option("--workspace <dir...>", "folder with a workspace.yaml; several make one site", ["data/hatecheck"])
    .option("--out <dir>", "folder for the site", "dist")
    .option("--strict", "end with 2 also when rows were rejected")
    .option("--force", "do every step, whether anything changed or not")
    .option("--json", "print the steps and the outcome as JSON on stdout")
    .addHelpText("after", details)
    .action(async (options: BuildOptions) => {
      effects.setExitCode(await withErrors(effects, () => build(options, effects)));
    });
}

/** Runs `riskbook build` on its arguments and returns the exit code. */
export function runBuild(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(buildCommand, args, effects);
}

async function build(options: BuildOptions, effects: Effects): Promise<number> {
  const { buildSite } = await import("../loaders/site/buildSite.js"); // only this command pays for loading it
  const progress = progressLine(effects.stderr);
  const outcome = await buildSite(
    {
      workspaces: options.workspace.map((dir) => userPath(effects, dir)),
      out: resolve(userPath(effects, options.out)),
      force: options.force ?? false,
    },
    {
      onProgress: progress.show,
      onStep: ({ step, ran, reason, elapsedMs }) => {
        progress.clear();
        effects.stderr.write(
          `${ran ? "ran   " : "reused"} ${step.padEnd(10)} ${reason} (${(elapsedMs / 1000).toFixed(1)} s)\n`,
        );
      },
    },
  );
  progress.clear();
  if (options.json === true) await writeAll(effects.stdout, `${JSON.stringify(outcome, null, 2)}\n`);
  else for (const line of summaryOf(outcome, options.out)) effects.stderr.write(`${line}\n`);
  if (outcome.problems.length > 0) return 1;
  return outcome.degraded.length > 0 || (options.strict === true && outcome.warnings.length > 0) ? 2 : 0;
}

function summaryOf({ pages, problems, warnings, degraded }: BuildOutcome, out: string): string[] {
  if (problems.length > 0) {
    return [...problems, `${countOf(problems.length, "problem")}; the site in ${out} was left as it was`];
  }
  return [...[...warnings, ...degraded].map((warning) => `warning: ${warning}`), `${pages} pages in ${out}`];
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
