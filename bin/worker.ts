import { Option } from "commander";
import type { Command } from "commander";
import { readItemLines } from "../loaders/tables/readItemLines.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { openPackage } from "./openPackage.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";
import { scanItems } from "./scanItems.js";

type WorkerOptions = { readonly package: string; readonly format: "ndjson" };

const details = `
Reads an item a line from stdin, {"itemId","text","hash"?,"language"?,"market"?}, and prints a hit a line as "riskbook match"
does. When stdin ends, the last line is {"end":true,"items":n,"hits":m}. After a line that is wrong nothing more is
printed, no end marker either; stderr names the line and the exit code is 3.

Example:
  $ riskbook worker --package terms.csv < items.ndjson > hits.ndjson`;

/** `riskbook worker`: items on stdin, hits on stdout, an end marker with counts. */
export function workerCommand(effects: Effects): Command {
  return newCommand("worker", effects)
    .description("Match items from stdin until it ends, for other engines to run")
    .requiredOption("--package <path>", "package: a CSV file, or a folder whose *.csv are read as one")
    .addOption(
      new Option("--format <format>", "form of the items and hits").choices(["ndjson"]).default("ndjson"),
    )
    .addHelpText("after", details)
    .action(async (options: WorkerOptions) => {
      effects.setExitCode(await withErrors(effects, () => matchStdin(options, effects)));
    });
}

/** Runs `riskbook worker` on its arguments and returns the exit code: 0, or 3 for a bad row or package. */
export function runWorker(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(workerCommand, args, effects);
}

async function matchStdin(options: WorkerOptions, effects: Effects): Promise<number> {
  const compiled = await openPackage(userPath(effects, options.package), effects);
  let [items, hits] = [0, 0];
  for await (const batch of readItemLines(effects.stdin)) {
    const scanned = scanItems(compiled, batch);
    await writeAll(effects.stdout, scanned.lines);
    for (const warning of scanned.warnings) effects.stderr.write(`${warning}\n`);
    items += batch.length;
    hits += scanned.hits;
  }
  await writeAll(effects.stdout, `${JSON.stringify({ end: true, items, hits })}\n`);
  return 0;
}
