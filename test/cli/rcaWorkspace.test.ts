import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runRca } from "../../bin/rca.js";
import { writeDailyWorkspace } from "../../bench/dailyWorkspace.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "riskbook-rca-"));
  // From 2024-02-01 on; four releases of the package in January.
  await writeDailyWorkspace(join(folder, "ws"), { days: 8, judgmentsADay: 600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fpr = ["--workspace", "ws", "--metric", "fpr", "--stage", "human"];

async function rca(...args: string[]): Promise<Ran> {
  const ran = await runIn(folder, runRca, { args });
  return { ...ran, stderr: ran.stderr.replaceAll(`${folder}/`, "") };
}

test("rca --workspace explains a metric of two windows of days, with the keys of files and its own", async () => {
  const { code, stdout } = await rca(...fpr, "--window", "4", "--json");
  const answer = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(Object.keys(answer)).toEqual([
    "change",
    "verdict",
    "mix",
    "rate",
    "causes",
    "unexplained",
    "kind",
    "slice",
    "since",
    "event",
    "from",
    "to",
  ]);
  expect([answer.kind, answer.event]).toEqual(["no-evidence", null]);
  // 8 days of 200 posts with three judgments, a fifth of them violating.
  expect(answer.from.total + answer.to.total).toBeGreaterThan(8 * 600 * 0.75);
});

test("rca --workspace prints sentences, and looks in the dimensions asked for", async () => {
  const { code, stdout } = await rca(...fpr, "--at", "2024-02-06", "--window", "3", "--by", "language");
  const [first = "", second = ""] = stdout.split("\n");
  expect(code).toBe(0);
  expect(first).toMatch(
    /^False positive rate, human, 2024-02-01 to 2024-02-03 against 2024-02-04 to 2024-02-06: /,
  );
  expect(second).toBe("no-evidence: not distinguishable from noise.");
  expect(stdout).not.toContain("policy");
});

test("rca --workspace looks at all metrics where none is named, and at all stages of one", async () => {
  const all = await rca("--workspace", "ws", "--window", "4", "--json");
  const { looked, moves } = JSON.parse(all.stdout);
  expect([all.code, looked, moves.length]).toEqual([0, moves.length, looked]);
  const named = moves.map(({ metric, stage }: { metric: string; stage: string }) => `${metric} ${stage}`);
  expect(named.toSorted()).toEqual([
    "accuracy human",
    "fdr human",
    "final_rejections human",
    "fnr human",
    "fpr human",
  ]);
  expect(moves.every(({ isMove }: { isMove: boolean }) => !isMove)).toBe(true);
  const { stdout } = await rca("--workspace", "ws", "--metric", "precision", "--window", "4");
  expect(stdout).toMatch(/^Precision, human, 2024-02-01 to 2024-02-04 against /);
  const none = await rca("--workspace", "ws", "--window", "4");
  expect(none.stdout).toBe(
    "5 metrics looked at, 0 moved beyond chance (5 % of those named may be false, Benjamini and Hochberg).\n",
  );
});

const wrong: [what: string, args: string[], stderr: string][] = [
  [
    "an unknown metric",
    [...fpr, "--metric", "fprr"],
    '--metric: expected final_rejections, accuracy, fpr, fdr, fnr, leakage, precision, recall, got "fprr" (did you mean "fpr"?)\n',
  ],
  ["an unknown stage", [...fpr, "--stage", "auto"], '--stage: expected human, got "auto"\n'],
  [
    "a day without labels",
    [...fpr, "--at", "2024-03-01"],
    '--at: expected a day from 2024-02-01 to 2024-02-08, got "2024-03-01"\n',
  ],
  [
    "an earlier window without labels",
    [...fpr, "--at", "2024-02-02", "--window", "2"],
    '--at: expected a day with units in the window before it, 2024-01-30 to 2024-01-31, got none ("2024-02-02")\n',
  ],
  [
    "several metrics and no day",
    ["--workspace", "ws", "--at", "soon"],
    '--at: expected a day from 2024-02-01 to 2024-02-08, got "soon"\n',
  ],
  [
    "several metrics and a day without any",
    ["--workspace", "ws", "--at", "2025-01-01"],
    "--at: expected a metric with decisions in both windows, got none\n",
  ],
  [
    "an unknown dimension",
    [...fpr, "--by", "langage"],
    '--by: expected dimensions of language, policy, labelSource, got "langage" (did you mean "language"?)\n',
  ],
  ["no windows", [...fpr, "--window", "0"], '--window: expected a whole number from 1 up, got "0"\n'],
  [
    "events that are none, all at once",
    [...fpr, "--events", "events.csv"],
    'events.csv:2: at: expected a time (2022-01-31T15:32:00Z), got "soon"\nevents.csv:3: kind: expected package, model, policy, staffing, sampling, routing, software, got "magic"\n',
  ],
];
test.each(wrong)("rca --workspace: %s ends with 3", async (...[, args, stderr]) => {
  writeFileSync(
    join(folder, "events.csv"),
    "release_id,at,kind\nr1,soon,model\nr2,2024-02-05T00:00:00Z,magic\nr3,2024-02-05T00:00:00Z,model\n",
  );
  expect(await rca(...args, "--json")).toEqual({ code: 3, stdout: "", stderr });
});
