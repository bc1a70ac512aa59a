import type { Command } from "commander";
import type { MetricPoint } from "../loaders/artefacts/computeMetrics.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";
import { formatCount, formatValue, formatValueInterval } from "../src/metrics/format.js";

type MetricsOptions = {
  readonly workspace: string;
  readonly snapshot?: string;
  readonly by?: string;
  readonly json?: boolean;
};

const details = `
Prints every metric of the automatic stage (per release of the package) and of the human stage. Dimensions are those of
the items, and day for the human stage; a stage that has no such dimension is left out, which stderr says.

Examples:
  $ riskbook metrics --workspace data/hatecheck --snapshot 2020-07 --json
  $ riskbook metrics --workspace data/hatecheck --by language,policy --json`;

/** `riskbook metrics`: every metric of a workspace, on stdout. */
export function metricsCommand(effects: Effects): Command {
  return newCommand("metrics", effects)
    .description("Compute the metrics of a workspace")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--snapshot <label>", "one release of the package, by label or content hash (default: all)")
    .option("--by <dimensions>", "split by these dimensions, separated by commas")
    .option("--json", "print an array of JSON objects instead of a table")
    .addHelpText("after", details)
    .action(async (options: MetricsOptions) => {
      effects.setExitCode(await withErrors(effects, () => printMetrics(options, effects)));
    });
}

/** Runs `riskbook metrics` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runMetrics(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(metricsCommand, args, effects);
}

async function printMetrics(options: MetricsOptions, effects: Effects): Promise<number> {
  const { prepareData } = await import("../loaders/artefacts/prepareData.js"); // only this command pays for loading it
  const { computeMetrics } = await import("../loaders/artefacts/computeMetrics.js");
  const progress = progressLine(effects.stderr);
  const prepared = await prepareData(userPath(effects, options.workspace), {
    onStep: () => undefined,
    onProgress: progress.show,
  });
  progress.clear();
  const { points, warnings } = await computeMetrics(prepared, {
    snapshot: options.snapshot,
    by: options.by === undefined ? [] : options.by.split(",").map((name) => name.trim()),
  });
  for (const warning of warnings) effects.stderr.write(`warning: ${warning}\n`);
  await writeAll(
    effects.stdout,
    options.json === true ? `${JSON.stringify(points, null, 1)}\n` : formatPoints(points),
  );
  return 0;
}

function formatPoints(points: readonly MetricPoint[]): string {
  const lines = points.map(
    ({ metric, stage, snapshot, slice, value, unit, interval, count, total, effectiveN }) =>
      [
        metric,
        stage,
        snapshot ?? "",
        Object.values(slice).join(","),
        formatValue(value ?? undefined, unit),
        interval === null ? "" : formatValueInterval(interval, unit),
        unit === "share" || unit === "coefficient" ? `${formatCount(count)} of ${formatCount(total)}` : "",
        `n_eff ${formatCount(Math.round(effectiveN))}`,
      ].join("\t"),
  );
  return `${lines.join("\n")}\n`;
}
