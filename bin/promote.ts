import type { Command } from "commander";
import { escapeText, safeJson } from "../src/lint/formatFindings.js";
import type { Transition } from "../src/lifecycle/dueTransitions.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type PromoteOptions = { readonly workspace: string; readonly json?: boolean };

const details = `
Lists the terms of the newest release that are due for another state, by the rules in section lifecycle of
workspace.yaml (defaults in brackets):
  watch, flag, reject   what a term must show to become that: {minPrecision: [0.3, 0.5, 0.9] as the lower end of the
                        95 % interval, labels weighed by their samples and advertisers counted as clusters, minLabelled: [10, 20, 50], minAge: [0, 7d, 14d] in the state before}
  keep                  {flag: [0.3], reject: [0.8]}: an active term whose lower end is below it is demoted
  retireAfter           [180d]: no hit in the traffic of so many days, or demoted for so long
  fastTrack             [14d]: a term that is valid for at most so long need not show labels; after that it is retired
A term's state is its column action: watch, flag, or else reject; one that watches and once did more is demoted; one
whose valid_from is to come is a candidate. Nothing is changed: write the new action into the package and lint it.

With --json: [{"termId","from","to","reason","precision":{"numerator","denominator","low"},"labelled","ageDays"}], also
those of which it cannot be told yet, with "to": null. low is null without labels, ageDays without release times.

Examples:
  $ riskbook promote --workspace data/mine
  $ riskbook promote --workspace data/mine --json`;

/** `riskbook promote`: the terms that are due for another state, on stdout. */
export function promoteCommand(effects: Effects): Command {
  return newCommand("promote", effects)
    .description("List the terms that are due for another state")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--json", "print an array of JSON objects")
    .addHelpText("after", details)
    .action(async (options: PromoteOptions) => {
      effects.setExitCode(await withErrors(effects, () => printTransitions(options, effects)));
    });
}

/** Runs `riskbook promote` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runPromote(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(promoteCommand, args, effects);
}

async function printTransitions({ workspace, json }: PromoteOptions, effects: Effects): Promise<number> {
  const { openTraffic } = await import("../loaders/artefacts/openTraffic.js"); // only this command pays for loading it
  const { termEvidence } = await import("../loaders/artefacts/termEvidence.js");
  const { dueTransitions } = await import("../src/lifecycle/dueTransitions.js");
  const progress = progressLine(effects.stderr);
  const opened = await openTraffic(userPath(effects, workspace), {
    packages: "newest",
    onProgress: progress.show,
  });
  progress.clear();
  for (const warning of opened.warnings) effects.stderr.write(`warning: ${warning}\n`);
  const evidence = termEvidence(opened);
  const transitions = dueTransitions(evidence, opened.workspace.lifecycle);
  const due = transitions.filter(({ to }) => to !== null);
  const text = json === true ? `${safeJson(transitions)}\n` : due.map(lineOf).join("");
  await writeAll(effects.stdout, text);
  const unknown = transitions.length - due.length;
  effects.stderr.write(
    `${due.length} of ${evidence.length} terms are due; of ${unknown} it cannot be told yet\n`,
  );
  return 0;
}

function lineOf({ termId, from, to, reason, precision, ageDays }: Transition): string {
  const rate =
    precision.denominator === 0 ? "no labels" : `${precision.numerator} of ${precision.denominator} right`;
  const age = ageDays === null ? "age unknown" : `${Math.floor(ageDays)} days`;
  return `${escapeText(termId)}  ${`${from} → ${to}`.padEnd(19)}  ${reason} (${rate}, ${age})\n`;
}
