import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { GateResult } from "../src/gate/gateChange.js";
import type { TermNamer } from "../src/gate/gateJson.js";
import { maskTerm } from "../src/components/mask.js";
import { formatCount } from "../src/metrics/format.js";
import { DataError } from "../src/model/dataError.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type GateOptions = {
  readonly workspace: string;
  readonly from?: string;
  readonly to?: string;
  readonly fromDecisions?: string;
  readonly toDecisions?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly markdown?: boolean;
  readonly flips?: string;
  readonly labelRequest: string;
  readonly showTerms?: boolean;
  readonly monitor?: boolean;
};

const details = `
Replays both packages over the items of the workspace and says whether the second may stand in the place of the first.
A package is named by the label of a release, the beginning of its content hash, newest, previous, or the path of a file
(an edit that is not committed, or not in the workspace at all). A release whose own file is named beside it, since that
file was edited in place, is what git has of the file at HEAD. Terms that were replayed before are not scanned again.
In place of packages, two files with the columns item_id and decision judge a new version of a model.

Rules (section gate of workspace.yaml, with their defaults):
  labels  minLabels: 30        so many changed decisions have a label, or all of them
  recall  maxRecallFall: 0.005 recall falls by at most this share at the lower end of its 95 % interval
  fpr     maxFprRise: 0.01     FPR rises by at most this share at the upper end of its 95 % interval
  p0      maxP0Lost: 0         violating items of policies that cannot wait that get through and did not before
  guard   maxTermShare: 0.05   share of all items that a new or changed term may hit
  coverage minCoverage: 0.5    share of all items that both files of decisions decide, else INCONCLUSIVE

A rule fails or passes only when the interval leaves no doubt; else it is INCONCLUSIVE, says how many labels of changed
decisions would decide it, and the items to label are written to label-request.csv (private: ids
of items and of the terms that reject them). Labels weigh by their samples (incl_prob), and advertisers are counted as
clusters. Terms are masked. What new or changed terms that only watch or flag would do is said beside the verdict.

With --monitor it says of each release that is out whether the share of items that it rejects, by the log, is what its
replay on the days before it predicted; a canary of one day is held against canaryInterval.

Exit codes: 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 could not run, also when the workspace has no items; with --monitor 0 the newest
release that can be told does as predicted, 1 it does not, 2 none can be told.

Examples:
  $ riskbook gate --workspace data/davidson --from 2015-04 --to 2015-11
  $ riskbook gate --workspace data/mine --from newest --to edited/words.csv --markdown
  $ riskbook gate --workspace data/mine --from-decisions model-7.csv --to-decisions model-8.csv --json`;

/** `riskbook gate`: whether a change of a package, or of a model, may ship. */
export function gateCommand(effects: Effects): Command {
  return newCommand("gate", effects)
    .description("Say whether a change of a package or model may ship")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--from <package>", "package in force (default: the newest release)")
    .option("--to <package>", "package that is to take its place")
    .option("--from-decisions <file>", "decisions in force, in place of --from")
    .option("--to-decisions <file>", "decisions that are to take their place, in place of --to")
    .option("--json", "print a JSON object instead of text")
    .option("--sarif", "print the rules that do not pass as SARIF 2.1.0")
    .option("--markdown", "print a summary for a pull request")
    .option("--flips <file>", "write every item whose decision changes to this CSV file")
    .option("--label-request <file>", "where the items to label are written", "label-request.csv")
    .option("--show-terms", "print terms as they are written")
    .option("--monitor", "hold the releases that are out against what their replay predicted")
    .addHelpText("after", details)
    .action(async (options: GateOptions) => {
      const run = options.monitor === true ? monitor : runOn;
      effects.setExitCode(await withErrors(effects, () => run(options, effects)));
    });
}

/** Runs `riskbook gate` on its arguments and returns the exit code: 0, 1, 2, or 3 when it could not run. */
export function runGate(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(gateCommand, args, effects);
}

const exitCodes = { PASS: 0, FAIL: 1, INCONCLUSIVE: 2 } as const;

async function runOn(options: GateOptions, effects: Effects): Promise<number> {
  checkFormats(options);
  const names = packageNames(options, effects);
  const { gateWorkspace } = await import("../loaders/artefacts/gateWorkspace.js"); // only this command pays for loading it
  const progress = progressLine(effects.stderr);
  const { result, warnings } = await gateWorkspace(
    userPath(effects, options.workspace),
    { ...names, labelRequest: options.labelRequest },
    progress.show,
  );
  progress.clear();
  for (const warning of warnings) effects.stderr.write(`warning: ${warning}\n`);
  await writeFiles(result, options, effects);
  await writeAll(effects.stdout, await formatResult(result, options, effects));
  return exitCodes[result.verdict];
}

