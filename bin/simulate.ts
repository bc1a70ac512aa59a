import type { Command } from "commander";
import type { SimulationSummary } from "../loaders/simulate/writeSimulation.js";
import { DataError, quote } from "../src/model/dataError.js";
import type { DataIssue } from "../src/model/dataError.js";
import { formatCount } from "../src/metrics/format.js";
import { incidentKinds } from "../src/simulate/incidents.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type SimulateOptions = {
  readonly out: string;
  readonly seed: string;
  readonly days: string;
  readonly items: string;
  readonly plant?: string;
  readonly json?: boolean;
};

const details = `
Writes a workspace that "riskbook build --workspace DIR" reads: ads, reviews of every stage, policies and releases of a
package, and beside them tasks, delivery, feedback and more, described in DIR/README.md. All of it is invented. The same
options write the same bytes. What was planted stands in DIR/truth, which only tests read.

The plan is a list of incidents:
  - {kind: broad-term, day: 20, language: de}
  - {kind: new-vendor, day: 30, days: 10, strength: 1.5, decoys: 3}
Kinds, the slice that may be chosen, and what a strength of 1 means:
${Object.entries(incidentKinds).map(kindLine).join("\n")}
A logging-fault takes mode: gap or doubling. Left out: 7 days, strength 1, 2 decoys (innocent releases near it), a slice
drawn from the seed. Without a plan: incidents of drawn kinds, one every seventh day after the first week.

Examples:
  $ riskbook simulate --out /tmp/ads --seed 1 --days 30 --items 5000
  $ riskbook simulate --out /tmp/ads --seed 1 --days 60 --items 20000 --plant plan.yaml --json`;

function kindLine([kind, found]: [string, { meaning: string; chooses?: string }]): string {
  const slice = found.chooses === undefined ? "" : ` (${found.chooses})`;
  return `  ${`${kind}${slice}`.padEnd(36)}${found.meaning}`;
}

/** `riskbook simulate`: an invented ads business, as a workspace. */
export function simulateCommand(effects: Effects): Command {
  return newCommand("simulate", effects)
    .description("Write a simulated ads business as a workspace, with incidents whose truth is known")
    .requiredOption("--out <dir>", "folder to write: new, empty, or simulated before")
    .option("--seed <number>", "whole number; another one makes another business", "1")
    .option("--days <number>", "days of traffic", "60")
    .option("--items <number>", "ads", "20000")
    .option("--plant <file>", "incidents to plant, as YAML (default: drawn from the seed)")
    .option("--json", "print a summary as JSON")
    .addHelpText("after", details)
    .action(async (options: SimulateOptions) => {
      effects.setExitCode(await withErrors(effects, () => simulate(options, effects)));
    });
}

/** Runs `riskbook simulate` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runSimulate(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(simulateCommand, args, effects);
}

async function simulate(options: SimulateOptions, effects: Effects): Promise<number> {
  const { writeSimulation } = await import("../loaders/simulate/writeSimulation.js"); // only this command pays for it
  const { readPlan } = await import("../loaders/simulate/readPlan.js");
  const { seed, days, items } = sizesOf(options);
  const { plant } = options;
  const plan = plant === undefined ? undefined : await readPlan(userPath(effects, plant), days);
  const progress = progressLine(effects.stderr);
  const spec = { seed, days, items, plan };
  const summary = await writeSimulation(userPath(effects, options.out), spec, {
    onProgress: (ads) => progress.show(`simulating ${formatCount(ads)} of ${formatCount(items)} ads`),
  });
  progress.clear();
  await writeAll(
    effects.stdout,
    options.json === true ? `${JSON.stringify(summary, null, 1)}\n` : inWords(summary),
  );
  return 0;
}

const limits = { seed: [0, 2 ** 31 - 1], days: [1, 3650], items: [1, 100_000_000] } as const;

function sizesOf(options: SimulateOptions): { seed: number; days: number; items: number } {
  const issues: DataIssue[] = [];
  const read = (name: keyof typeof limits): number => {
    const [least, most] = limits[name];
    const value = /^\d{1,10}$/.test(options[name]) ? Number(options[name]) : Number.NaN;
    if (value >= least && value <= most) return value;
    const message = `expected a whole number from ${least} to ${most}, got ${quote(options[name])}`;
    issues.push({ source: `--${name}`, message });
    return least;
  };
  const sizes = { seed: read("seed"), days: read("days"), items: read("items") };
  if (issues.length > 0) throw new DataError(issues);
  return sizes;
}

function inWords({ out, rows, incidents }: SimulationSummary): string {
  const counts = Object.entries(rows).map(([file, count]) => `${file}\t${formatCount(count)}\n`);
  const planted = incidents.map(({ id, day, days }) => `${id}\tday ${day}, for ${days}\n`);
  return `${[...counts, ...planted].join("")}${out}\n`;
}
