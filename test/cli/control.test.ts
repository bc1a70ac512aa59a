import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runControl } from "../../bin/control.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "riskbook-control-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command in the folder; messages name the file as the user did where that is the process's folder, too. */
async function control(lines: readonly string[], ...args: string[]): Promise<Ran> {
  writeFileSync(join(folder, "series.csv"), lines.map((line) => `${line}\n`).join(""));
  const ran = await runIn(folder, runControl, { args: ["--series", "series.csv", "--time", "day", ...args] });
  return { ...ran, stderr: ran.stderr.replaceAll(`${folder}/`, "") };
}

type Point = { at: string; value: number | null; low: number | null; high: number | null; alarm: boolean };

async function pointsOf(lines: readonly string[], ...args: string[]): Promise<Point[]> {
  const { code, stdout, stderr } = await control(lines, ...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

const counts = ["--count", "wrong", "--total", "all"];
const dayOf = (i: number): string => new Date(i * 86_400_000).toISOString().slice(0, 10);
const shares = [
  "day,wrong,all",
  ...Array.from({ length: 20 }, (_, i) => `${dayOf(i)},${100 + ((i * 7) % 5)},1000`),
  `${dayOf(20)},0,0`,
  `${dayOf(21)},190,1000`,
];
const values = [
  "day,value",
  ...Array.from({ length: 40 }, (_, i) => `${dayOf(i)},${i === 30 ? 90 : 10 + ((i * 7) % 5)}`),
];

describe("control --json prints a period an object", () => {
  test("of shares on Laney's chart with the last day judged, days as written, a day without data without limits", async () => {
    const points = await pointsOf(shares, ...counts);
    expect(new Set(points.map((point) => Object.keys(point).join()))).toEqual(
      new Set(["at,value,low,high,alarm"]),
    );
    expect(points).toHaveLength(22);
    expect(points[0]).toMatchObject({ at: "1970-01-01", value: 0.1, alarm: false });
    expect(points[20]).toEqual({ at: "1970-01-21", value: null, low: null, high: null, alarm: false });
    expect(points[21]).toMatchObject({ value: 0.19, alarm: true });
    expect(points.filter(({ alarm }) => alarm)).toHaveLength(1);
    expect(await pointsOf(shares, ...counts, "--chart", "latest")).toEqual(points);
    const laney = await pointsOf(shares, ...counts, "--chart", "laney");
    expect(points.slice(0, -1)).toEqual(laney.slice(0, -1));
    expect(points[21]?.high).toBeLessThan(laney[21]?.high ?? 0);
  });

  test.each(["p", "ewma", "individuals", "seasonal"])("of shares on the chart %s", async (chart) => {
    expect((await pointsOf(shares, ...counts, "--chart", chart))[21]).toMatchObject({
      value: 0.19,
      alarm: true,
    });
  });

  test.each(["latest", "seasonal", "individuals", "ewma"])("of values on the chart %s", async (chart) => {
    const points = await pointsOf(values, "--value", "value", "--chart", chart);
    expect(points[30]).toMatchObject({ at: "1970-01-31", value: 90, alarm: true });
    expect(points[10]?.alarm).toBe(false);
  });

  test("of values on the seasonal chart when none is named, but for the last day", async () => {
    const args = ["--value", "value"];
    const [latest, seasonal] = [
      await pointsOf(values, ...args),
      await pointsOf(values, ...args, "--chart", "seasonal"),
    ];
    expect(latest.slice(0, -1)).toEqual(seasonal.slice(0, -1));
    expect(latest.at(-1)?.high).toBeLessThan(seasonal.at(-1)?.high ?? 0);
  });

  test("keeps values that repeat a time, and says so", async () => {
    const lines = ["day,value", "2024-03-31 02:00:00,1", "2024-03-31 02:00:00,2", "2024-03-31T03:00:00Z,3"];
    const { stdout, stderr } = await control(lines, "--value", "value", "--json");
    const points: Point[] = JSON.parse(stdout);
    expect(points.map(({ at }) => at)).toEqual([
      "2024-03-31 02:00:00",
      "2024-03-31 02:00:00",
      "2024-03-31T03:00:00Z",
    ]);
    expect(stderr).toBe(
      "warning: series.csv:3: times that repeat the one of the row before: 1 (kept, in the order of the file)\n",
    );
  });
});

test("control prints a table with the alarms marked and counted", async () => {
  const { code, stdout } = await control(shares, ...counts);
  const lines = stdout.split("\n");
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^time +value +low +high$/);
  expect(lines[21]).toMatch(/^1970-01-21 +no data +no data +no data$/);
  expect(lines[22]).toMatch(/^1970-01-22 +0\.19 .* ALARM$/);
  expect(lines[23]).toBe("1 of 22 periods in alarm");
});

describe("control: what cannot be used ends with 3", () => {
  const columns = 'the columns are "day", "wrong", "all"';
  const cases: [what: string, lines: string[], args: string[], stderr: string][] = [
    [
      "a missing column",
      ["day,wrong,all", "2024-01-01,1,2"],
      ["--count", "wrnog", "--total", "all"],
      `series.csv:1: wrnog: expected this column, got none (did you mean "wrong"?); ${columns}\n`,
    ],
    [
      "all wrong rows at once",
      ["day,wrong,all", "2024-01-01,3,2", "soon,1,2", "2024-01-03,x,2", "2024-01-04,1", "2024-01-05,1,-2"],
      counts,
      [
        'series.csv:2: wrong: expected a count up to its total of 2, got "3"',
        'series.csv:3: day: expected a time (2022-01-31 or 2022-01-31 15:32:32) or a whole number, got "soon"',
        'series.csv:4: wrong: expected a number from 0 up, got "x"',
        "series.csv:5: expected 3 columns, got 2",
        'series.csv:6: all: expected a number from 0 up, got "-2"',
        "",
      ].join("\n"),
    ],
    [
      "times that go back or repeat",
      ["day,wrong,all", "2024-01-02,1,2", "2024-01-01,1,2", "2024-01-03,1,2", "2024-01-03,1,2"],
      counts,
      'series.csv:3: day: expected a time after "2024-01-02", got "2024-01-01"\nseries.csv:5: day: expected each time once, got "2024-01-03"\n',
    ],
    ["an empty file", [], counts, "series.csv: expected a header line, got an empty file\n"],
    ["no rows", ["day,wrong,all"], counts, "series.csv: expected rows below the header, got none\n"],
    [
      "values that are not there",
      ["day,wrong,all", "2024-01-01,,2"],
      ["--value", "wrong"],
      'series.csv:2: wrong: expected a number, got ""\n',
    ],
    [
      "a count alone",
      ["day,wrong,all"],
      ["--count", "wrong"],
      "--total: expected it beside --count, got none\n",
    ],
    ["neither", ["day,wrong,all"], [], "--value: expected it, or --count and --total, got none\n"],
    [
      "an unknown chart",
      ["day,wrong,all"],
      [...counts, "--chart", "lanye"],
      '--chart: expected "latest", "p", "laney", "ewma", "individuals" or "seasonal", got "lanye" (did you mean "laney"?)\n',
    ],
    [
      "a chart of shares of values",
      ["day,wrong,all"],
      ["--value", "wrong", "--chart", "p"],
      '--chart: expected --count and --total with "p", got none\n',
    ],
  ];
  test.each(cases)("%s", async (...[, lines, args, stderr]) => {
    expect(await control(lines, ...args, "--json")).toEqual({ code: 3, stdout: "", stderr });
  });
});