/** @throws {DataError} when more than one format is asked for */
function checkFormats({ json, sarif, markdown }: GateOptions): void {
  const asked = Object.entries({ json, sarif, markdown }).filter(([, is]) => is === true);
  const [, second] = asked.map(([name]) => `--${name}`);
  if (second !== undefined)
    throw optionError(second, `expected one format, got ${asked.map(([name]) => `--${name}`).join(" and ")}`);
}

/** @throws {DataError} when something is asked for that is not about releases that are out */
function checkMonitor({ from, to, fromDecisions, toDecisions, sarif, markdown, flips }: GateOptions): void {
  const others = {
    "--from": from,
    "--to": to,
    "--from-decisions": fromDecisions,
    "--to-decisions": toDecisions,
    "--sarif": sarif,
    "--markdown": markdown,
    "--flips": flips,
  };
  const asked = Object.entries(others).filter(([, value]) => value !== undefined);
  const issues = asked.map(([source]) => ({ source, message: "expected none with --monitor, got one" }));
  if (issues.length > 0) throw new DataError(issues);
}

async function monitor(options: GateOptions, effects: Effects): Promise<number> {
  checkMonitor(options);
  const { monitorWorkspace } = await import("../loaders/artefacts/monitorWorkspace.js");
  const progress = progressLine(effects.stderr);
  const records = await monitorWorkspace(userPath(effects, options.workspace), progress.show);
  progress.clear();
  const lines = records.map(({ sentence, advice }) => `${sentence}${advice === "" ? "" : ` ${advice}`}\n`);
  const text = options.json === true ? `${JSON.stringify(records, nullForNone, 1)}\n` : lines.join("");
  await writeAll(effects.stdout, text);
  const newest = records.findLast(({ outcome }) => outcome !== "cannot tell");
  return newest === undefined ? 2 : Number(newest.outcome !== "as predicted");
}

function nullForNone(_key: string, value: unknown): unknown {
  return value === undefined ? null : value;
}

/** Files by their paths, everything else as it was named. */
function packageNames(options: GateOptions, effects: Effects) {
  const { from = "newest", to, fromDecisions, toDecisions } = options;
  const isDecisions = fromDecisions !== undefined || toDecisions !== undefined;
  if (isDecisions && (options.from !== undefined || to !== undefined))
    throw optionError("--from-decisions", "expected packages or decisions, got both");
  if (fromDecisions !== undefined && toDecisions !== undefined) {
    const [before, after] = [userPath(effects, fromDecisions), userPath(effects, toDecisions)];
    return { decisions: { from: before, to: after } };
  }
  if (isDecisions) {
    const missing = fromDecisions === undefined ? "--from-decisions" : "--to-decisions";
    throw optionError(missing, "expected a file beside the other one, got none");
  }
  if (to === undefined) throw optionError("--to", "expected a package, got none");
  return { packages: { from: packagePath(from, effects), to: packagePath(to, effects) } };
}

function packagePath(name: string, effects: Effects): string {
  const path = userPath(effects, name);
  return existsSync(path) ? path : name;
}

async function writeFiles(result: GateResult, options: GateOptions, effects: Effects): Promise<void> {
  const { flipsCsv, labelRequestCsv } = await import("../loaders/artefacts/gateFiles.js");
  if (options.flips !== undefined) await writeFile(userPath(effects, options.flips), flipsCsv(result));
  if (result.verdict !== "INCONCLUSIVE") return;
  const { csv, items } = labelRequestCsv(result);
  if (items === 0) return;
  await writeFile(userPath(effects, options.labelRequest), csv);
  effects.stderr.write(`${options.labelRequest}: ${formatCount(items)} items to label, in random order\n`);
}

async function formatResult(result: GateResult, options: GateOptions, effects: Effects): Promise<string> {
  const nameOf: TermNamer = options.showTerms === true ? (term) => term : maskTerm;
  if (options.json === true) {
    const { toGateJson } = await import("../src/gate/gateJson.js");
    return `${JSON.stringify(toGateJson(result, nameOf), null, 1)}\n`;
  }
  if (options.sarif === true) {
    const { gateToSarif } = await import("../loaders/site/gateSarif.js");
    const file = existsSync(userPath(effects, result.to)) ? result.to : undefined;
    const places =
      options.to === undefined || file === undefined ? undefined : await placesIn(file, options, effects);
    return `${JSON.stringify(gateToSarif(result, { file, places }), null, 2)}\n`;
  }
  const { gateMarkdown } = await import("../src/gate/gateMarkdown.js");
  const { gateText } = await import("../src/gate/gateText.js");
  return options.markdown === true ? gateMarkdown(result, nameOf) : gateText(result, nameOf);
}

async function placesIn(file: string, { workspace }: GateOptions, effects: Effects) {
  const { termPlaces } = await import("../loaders/artefacts/namedPackages.js");
  const { readWorkspace } = await import("../loaders/tables/readWorkspace.js");
  return termPlaces(file, await readWorkspace(userPath(effects, workspace)));
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}
