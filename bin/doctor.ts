import type { Command } from "commander";
import type { Finding } from "../loaders/artefacts/examine.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type DoctorOptions = { readonly workspace: string; readonly json?: boolean };

const details = `
Checks Node, the packages, Chromium, the workspace file, every stored file against its SHA-256, locks and left-overs of
builds that died, and the free space of the disk. Changes nothing. Ends with 1 when something would stop a build.

Examples:
  $ riskbook doctor
  $ riskbook doctor --workspace data/mine --json`;

/** `riskbook doctor`: what a build needs, a line a check. */
export function doctorCommand(effects: Effects): Command {
  return newCommand("doctor", effects)
    .description("Check everything that a build needs")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--json", "print the findings as a JSON array")
    .addHelpText("after", details)
    .action(async (options: DoctorOptions) => {
      effects.setExitCode(await withErrors(effects, () => printFindings(options, effects)));
    });
}

/** Runs `riskbook doctor` on its arguments and returns the exit code: 1 when there is a problem, else 0. */
export function runDoctor(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(doctorCommand, args, effects);
}

async function printFindings(options: DoctorOptions, effects: Effects): Promise<number> {
  const { examine } = await import("../loaders/artefacts/examine.js"); // only this command pays for loading it
  const findings = await examine({
    workspace: userPath(effects, options.workspace),
    chromium: effects.env["CHROMIUM"] ?? "/usr/bin/chromium",
    node: process.version,
  });
  const text =
    options.json === true ? `${JSON.stringify(findings, null, 1)}\n` : findings.map(lineOf).join("");
  await writeAll(effects.stdout, text);
  return findings.some(({ status }) => status === "problem") ? 1 : 0;
}

function lineOf({ check, status, text }: Finding): string {
  return `${status.padEnd(8)} ${check.padEnd(11)} ${text}\n`;
}
