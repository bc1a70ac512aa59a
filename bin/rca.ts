import type { Command } from "commander";
import { readWindows } from "../loaders/tables/cubeWindows.js";
import type { WindowSource } from "../loaders/tables/cubeWindows.js";
import { DataError, quote } from "../src/model/dataError.js";
import { analyseChange } from "../src/rca/analyseChange.js";
import { changeCube } from "../src/rca/changeCube.js";
import { formatAnswer, toAnswerJson } from "../src/rca/formatAnswer.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { printMove } from "./rcaWorkspace.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type RcaOptions = {
  readonly cube?: string;
  readonly time?: string;
  readonly at?: string;
  readonly window?: string;
  readonly baseline?: string;
  readonly current?: string;
  readonly num?: string;
  readonly den?: string;
  readonly dims?: string;
  readonly workspace?: string;
  readonly metric?: string;
  readonly stage?: string;
  readonly by?: string;
  readonly events?: string;
  readonly json?: boolean;
};

const details = `
Compares the ratio num / den of two windows: the rows of time T with those of the N distinct times before it
(--cube, --time, --at), or two files (--baseline, --current). Rows with the same values are added up. Says whether the
change is distinguishable from noise, how much of it is mix (slices grew or shrank) and rate (slices changed), and
which slices of up to three dimensions changed.

With --workspace it compares a metric of the labelled decisions of a stage, or one that the log shows without labels
(auto_rejections, auto_coverage, final_rejections, slow_decisions, other_policy, qa_overturned): the N days that end
with DAY (default 7, and the last day with units) with the N days before. It also tells a change of the sampling and one
advertiser's duplicates from a change of quality, since when, and which event can be behind it: releases of the package,
versions of the guideline, and those of --events (columns release_id, at, kind: model, staffing, sampling, routing,
software). Dimensions are those of items, the versions of package, model and guideline in force where more than one
was, the cohort of who decided, and the source of labels. Without --metric, or without --stage of a metric of several
stages, it looks at all of them, says which moved given how many were looked at, and explains the first.

With --json: {"change","verdict","mix","rate","causes":[{"slice","excess","interval","score"}],"unexplained"}
  change       value of the later window less that of the earlier one = mix + rate
  verdict      cause          the causes with a score above 0 changed beyond chance
               everywhere     all slices changed alike
               mix-shift      slices grew or shrank, their rates did not change
               unlocated      rates changed, in no slice that stands out
               no-evidence    not distinguishable from noise
               logging-fault  numerators exceed denominators: no answer, all else null or empty
  causes       best first, then candidates that lost (score 0 or below), also when there is no evidence
  excess       numerators beyond those that the earlier window's rates give, with a 95 % interval
  unexplained  the excess that the named causes leave
and with --workspace also {"kind","slice","since","event","from","to"}
  kind         as verdict, or sampling-change or duplicates-of-one-advertiser
  slice        that changed most, or grew or shrank most in a mix shift; null where none did
  since        likeliest first day and the first and last likely ones; null where nothing changed
  event        id, kind, at, pValue (chance of a coincidence); null where none stands out
  from, to     the sums of both windows as the metric is published; the other counts are in units of effective n
of several metrics {"looked","moves"}: how many, and for each {"metric","stage","qValue","isMove"} and all of these
  qValue       chance of a false alarm, adjusted for how many were looked at; changes of the log itself come first

Exit codes: 0 answered, 2 refused because of a logging fault, 3 could not run, also when the workspace has no items.

Examples:
  $ riskbook rca --cube fpr.csv --time day --at 2024-03-09 --num wrong --den good --dims language,model,policy
  $ riskbook rca --cube fpr.csv --time hour --at 1710000000 --window 24 --num wrong --den good --dims language --json
  $ riskbook rca --baseline before.csv --current after.csv --num wrong --den good --dims language,market --json
  $ riskbook rca --workspace data/ads --metric fpr --stage auto --at 2025-02-10 --window 10 --events changes.csv
  $ riskbook rca --workspace data/ads --window 10 --events changes.csv`;

/** `riskbook rca`: why a ratio changed between two windows of a cube, on stdout. */
export function rcaCommand(effects: Effects): Command {
  return newCommand("rca", effects)
    .description("Say why a ratio changed: noise, mix, or the slices that changed")
    .option("--cube <file>", "CSV file with a row a cell and time (.gz too)")
    .option("--time <column>", "column with the times, beside --cube")
    .option(
      "--at <time>",
      "time of the later window, as written in the file; its last day, beside --workspace",
    )
    .option("--window <n>", "distinct times of the earlier window (4); days of each, beside --workspace (7)")
    .option("--baseline <file>", "CSV file with the earlier window, in place of --cube")
    .option("--current <file>", "CSV file with the later window, beside --baseline")
    .option("--num <column>", "column with the numerators of the files")
    .option("--den <column>", "column with the denominators")
    .option("--dims <columns>", "columns with the dimensions, separated by commas")
    .option("--workspace <dir>", "folder with a workspace.yaml, in place of files")
    .option("--metric <id>", "metric of the workspace or of its log (default: all)")
    .option("--stage <stage>", "stage that it scores (default: all)")
    .option("--by <dimensions>", "dimensions to look in, separated by commas (default: all)")
    .option("--events <file>", "CSV file with what else was changed when")
    .option("--json", "print a JSON object instead of text")
    .addHelpText("after", details)
    .action(async (options: RcaOptions) => {
      effects.setExitCode(await withErrors(effects, () => printAnswer(options, effects)));
    });
}

