import type { Command } from "commander";
import type { MetricExplanation } from "../loaders/artefacts/explainMetric.js";
import type { MetricPoint } from "../loaders/artefacts/computeMetrics.js";
import { formatCount, formatValue, formatValueInterval } from "../src/metrics/format.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { progressLine } from "./progressLine.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type ExplainOptions = { readonly workspace: string; readonly json?: boolean };

const details = `
Says what a metric is, from the definition that computes it, and what it is now: its value for each stage and source of
labels, with what the value rests on. Metrics are built in or stand in metrics/*.yaml of the workspace.

Examples:
  $ riskbook explain fpr
  $ riskbook explain recall --workspace data/davidson --json`;

/** `riskbook explain METRIC`: definition and present values of a metric, on stdout. */
export function explainCommand(effects: Effects): Command {
  return newCommand("explain", effects)
    .description("Say what a metric is and what it is now")
    .argument("<metric>", "id of a metric, e.g. fpr")
    .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
    .option("--json", "print a JSON object")
    .addHelpText("after", details)
    .action(async (metric: string, options: ExplainOptions) => {
      effects.setExitCode(await withErrors(effects, () => printExplanation(metric, options, effects)));
    });
}

/** Runs `riskbook explain` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runExplain(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(explainCommand, args, effects);
}

async function printExplanation(metric: string, options: ExplainOptions, effects: Effects): Promise<number> {
  const { explainMetric } = await import("../loaders/artefacts/explainMetric.js"); // only this command pays for loading it
  const progress = progressLine(effects.stderr);
  const explanation = await explainMetric(userPath(effects, options.workspace), metric, {
    onStep: () => undefined,
    onProgress: progress.show,
  });
  progress.clear();
  const text =
    options.json === true ? `${JSON.stringify(explanation, null, 1)}\n` : formatExplanation(explanation);
  await writeAll(effects.stdout, text);
  return 0;
}

function formatExplanation(explanation: MetricExplanation): string {
  const { metric, formula, interval, scoredBy, values } = explanation;
  const { label, short, numeratorLabel, denominatorLabel, definition, notToBeConfusedWith } = metric;
  const lines = [
    short === label ? label : `${label} (${short})`,
    `  ${formula}`,
    `  ${metric.kind === "ratio" ? `${numeratorLabel} / ${denominatorLabel}` : numeratorLabel}`,
    "",
    definition,
    ...(notToBeConfusedWith === undefined ? [] : [`Not to be confused with: ${notToBeConfusedWith}`]),
    "",
    `kind             ${metric.kind}`,
    `better           ${metric.good === "up" ? "higher" : "lower"}`,
    `target           ${metric.target === undefined ? "none" : formatValue(metric.target, metric.unit)}`,
    `interval         ${interval}`,
    `smallest n       ${metric.minN}; below it a value never alerts`,
    `labels mature    ${metric.maturesAfter === undefined ? "not declared" : `after ${metric.maturesAfter}`}`,
    `truth            ${scoredBy}`,
    "",
    ...(values.length === 0
      ? ["No data in this workspace."]
      : values.map((point) => valueLine(point, explanation))),
  ];
  return `${lines.join("\n")}\n`;
}

function valueLine(point: MetricPoint, { metric, periods }: MetricExplanation): string {
  const { stage, snapshot, slice, value, unit, interval, count, total, effectiveN } = point;
  const what = snapshot === null ? stage : `${stage}, package ${snapshot}`;
  const source = slice["labelSource"] === undefined ? "" : `, labels: ${slice["labelSource"] ?? "none"}`;
  const range = interval === null ? "" : ` (${formatValueInterval(interval, unit)})`;
  const effective = `effective n ${formatCount(Math.round(effectiveN))}`;
  const period = periods[stage];
  const basis = {
    ratio: `${formatCount(count)} of ${formatCount(total)}, ${effective}`,
    count: `${effective}${period === undefined ? ", no dates" : `, ${period.join(" to ")}`}`,
    agreement: `${formatCount(count)} of ${formatCount(total)} items with all judgments alike`,
    quantile: `${formatCount(total)} labels`,
  }[metric.kind];
  return `${`${what}${source}`.padEnd(32)} ${formatValue(value ?? undefined, unit)}${range}; ${basis}`;
}
