import type { Command } from "commander";
import type { LintFinding } from "../src/lint/finding.js";
import { formatFindings, safeJson } from "../src/lint/formatFindings.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type LintOptions = {
  readonly items?: string;
  readonly text?: string;
  readonly id?: string;
  readonly workspace?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
};

const details = `
Prints everything that is wrong with a package file, a finding a line, in the order of the file:
  encoding and line ends, rows that cannot be read, terms without anything visible, terms that are the same after
  normalising, words that another word or regex subsumes, terms that the allow-list takes out, terms that are too short;
  words of mixed alphabets, languages that do not exist; regexes that are broken, not run, slow, match without a
  character or are unsafe elsewhere; broken rules and hashes; no owner, policy or expiry.
With --workspace also terms that are no longer valid at its asOf: valid_from is the first moment, valid_to the first
one after the last, and a day alone is its midnight UTC. With --items or --workspace also terms that hit more than 5 %
of the items that they take in (lint.maxShare in workspace.yaml), and, where lint.identityTerms names a file with one a line, terms that alone reject such a term.
Without PACKAGE the last snapshot, by name, of the workspace's package is looked at, read as workspace.yaml has it.

With --json: [{"rule","severity","file","line","column","termId","message","remedy"}]; severity is error, warning or
note; column is there where a character of the line is meant; termId is null where a line or the file is meant.

Exit codes: 0 no errors, 1 at least one error, 3 could not run.

Examples:
  $ riskbook lint terms.csv
  $ riskbook lint packages/2024-05 --items ads.csv --text title --json
  $ riskbook lint terms.csv --workspace data/mine --sarif > lint.sarif
  $ riskbook lint --workspace data/davidson`;

/** `riskbook lint`: what is wrong with a package file, on stdout. */
export function lintCommand(effects: Effects): Command {
  return newCommand("lint", effects)
    .description("Find what is wrong with a package")
    .argument("[package]", "a CSV file, or a folder whose *.csv are read as one")
    .option("--items <file>", "traffic to measure on: .csv, .ndjson or .jsonl, also with .gz")
    .option("--text <column>", "column of the items with the texts (default: text)")
    .option("--id <column>", "column of the items with the ids (default: id, item_id or case_id)")
    .option("--workspace <dir>", "folder with a workspace.yaml, whose items and settings count")
    .option("--json", "print the findings as a JSON array")
    .option("--sarif", "print the findings as SARIF 2.1.0")
    .addHelpText("after", details)
    .action(async (path: string | undefined, options: LintOptions) => {
      effects.setExitCode(await withErrors(effects, () => printFindings(path, options, effects)));
    });
}

/** Runs `riskbook lint` on its arguments and returns the exit code: 0, 1, or 3 when it could not run. */
export function runLint(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(lintCommand, args, effects);
}

async function printFindings(
  path: string | undefined,
  options: LintOptions,
  effects: Effects,
): Promise<number> {
  const { lintFile } = await import("../loaders/artefacts/lintFile.js"); // only this command pays for loading it
  const { stderr, stdout } = effects;
  const progress = progressLine(stderr);
  const { findings, terms, warnings } = await lintFile(
    {
      path: path === undefined ? undefined : userPath(effects, path),
      workspace: options.workspace === undefined ? undefined : userPath(effects, options.workspace),
      items: options.items === undefined ? undefined : userPath(effects, options.items),
      columns: { textColumn: options.text, idColumn: options.id },
    },
    progress.show,
  );
  progress.clear();
  for (const warning of warnings) stderr.write(`warning: ${warning}\n`);
  await writeAll(stdout, await formatted(findings, options));
  stderr.write(`${countWords(findings)} in ${terms} terms\n`);
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

async function formatted(findings: readonly LintFinding[], { json, sarif }: LintOptions): Promise<string> {
  if (json === true) return `${safeJson(findings)}\n`;
  if (sarif !== true) return formatFindings(findings);
  const { lintToSarif } = await import("../loaders/site/lintSarif.js");
  return `${safeJson(lintToSarif(findings))}\n`;
}

function countWords(findings: readonly LintFinding[]): string {
  const count = (severity: LintFinding["severity"]): number =>
    findings.filter((found) => found.severity === severity).length;
  return `${count("error")} errors, ${count("warning")} warnings, ${count("note")} notes`;
}
