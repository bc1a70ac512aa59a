import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Clocks } from "../loaders/artefacts/costFile.js";
import { safeJson } from "../src/lint/formatFindings.js";
import type { DataIssue } from "../src/model/dataError.js";
import { DataError, quote } from "../src/model/dataError.js";
import { costCsv } from "../src/replay/costCsv.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type CostOptions = {
  readonly workspace?: string;
  readonly texts?: string;
  readonly text?: string;
  readonly sample: string;
  readonly rounds: string;
  readonly json?: boolean;
  readonly out?: string;
};

const details = `
Measures what each term takes to be looked for, with the matcher that replays, on texts drawn by a fixed seed from the
workspace's items or a file. A build never measures, so that it stays the same byte for byte: write the costs to a file
and name it in workspace.yaml, and Package and the pages of terms show them:
  packages: {words: {from: …, costs: costs.csv}}
Without PACKAGE the workspace's newest release is measured.

A CSV file, a term a row, in the order of the package; videos and terms that cannot be run are left out:
  term_id, kind
  cost_us_per_1000_items  µs of wall time for 1,000 texts (of images: 1,000 searches), the median of the rounds
  low_us, high_us         the fastest and the slowest round
  basis                   alone   a regex with its own prefilter, or a rule on the hits of the package, less what the
                                  same search takes for nothing
                          shared  words are looked for all at once, and images in one index (by invented hashes): an equal
                                  share of that search, as no word has a time of its own
                          below   less than this, which is what noise could make
  texts, measured_at, machine
Costs of another machine, or of one that does other things meanwhile, differ: compare costs of one file.

Exit codes: 0 done, 3 could not run.

Examples:
  $ riskbook cost --workspace data/smokedetector --out data/smokedetector/costs.csv
  $ riskbook cost terms.csv --texts ads.csv --text title --sample 5000
  $ riskbook cost terms.csv --workspace data/mine --json`;

const processClocks: Clocks = { now: () => performance.now(), today: () => new Date() };

/** `riskbook cost`: what each term of a package costs to be looked for, on stdout or in a file. */
export function costCommand(effects: Effects, clocks: Clocks = processClocks): Command {
  return newCommand("cost", effects)
    .description("Measure what each term costs to be looked for")
    .argument("[package]", "a CSV file, or a folder whose *.csv are read as one")
    .option("--workspace <dir>", "folder with a workspace.yaml, whose items are searched")
    .option("--texts <file>", "texts in its place: .csv, .ndjson or .jsonl, also with .gz")
    .option("--text <column>", "column of that file with the texts (default: text)")
    .option("--sample <n>", "texts to search", "1000")
    .option("--rounds <n>", "times that each search is run", "5")
    .option("--json", "print a JSON object instead of CSV")
    .option("--out <file>", "write to this file instead of stdout")
    .addHelpText("after", details)
    .action(async (path: string | undefined, options: CostOptions) => {
      effects.setExitCode(await withErrors(effects, () => measure(path, options, { effects, clocks })));
    });
}

/** Runs `riskbook cost` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runCost(args: readonly string[], effects: Effects, clocks?: Clocks): Promise<number> {
  return runCommand((inner) => costCommand(inner, clocks), args, effects);
}

async function measure(
  path: string | undefined,
  options: CostOptions,
  { effects, clocks }: { effects: Effects; clocks: Clocks },
): Promise<number> {
  const { sample, rounds } = wholeNumbers(options);
  const { measurePackage } = await import("../loaders/artefacts/costFile.js"); // only this command pays for loading it
  const named = (file: string | undefined) => (file === undefined ? undefined : userPath(effects, file));
  const progress = progressLine(effects.stderr);
  const target = {
    path: named(path),
    workspace: named(options.workspace),
    texts: named(options.texts),
    textColumn: options.text,
    sample,
    rounds,
  };
  const found = await measurePackage(target, clocks, progress.show);
  progress.clear();
  const text = options.json === true ? `${safeJson(found)}\n` : costCsv(found);
  if (options.out === undefined) await writeAll(effects.stdout, text);
  else await writeOut(userPath(effects, options.out), text);
  effects.stderr.write(`${found.costs.length} terms on ${found.texts} texts, ${found.machine}\n`);
  return 0;
}

function wholeNumbers({ sample, rounds }: CostOptions): { sample: number; rounds: number } {
  const issues = Object.entries({ "--sample": sample, "--rounds": rounds }).flatMap(
    ([source, value]): DataIssue[] =>
      /^[1-9]\d{0,6}$/.test(value)
        ? []
        : [{ source, message: `expected a whole number from 1, got ${quote(value)}` }],
  );
  if (issues.length > 0) throw new DataError(issues);
  return { sample: Number(sample), rounds: Number(rounds) };
}

async function writeOut(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const message = `expected a file that can be written, got ${error instanceof Error ? error.message : String(error)}`;
    throw new DataError([{ source: file, message }]);
  }
}
