import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readSeries } from "../loaders/tables/readSeries.js";
import { chartSeries } from "../src/control/chartSeries.js";
import type { ChartName } from "../src/control/chartSeries.js";
import { parseTime } from "../src/model/time.js";

// How well the marks of each chart fit the labelled windows of the Numenta Anomaly Benchmark.
// Run with `npm run bench:nab`. A window is found when it holds an alarm, however many; every alarm outside all windows
// is false. Precision = found / (found + false), recall = found / windows. Nothing is fitted to a series by hand.

const root = fileURLToPath(new URL("../../shared/data/trend-nab/", import.meta.url));
const charts: readonly ChartName[] = ["latest", "individuals", "ewma"];

type Window = readonly [fromMs: number, toMs: number];
type Score = { found: number; windows: number; false: number };

const labels: Record<string, [string, string][]> = JSON.parse(readFileSync(`${root}windows.json`, "utf8"));

async function scoreFile(name: string, chart: ChartName): Promise<Score> {
  const windows = (labels[name] ?? []).map(([from, to]): Window => [timeOf(from), timeOf(to)]);
  const { rows } = await readSeries(root + name, { time: "timestamp", value: "value" });
  const points = chartSeries(rows, chart);
  const alarms = rows.filter((_, i) => points[i]?.alarm).map(({ atMs }) => atMs);
  return {
    found: windows.filter((window) => alarms.some((atMs) => holds(window, atMs))).length,
    windows: windows.length,
    false: alarms.filter((atMs) => !windows.some((window) => holds(window, atMs))).length,
  };
}

function holds([from, to]: Window, atMs: number): boolean {
  return atMs >= from && atMs <= to;
}

function timeOf(text: string): number {
  const time = parseTime(text, "UTC");
  if (time === undefined) throw new Error(`Expected a time in windows.json, got ${text}`);
  return time;
}

function formatScore({ found, windows, false: wrong }: Score): string {
  const precision = found + wrong === 0 ? "–" : (found / (found + wrong)).toFixed(2);
  return `${found} of ${windows}, ${wrong} false | ${precision} | ${(found / windows).toFixed(2)}`;
}

process.stdout.write(
  "| chart | series | windows found | precision | recall |\n| --- | --- | ---: | ---: | ---: |\n",
);
for (const chart of charts) {
  const total: Score = { found: 0, windows: 0, false: 0 };
  for (const name of Object.keys(labels)) {
    const score = await scoreFile(name, chart);
    process.stdout.write(`| ${chart} | ${name.replace(/^.*\/|\.csv$/g, "")} | ${formatScore(score)} |\n`);
    total.found += score.found;
    total.windows += score.windows;
    total.false += score.false;
  }
  process.stdout.write(`| **${chart}** | **all** | ${formatScore(total)} |\n`);
}