/** Runs `riskbook rca` on its arguments and returns the exit code: 0, 2 for a logging fault, or 3. */
export function runRca(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(rcaCommand, args, effects);
}

async function printAnswer(options: RcaOptions, effects: Effects): Promise<number> {
  const kind =
    options.workspace === undefined ? await answerCube(options, effects) : await answerMove(options, effects);
  return kind === "logging-fault" ? exitRefused : 0;
}

/** 2: finished without an answer. */
const exitRefused = 2;

function answerMove(options: RcaOptions, effects: Effects): Promise<string> {
  const { workspace = "", at, by, events, json = false } = options;
  return printMove(
    {
      workspace,
      metric: options.metric,
      stage: options.stage,
      at,
      days: windowOf(options.window ?? "7"),
      by: by?.split(",").map((name) => name.trim()),
      events,
      json,
    },
    effects,
  );
}

function needed(option: string, { value, beside }: { value: string | undefined; beside: string }): string {
  if (value === undefined) throw optionError(option, `expected it beside ${beside}, got none`);
  return value;
}

async function answerCube(options: RcaOptions, effects: Effects): Promise<string> {
  const chosen = {
    num: needed("--num", { value: options.num, beside: "files" }),
    den: needed("--den", { value: options.den, beside: "files" }),
    dims: needed("--dims", { value: options.dims, beside: "files" }),
  };
  const columns = {
    count: chosen.num,
    total: chosen.den,
    dimensions: dimensionsOf({ ...chosen, time: options.time }),
  };
  const progress = progressLine(effects.stderr);
  const { from, to, warnings } = await readWindows(sourceOf(options, effects), columns, (path, rows) =>
    progress.show(`reading ${path}: ${rows} rows`),
  );
  const cube = changeCube(columns.dimensions, { from, to });
  progress.show(`looking through the slices of ${cube.total0.length} cells`);
  const answer = analyseChange(cube, { history: from });
  progress.clear();
  for (const warning of warnings) effects.stderr.write(`warning: ${warning}\n`);
  const labels = { numerator: chosen.num, denominator: chosen.den };
  await writeAll(effects.stdout, options.json === true ? toAnswerJson(answer) : formatAnswer(answer, labels));
  return answer.verdict;
}

/** The windows that the options name: one file and a time, or two files. */
function sourceOf(options: RcaOptions, effects: Effects): WindowSource {
  const { cube, time, at, baseline, current } = options;
  if (cube !== undefined) {
    if (baseline !== undefined || current !== undefined)
      throw optionError("--cube", "expected it or --baseline and --current, got both");
    if (time === undefined) throw optionError("--time", "expected it beside --cube, got none");
    if (at === undefined) throw optionError("--at", "expected it beside --cube, got none");
    return { cube: userPath(effects, cube), time, at, before: windowOf(options.window ?? "4") };
  }
  if (baseline === undefined && current === undefined)
    throw optionError("--cube", "expected it, or --baseline and --current, got none");
  if (baseline === undefined) throw optionError("--baseline", "expected it beside --current, got none");
  if (current === undefined) throw optionError("--current", "expected it beside --baseline, got none");
  return { baseline: userPath(effects, baseline), current: userPath(effects, current) };
}

function windowOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw optionError("--window", `expected a whole number from 1 up, got ${quote(text)}`);
}

/** Scans grow with the cube of their number. */
const mostDimensions = 12;

type Columns = {
  readonly num: string;
  readonly den: string;
  readonly dims: string;
  readonly time: string | undefined;
};

function dimensionsOf({ dims, time, num, den }: Columns): string[] {
  const dimensions = dims.split(",").map((name) => name.trim());
  const twice = dimensions.find((name, place) => dimensions.indexOf(name) !== place);
  if (twice !== undefined)
    throw optionError("--dims", `expected each column once, got ${quote(twice)} twice`);
  const other = dimensions.find((name) => name === "" || [time, num, den].includes(name));
  if (other !== undefined) {
    throw optionError(
      "--dims",
      `expected columns other than those of time, numerator and denominator, got ${quote(other)}`,
    );
  }
  if (dimensions.length <= mostDimensions) return dimensions;
  throw optionError("--dims", `expected at most ${mostDimensions} columns, got ${dimensions.length}`);
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}
