import { writeFile, mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Option } from "commander";
import type { Command } from "commander";
import type { MetricKind } from "../src/model/metric.js";
import { DataError, quote } from "../src/model/dataError.js";
import { readMetrics } from "../loaders/tables/readMetrics.js";
import { readWorkspace } from "../loaders/tables/readWorkspace.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type NewOptions = { readonly workspace: string };

const details = `
Writes a file that works as it is, to be edited: the definition of a metric into metrics/ of the workspace, or a page with
a chart into src/. A file that is there already is left alone.

Examples:
  $ riskbook new metric wrongful_share --workspace data/mine
  $ riskbook new metric label_lag_p90 --kind quantile --workspace data/mine
  $ riskbook new page wrongful --metric wrongful_share --workspace data/mine`;

/** `riskbook new metric|page NAME`: a small file that works, to be edited. */
export function newFileCommand(effects: Effects): Command {
  const command = newCommand("new", effects)
    .description("Write the file of a new metric or page")
    .addHelpText("after", details);
  const run = async (write: () => Promise<string>): Promise<void> => {
    const exitCode = await withErrors(effects, async () => {
      await writeAll(effects.stdout, `${await write()}\n`);
      return 0;
    });
    effects.setExitCode(exitCode);
  };
  command.addCommand(
    newCommand("metric", effects)
      .description("Write metrics/NAME.yaml of a workspace")
      .argument("<name>", "id of the metric, e.g. wrongful_share")
      .option("--workspace <dir>", "folder with a workspace.yaml", "data/hatecheck")
      .addOption(new Option("--kind <kind>", "what it is").choices(Object.keys(metricTexts)).default("ratio"))
      .action((name: string, { workspace, kind }: NewOptions & { kind: MetricKind }) =>
        run(() => newMetric(name, { workspace: userPath(effects, workspace), kind })),
      ),
  );
  command.addCommand(
    newCommand("page", effects)
      .description("Write src/NAME.md")
      .argument("<name>", "name of the page in its address, e.g. wrongful")
      .option("--metric <id>", "the metric of its chart", "fpr")
      .option("--workspace <dir>", "workspace that has the metric", "data/hatecheck")
      .action((name: string, { metric, workspace }: NewOptions & { metric: string }) =>
        run(() =>
          newPage(name, { metric, workspace: userPath(effects, workspace), src: userPath(effects, "src") }),
        ),
      ),
  );
  return command;
}

/** Runs `riskbook new` on its arguments and returns the exit code: 0, or 3 when nothing was written. */
export function runNew(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(newFileCommand, args, effects);
}

async function newMetric(
  name: string,
  { workspace, kind }: { workspace: string; kind: MetricKind },
): Promise<string> {
  checkName(name, /^[a-z][a-z0-9_]*$/, "an id of lower-case letters, digits and underscores");
  const metrics = await readMetrics((await readWorkspace(workspace)).dir);
  if (metrics.some(({ id }) => id === name))
    throw refusal(`expected an id that no metric has, got ${quote(name)}`);
  const label = titleOf(name);
  const text = `${metricTexts[kind].comment}\n${name}:\n  label: ${label}\n  short: ${label}\n${metricTexts[kind].keys}`;
  return write(join(workspace, "metrics", `${name}.yaml`), text);
}

/** What a definition of each kind says beside its names, each one working as it is. */
const metricTexts = {
  ratio: {
    comment:
      "# Measures: tp, fp, fn, tn (rejected and violating, rejected and good, approved and violating, approved and good).",
    keys: `  numerator: [fp]
  denominator: [tp, fp, fn, tn]
  numeratorLabel: good items rejected
  denominatorLabel: labelled decisions
  good: down
  definition: Of all decisions with a truth label, the share that rejected a good item.
`,
  },
  count: {
    comment: "# Measures as of a ratio, summed over the period of the data.",
    keys: `  kind: count
  numerator: [fp]
  numeratorLabel: good items rejected
  good: down
  definition: How many good items were rejected in the period of the data.
`,
  },
  agreement: {
    comment: "# Coefficients: ac1 (Gwet), alpha (Krippendorff), of the judgments of one item by people.",
    keys: `  kind: agreement
  coefficient: ac1
  good: up
  definition: Agreement of the judgments of one item beyond chance.
`,
  },
  quantile: {
    comment:
      "# Measures: label_lag (hours from a decision to its label). at: 0.5 is the median, 0.95 is p95.",
    keys: `  kind: quantile
  measure: label_lag
  at: 0.9
  good: down
  definition: Nine of ten labels came within this many hours of the decision.
`,
  },
} as const satisfies Record<MetricKind, { comment: string; keys: string }>;

async function newPage(
  name: string,
  { metric, workspace, src }: { metric: string; workspace: string; src: string },
): Promise<string> {
  if (!existsSync(src)) throw refusal("expected to run in the folder of a project, got one without src");
  checkName(name, /^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
  const ids = (await readMetrics((await readWorkspace(workspace)).dir)).map(({ id }) => id);
  if (!ids.includes(metric)) throw refusal(`expected a metric of ${ids.join(", ")}, got ${quote(metric)}`);
  const title = titleOf(name);
  return write(
    join(src, `${name}.md`),
    `---
title: ${title}
---

# ${title}

\`\`\`chart
trend ${metric} stage=auto
\`\`\`
`,
  );
}

async function write(file: string, text: string): Promise<string> {
  if (existsSync(file)) throw refusal(`expected a name that is free, got ${file}, which is there already`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: "wx" });
  return file;
}

function checkName(name: string, pattern: RegExp, expected: string): void {
  if (!pattern.test(name)) throw refusal(`expected ${expected}, got ${quote(name)}`);
}

function refusal(message: string): DataError {
  return new DataError([{ source: "riskbook new", message }]);
}

function titleOf(name: string): string {
  const words = name.replaceAll(/[-_]/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
