import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSimulate } from "../../bin/simulate.js";
import { tempFolder } from "../sources/tempFolder.js";
import { ingestFolder } from "../tables/exampleWorkspace.js";
import { runIn } from "./streams.js";

const size = ["--seed", "1", "--days", "10", "--items", "400"];

test("simulate writes a workspace that is read without a rejected row, and a summary as JSON", async () => {
  const dir = await tempFolder({});
  const { code, stdout, stderr } = await runIn(dir, runSimulate, {
    args: ["--out", "ads", ...size, "--json"],
  });
  expect([code, stderr]).toEqual([0, ""]);
  const summary: { rows: Record<string, number>; incidents: unknown[] } = JSON.parse(stdout);
  expect(summary.rows["items"]).toBe(400);
  const { counts } = await ingestFolder(join(dir, "ads"));
  expect(counts.map(({ source, rejected }) => [source, rejected])).toEqual([
    ["items", 0],
    ["events", 0],
    ["delivery", 0],
    ["feedback", 0],
    ["policies", 0],
    ["reviewers", 0],
    ["package", 0],
  ]);
  expect(counts.map(({ rows }) => rows).slice(0, 2)).toEqual([400, summary.rows["events"]]);
  expect(await readFile(join(dir, "ads/workspace.yaml"), "utf8")).toContain("title: Ads (simulated)\n");
  expect(await readdir(dir)).toEqual(["ads"]);
});

test("simulate without --json prints a line for each file and incident", async () => {
  const dir = await tempFolder({ "plan.yaml": "- {kind: overload, day: 3, queue: care}\n" });
  const { stdout } = await runIn(dir, runSimulate, {
    args: ["--out", "ads", ...size, "--plant", "plan.yaml"],
  });
  expect(stdout).toContain("items\t400\n");
  expect(stdout).toContain("overload-1\tday 3, for 7\n");
});

test("simulate takes the place of what it wrote before and of a run that was interrupted, and of nothing else", async () => {
  const dir = await tempFolder({ "mine/notes.txt": "mine", ".ads.simulating/items/half.csv": "item_id\n" });
  await mkdir(join(dir, "empty"));
  for (const out of ["ads", "ads", "empty"])
    expect((await runIn(dir, runSimulate, { args: ["--out", out, ...size] })).code).toBe(0);
  expect((await readdir(dir)).toSorted()).toEqual(["ads", "empty", "mine"]);
  const refused = await runIn(dir, runSimulate, { args: ["--out", "mine", ...size] });
  expect(refused.code).toBe(3);
  expect(refused.stderr.replaceAll(`${dir}/`, "")).toBe(
    "mine: expected a new, empty or simulated folder (one with simulated.json), got one that holds 1 other file\n",
  );
  expect(await readdir(join(dir, "mine"))).toEqual(["notes.txt"]);
});

describe("simulate: what cannot be used ends with 3", () => {
  const plans: [plan: string, stderr: string[]][] = [
    [
      "- {kind: broad-therm, day: 1}\n",
      ['plan.yaml:1:10: 0.kind: expected "broad-term"', 'got "broad-therm" (did you mean "broad-term"?)'],
    ],
    ["- {kind: overload, day: 10}\n", ["plan.yaml:1:25: 0.day: expected a day from 0 to 9, got 10\n"]],
    ["- {kind: overload, day: -1}\n", ["plan.yaml:1:25: 0.day: expected a whole number from 0, got -1\n"]],
    [
      "- {kind: overload, day: 1, language: de}\n",
      ['plan.yaml:1:38: 0.language: expected queue for overload, got language "de"\n'],
    ],
    [
      "- {kind: duplicates, day: 1, market: DE}\n",
      ['plan.yaml:1:38: 0.market: expected no slice for duplicates, got market "DE"\n'],
    ],
    [
      "- {kind: overload, day: 1, mode: gap}\n",
      ["plan.yaml:1:34: 0.mode: expected mode for logging-fault alone, got it for overload\n"],
    ],
    [
      "- {kind: overload, day: 1}\n- {kind: overload, day: 4}\n",
      ["plan.yaml:2:25: 1.day: expected no two overload at once, got day 4 and day 1\n"],
    ],
    ["- {kind: overload, day: 1, dais: 3}\n", ['got "dais" (did you mean "days"?)']],
    ["overload\n", ["plan.yaml:1:1: expected a list"]],
  ];
  test.each(plans)("plan %j", async (plan, wanted) => {
    const dir = await tempFolder({ "plan.yaml": plan });
    const { code, stderr, stdout } = await runIn(dir, runSimulate, {
      args: ["--out", "ads", ...size, "--plant", "plan.yaml"],
    });
    expect([code, stdout]).toEqual([3, ""]);
    for (const text of wanted) expect(stderr.replaceAll(`${dir}/`, "")).toContain(text);
    expect(await readdir(dir)).toEqual(["plan.yaml"]);
  });

  test("sizes, all at once", async () => {
    const dir = await tempFolder({});
    const args = ["--out", "ads", "--seed", "-1", "--days", "0", "--items", "many"];
    expect(await runIn(dir, runSimulate, { args })).toEqual({
      code: 3,
      stdout: "",
      stderr: [
        '--seed: expected a whole number from 0 to 2147483647, got "-1"',
        '--days: expected a whole number from 1 to 3650, got "0"',
        '--items: expected a whole number from 1 to 100000000, got "many"\n',
      ].join("\n"),
    });
  });

  test("a plan that there is not, and a file in the place of the folder", async () => {
    const dir = await tempFolder({});
    await writeFile(join(dir, "ads"), "");
    const none = await runIn(dir, runSimulate, { args: ["--out", "new", ...size, "--plant", "none.yaml"] });
    expect([none.code, none.stderr.replaceAll(`${dir}/`, "")]).toEqual([
      3,
      "none.yaml: expected a file, got none\n",
    ]);
    const file = await runIn(dir, runSimulate, { args: ["--out", "ads", ...size] });
    expect([file.code, file.stderr.replaceAll(`${dir}/`, "")]).toEqual([
      3,
      "ads: expected a folder, got a file\n",
    ]);
  });
});
