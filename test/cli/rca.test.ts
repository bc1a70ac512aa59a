import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRca } from "../../bin/rca.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "riskbook-rca-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, readonly string[]>>;

/** Runs the command on files of the folder; messages name them as the user did. */
async function rca(files: Files, ...args: string[]): Promise<Ran> {
  for (const [name, lines] of Object.entries(files))
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(""));
  const ran = await runIn(folder, runRca, { args });
  return { ...ran, stderr: ran.stderr.replaceAll(`${folder}/`, "") };
}

const ratio = ["--num", "wrong", "--den", "all", "--dims", "language,model"];
const byTime = ["--cube", "cube.csv", "--time", "day", "--at", "2024-01-06", ...ratio];

/** Six days of four languages and two models; on the last, one of them errs three times as often. */
function days(last = 60): string[] {
  const rows = [1, 2, 3, 4, 5, 6].flatMap((day) =>
    ["fr", "de", "es", "it"].flatMap((language) =>
      ["m1", "m2"].map((model) => {
        const wrong = day === 6 && language === "fr" ? last : 20 + ((day * 7) % 3);
        return `2024-01-0${day},${language},${model},${wrong},1000`;
      }),
    ),
  );
  return ["day,language,model,wrong,all", ...rows];
}

type Answer = {
  change: number;
  verdict: string;
  mix: number;
  rate: number;
  causes: { slice: Record<string, string | null>; excess: number; interval: number[]; score: number }[];
  unexplained: number;
};

async function answerOf(files: Files, ...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await rca(files, ...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("rca --json prints one object", () => {
  test("with change, verdict, mix, rate, causes and unexplained", async () => {
    const answer = await answerOf({ "cube.csv": days() }, ...byTime);
    expect(Object.keys(answer)).toEqual(["change", "verdict", "mix", "rate", "causes", "unexplained"]);
    expect(new Set(answer.causes.map((cause) => Object.keys(cause).join()))).toEqual(
      new Set(["slice,excess,interval,score"]),
    );
    expect(answer.verdict).toBe("cause");
    expect(answer.causes[0]?.slice).toEqual({ language: "fr" });
    expect(Math.abs(answer.mix + answer.rate - answer.change)).toBeLessThan(1e-12);
    expect(answer.causes.length).toBeGreaterThanOrEqual(5);
    expect(answer.causes.map(({ score }) => score > 0)).toEqual(answer.causes.map((_, i) => i === 0));
  });

  test("with at least five candidates where nothing changed", async () => {
    const answer = await answerOf({ "cube.csv": days(22) }, ...byTime);
    expect(answer.verdict).toBe("no-evidence");
    expect(answer.causes.length).toBeGreaterThanOrEqual(5);
  });

  test("of two files like of one", async () => {
    const [header = "", ...rows] = days();
    const files = {
      "cube.csv": [header, ...rows],
      "before.csv": [header, ...rows.filter((row) => /^2024-01-0[2-5]/.test(row))],
      "after.csv": [header, ...rows.filter((row) => row.startsWith("2024-01-06"))],
    };
    const ofTwo = await answerOf(files, "--baseline", "before.csv", "--current", "after.csv", ...ratio);
    expect(ofTwo.causes).toEqual((await answerOf(files, ...byTime)).causes);
  });

  test("with a baseline of the distinct times before, in any order of rows", async () => {
    const [header = "", ...rows] = days();
    const one = await answerOf({ "cube.csv": [header, ...rows.toReversed()] }, ...byTime, "--window", "1");
    // 20 + (35 mod 3) = 22 of 1000 on the fifth day; (2 · 60 + 6 · 20) / 8000 on the sixth.
    expect(one.change).toBeCloseTo(0.03 - 0.022, 12);
  });

  test("with null for an empty value", async () => {
    const lines = days().map((line) => line.replace(",fr,", ",,"));
    const answer = await answerOf({ "cube.csv": lines }, ...byTime);
    expect(answer.causes[0]?.slice).toEqual({ language: null });
  });
});

test("rca prints a sentence, a table with the causes marked, and what is left", async () => {
  const { code, stdout } = await rca({ "cube.csv": days() }, ...byTime);
  const lines = stdout.split("\n");
  expect(code).toBe(0);
  expect(lines[0]).toMatch(
    /^wrong of all: 2\.1 % \(.*\) before, 3\.0 % \(240 of 8,000\) after: \+0\.9 points/,
  );
  expect(lines[1]).toBe("Causes found: 1.");
  expect(lines[2]).toMatch(
    /^language fr: 6\.0 % instead of 2\.1 %, 78 more than expected \(95 % interval \d+ to \d+\)\.$/,
  );
  expect(lines.filter((line) => line.startsWith("CAUSE"))).toHaveLength(1);
  expect(stdout).toMatch(/Excess that no named cause explains: −?\d+ wrong\n$/);
});

test("rca refuses a log whose numerators exceed their denominators, with 2", async () => {
  const lines = [...days(), "2024-01-06,nl,m1,9,4"];
  const { code, stdout } = await rca({ "cube.csv": lines }, ...byTime, "--json");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    change: null,
    verdict: "logging-fault",
    mix: null,
    rate: null,
    causes: [],
    unexplained: null,
  });
  expect((await rca({ "cube.csv": lines }, ...byTime)).stdout).toMatch(
    /^No answer, a logging fault: in 1 cells/,
  );
});

