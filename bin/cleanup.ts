import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { PackageCleanup } from "../loaders/artefacts/computeCleanup.js";
import { packageCsv } from "../src/matcher/packageCsv.js";
import { cleanupLines } from "./cleanupLines.js";
import { cleanupJson } from "./cleanupJson.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type CleanupOptions = {
  readonly workspace: string;
  readonly snapshot: string;
  readonly json?: boolean;
  readonly out?: string;
};

const details = `
Replays one release over the items of the workspace and tells which terms could go: terms that never hit, that lately hit
less than they used to, all of whose items another term hits too, and the smallest package found that catches every
labelled violation that this one does. Each term that hits gets a proposal by the one-sided 95 % bounds of its precision:
keep, tighten, retire, or watch where the labels cannot tell. Terms that only flag or watch, exceptions, and terms that a
rule names are not removed.

--json prints {release, snapshotId, items, terms, proposals, zeroHit, contained, decayed, minimal, frontier, areas}; terms
are named by their id. minimal.changes lists the items that the smaller package decides differently: lostTP (always
empty), fixedFP and unlabelled. frontier removes one term after the other, best first; areas are the mean precision over
the recall that the package has, for this order and for simpler ones.
--out writes the minimal package as CSV, which gate compares with the release.

Exit codes: 0 done; 3 could not run, also when the workspace has no items.

Examples:
  $ riskbook cleanup --workspace data/davidson
  $ riskbook cleanup --workspace data/davidson --snapshot 2015-11 --json > cleanup.json
  $ riskbook cleanup --workspace data/davidson --out smaller.csv
  $ riskbook gate --workspace data/davidson --from newest --to smaller.csv`;

/** `riskbook cleanup`: what could go from a package, on stdout. */
export function cleanupCommand(effects: Effects): Command {
  return newCommand("cleanup", effects)
    .description("Tell which terms of a package could go, and what that would change")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--snapshot <label>", "release, by label or content hash, or a package file", "newest")
    .option("--json", "print a JSON object instead of sentences")
    .option("--out <file>", "write the minimal package as CSV")
    .addHelpText("after", details)
    .action(async (options: CleanupOptions) => {
      effects.setExitCode(await withErrors(effects, () => cleanUp(options, effects)));
    });
}

/** Runs `riskbook cleanup` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runCleanup(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(cleanupCommand, args, effects);
}

async function cleanUp(options: CleanupOptions, effects: Effects): Promise<number> {
  const { openTraffic } = await import("../loaders/artefacts/openTraffic.js"); // only this command pays for loading it
  const { computeCleanup } = await import("../loaders/artefacts/computeCleanup.js");
  const { requireItems } = await import("../loaders/artefacts/requireItems.js");
  const progress = progressLine(effects.stderr);
  const opened = await openTraffic(userPath(effects, options.workspace), {
    packages: [options.snapshot],
    onProgress: progress.show,
  });
  const { traffic, packages, workspace, hashedItems, warnings } = opened;
  progress.clear();
  for (const warning of warnings) effects.stderr.write(`warning: ${warning}\n`);
  requireItems(workspace.dir, traffic.itemIds.length, "to judge terms by");
  for (const replayed of packages) {
    const found = computeCleanup(traffic, replayed, { asOf: workspace.asOf, hashedItems });
    const text =
      options.json === true ? `${JSON.stringify(cleanupJson(found), null, 1)}\n` : cleanupLines(found);
    await writeAll(effects.stdout, text);
    if (options.out !== undefined) await writeSmaller(userPath(effects, options.out), found, replayed.terms);
  }
  return 0;
}

async function writeSmaller(
  path: string,
  { rejecting, summary }: PackageCleanup,
  terms: Parameters<typeof packageCsv>[0],
): Promise<void> {
  const kept = new Set(summary.minimal.kept);
  const removed = new Set(rejecting.filter((_, index) => !kept.has(index)));
  await writeFile(path, packageCsv(terms.filter((term) => !removed.has(term))));
}
