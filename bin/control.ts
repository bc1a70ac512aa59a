import type { Command } from "commander";
import type { SeriesRow } from "../loaders/tables/readSeries.js";
import { readSeries } from "../loaders/tables/readSeries.js";
import { chartNames, chartSeries } from "../src/control/chartSeries.js";
import type { ChartName } from "../src/control/chartSeries.js";
import type { ControlPoint } from "../src/control/controlPoint.js";
import { DataError, quote } from "../src/model/dataError.js";
import { anyOf } from "../src/model/expected.js";
import { didYouMean } from "../src/model/nearest.js";
import type { Effects } from "./effects.js";
import { userPath } from "./effects.js";
import { newCommand, runCommand, withErrors, writeAll } from "./runCommand.js";

type ControlOptions = {
  readonly series: string;
  readonly time: string;
  readonly value?: string;
  readonly count?: string;
  readonly total?: string;
  readonly chart?: string;
  readonly json?: boolean;
};

const details = `
Prints a period a row: its value, the limits between which it would lie had nothing changed, and whether it is out.
With --json: [{"at","value","low","high","alarm"}], at as written; value, low and high are null for a period without
data (a total of 0). Times ascend, single values may repeat one: 2022-01-31, 2022-01-31 15:32:32 (UTC unless it has a zone), or whole numbers of days.

Charts of shares (--count and --total; their share is the value, and --value is not read):
  latest      laney, with the last period judged as for an alert: with the two before it, at a chance of at most 7 % of a
              false alarm; seasonal where days clearly have a weekly pattern (the default)
  laney       p-chart whose limits also hold what periods differ by beyond chance
  p           p-chart: with large totals nearly every day is out
  ewma        smoothed, for small shifts that last
  seasonal    against the same weekday, for shorter periods against the same hour
  individuals each share as a single value
Charts of single values (--value):
  latest      seasonal, with the last period judged as of shares where periods last a day or longer (the default)
  seasonal    against the same hour or weekday, a level that follows and the size of its usual departures; marks the
              first value outside after a day inside
  individuals mean and moving range; takes values as independent
  ewma        the same, smoothed
Shares of fewer than 30 units never alarm. Alarms do not change the exit code.

Examples:
  $ riskbook control --series fpr.csv --time day --count wrong --total reviewed
  $ riskbook control --series latency.csv --time at --value p95 --json
  $ riskbook control --series fpr.csv --time day --count wrong --total reviewed --chart ewma --json`;

/** `riskbook control`: a series of a file against its control limits, on stdout. */
export function controlCommand(effects: Effects): Command {
  return newCommand("control", effects)
    .description("Mark the periods of a series that are out of control")
    .requiredOption("--series <file>", "CSV file with a row a period (.gz too)")
    .requiredOption("--time <column>", "column with the times")
    .option("--value <column>", "column with the values; not needed with --count and --total")
    .option("--count <column>", "column with the numerators of shares")
    .option("--total <column>", "column with the denominators of shares")
    .option("--chart <name>", `${chartNames.join(", ")} (default: latest)`)
    .option("--json", "print an array of JSON objects instead of a table")
    .addHelpText("after", details)
    .action(async (options: ControlOptions) => {
      effects.setExitCode(await withErrors(effects, () => printChart(options, effects)));
    });
}

/** Runs `riskbook control` on its arguments and returns the exit code: 0, or 3 when it could not run. */
export function runControl(args: readonly string[], effects: Effects): Promise<number> {
  return runCommand(controlCommand, args, effects);
}

async function printChart(options: ControlOptions, effects: Effects): Promise<number> {
  const chart = chartOf(options);
  const { time, value, count, total } = options;
  const { rows, warnings } = await readSeries(userPath(effects, options.series), {
    time,
    value,
    count,
    total,
  });
  for (const warning of warnings) effects.stderr.write(`warning: ${warning}\n`);
  const points = chartSeries(rows, chart);
  await writeAll(effects.stdout, options.json === true ? toJson(rows, points) : toTable(rows, points));
  return 0;
}

/** The chart that the options ask for; shares need both of their columns. */
function chartOf({ value, count, total, chart }: ControlOptions): ChartName {
  const shares = count !== undefined && total !== undefined;
  if (!shares && (count !== undefined || total !== undefined)) {
    const [missing, given] = count === undefined ? ["--count", "--total"] : ["--total", "--count"];
    throw optionError(missing, `expected it beside ${given}, got none`);
  }
  if (!shares && value === undefined)
    throw optionError("--value", "expected it, or --count and --total, got none");
  const found = chartNames.find((name) => name === (chart ?? "latest"));
  if (found === undefined) {
    throw optionError(
      "--chart",
      `expected ${anyOf(chartNames)}, got ${quote(chart)}${didYouMean(chart ?? "", chartNames)}`,
    );
  }
  if (!shares && (found === "p" || found === "laney")) {
    throw optionError("--chart", `expected --count and --total with ${quote(found)}, got none`);
  }
  return found;
}

function optionError(source: string, message: string): DataError {
  return new DataError([{ source, message }]);
}

function toJson(rows: readonly SeriesRow[], points: readonly ControlPoint[]): string {
  const lines = points.map(({ value = null, low = null, high = null, alarm }, i) =>
    JSON.stringify({ at: rows[i]?.at, value, low, high, alarm }),
  );
  return `[\n${lines.join(",\n")}\n]\n`;
}

function toTable(rows: readonly SeriesRow[], points: readonly ControlPoint[]): string {
  const cells = points.map(({ value, low, high, alarm }, i) => [
    rows[i]?.at ?? "",
    ...[value, low, high].map(toCell),
    alarm ? "ALARM" : "",
  ]);
  const table = [["time", "value", "low", "high", ""], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const alarms = points.filter(({ alarm }) => alarm).length;
  return `${lines.join("\n")}\n${alarms} of ${points.length} periods in alarm\n`;
}

function toCell(value: number | undefined): string {
  return value === undefined ? "no data" : String(Number(value.toPrecision(5)));
}