test("rca warns of denominators of 0 and of dimensions with one value, and answers", async () => {
  const lines = [...days(), "2024-01-06,nl,m1,0,0"].map((line, i) => `${line},${i === 0 ? "market" : ""}`);
  const dims = [...byTime.slice(0, -1), "language,model,market"];
  const { code, stderr } = await rca({ "cube.csv": lines }, ...dims, "--json");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: [
      "warning: cube.csv: rows with a denominator of 0: 1 (they hold no units)",
      "warning: cube.csv: market: is empty in every row (it cannot tell slices apart)",
      "",
    ].join("\n"),
  });
});

test("rca answers for a dimension of 10,000 values", async () => {
  const rows = ["2024-01-05", "2024-01-06"].flatMap((day) =>
    Array.from({ length: 10_000 }, (_, at) => {
      const wrong = day === "2024-01-06" && at % 4 === 0 ? 4 : 1;
      return `${day},l${at % 4},m${at},${wrong},20`;
    }),
  );
  const answer = await answerOf({ "cube.csv": ["day,language,model,wrong,all", ...rows] }, ...byTime);
  expect([answer.verdict, answer.causes[0]?.slice]).toEqual(["cause", { language: "l0" }]);
});

describe("rca: what cannot be used ends with 3", () => {
  const columns = 'the columns are "day", "language", "model", "wrong", "all"';
  const cases: [what: string, lines: string[], args: string[], stderr: string][] = [
    [
      "a missing column",
      days(),
      [...byTime.slice(0, -1), "langauge"],
      `cube.csv:1: langauge: expected this column, got none (did you mean "language"?); ${columns}\n`,
    ],
    [
      "all wrong rows at once",
      [...days(), "2024-01-06,nl,m1,-1,5", "soon,nl,m1,1,x"],
      byTime,
      'cube.csv:50: wrong: expected a number from 0 up, got "-1"\ncube.csv:51: all: expected a number from 0 up, got "x"\ncube.csv:51: day: expected a number or a time (2022-01-31 or 2022-01-31 15:32), got "soon"\n',
    ],
    [
      "a time that is not there",
      days(),
      [...byTime, "--at", "2024-02-01"],
      '--at: expected a time of cube.csv, where they run from "2024-01-01" to "2024-01-06", got "2024-02-01"\n',
    ],
    [
      "the first time",
      days(),
      [...byTime, "--at", "2024-01-01"],
      '--at: expected a time with earlier ones in cube.csv to compare with, got its first, "2024-01-01"\n',
    ],
    [
      "a window without units",
      ["day,language,model,wrong,all", "2024-01-05,fr,m1,1,5", "2024-01-06,fr,m1,0,0"],
      byTime,
      'cube.csv, "2024-01-06": all: expected a denominator above 0, got only 0\n',
    ],
    [
      "an earlier window without units",
      ["day,language,model,wrong,all", "2024-01-05,fr,m1,0,0", "2024-01-06,fr,m1,1,5"],
      byTime,
      'cube.csv, the times before "2024-01-06": all: expected a denominator above 0, got only 0\n',
    ],
    [
      "no numerator",
      days(),
      ["--cube", "cube.csv", "--time", "day", "--at", "2024-01-06", "--den", "all", "--dims", "model"],
      "--num: expected it beside files, got none\n",
    ],
    [
      "no rows",
      ["day,language,model,wrong,all"],
      byTime,
      "cube.csv: expected rows below the header, got none\n",
    ],
    ["no source", days(), ratio, "--cube: expected it, or --baseline and --current, got none\n"],
    [
      "half a source",
      days(),
      ["--baseline", "cube.csv", ...ratio],
      "--current: expected it beside --baseline, got none\n",
    ],
    [
      "two sources",
      days(),
      [...byTime, "--current", "x"],
      "--cube: expected it or --baseline and --current, got both\n",
    ],
    [
      "no time",
      days(),
      ["--cube", "cube.csv", "--at", "1", ...ratio],
      "--time: expected it beside --cube, got none\n",
    ],
    [
      "no windows",
      days(),
      [...byTime, "--window", "0"],
      '--window: expected a whole number from 1 up, got "0"\n',
    ],
    [
      "a dimension twice",
      days(),
      [...byTime, "--dims", "model,model"],
      '--dims: expected each column once, got "model" twice\n',
    ],
    [
      "a measure as dimension",
      days(),
      [...byTime, "--dims", "model,all"],
      '--dims: expected columns other than those of time, numerator and denominator, got "all"\n',
    ],
  ];
  test.each(cases)("%s", async (...[, lines, args, stderr]) => {
    expect(await rca({ "cube.csv": lines }, ...args, "--json")).toEqual({ code: 3, stdout: "", stderr });
  });
});
