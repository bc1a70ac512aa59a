import { describe, expect, test } from "vitest";
import { runHistory } from "../../bin/history.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { runIn } from "./streams.js";

const yaml = `name: grown
title: Grown
asOf: 2024-03-01T00:00:00Z
sources:
  log: {format: csv, path: log.csv, columns: [at, version, list, what, term]}
tables: {}
`;
const section = `lifecycle:
  history:
    from: log
    columns: {at: at, release: version, list: list, op: what, term: term}
    lists: {"sly\\u202elist": watch, banned: reject}
    bulk: {largerThan: 2}
`;
const log = `at,version,list,what,term
2024-01-01T00:00:00Z,1,sly\u202elist,add,plum
2024-01-03T12:00:00Z,2,sly\u202elist,remove,plum
2024-01-03T12:00:00Z,2,banned,add,plum
2024-02-03T12:00:00Z,3,banned,add,a
2024-02-03T12:00:00Z,3,banned,add,b
2024-02-03T12:00:00Z,3,banned,add,c
`;

async function run(files: Record<string, string>, ...args: string[]) {
  const dir = await workspaceFolder(files);
  const ran = await runIn(process.cwd(), runHistory, { args: ["--workspace", dir, ...args] });
  return { ...ran, stderr: ran.stderr.replaceAll(`${dir}/`, "") };
}

describe("riskbook history", () => {
  test("prints what changed and how often, bulk apart, with names escaped", async () => {
    const { code, stdout } = await run({ "workspace.yaml": yaml + section, "log.csv": log });
    expect(code).toBe(0);
    expect(stdout).toBe(`6 events, 2024-01-01 to 2024-02-03
releases     2, one after another in a median of 2.5 days (quartiles 2.5 and 2.5)
churn        2 added, 1 removed
bulk         1 releases beside these, 3 added, 0 removed
promotions   1 terms, watched for a median of 2.5 days (quartiles 2.5 and 2.5)
duplicates   0 added to a list that held them, 0 left on two lists

sly\\u{202e}list: 0 in the end, 1 added, 1 removed
banned: 4 in the end, 1 added, 0 removed

2024-01      2 releases, 2 added, 1 removed
`);
  });

  test("--json has the same as numbers", async () => {
    const { stdout } = await run({ "workspace.yaml": yaml + section, "log.csv": log }, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      events: 6,
      span: ["2024-01-01T00:00:00Z", "2024-02-03T12:00:00Z"],
      releases: { count: 2, daysBetween: [2.5, 2.5, 2.5] },
      bulk: { releases: 1, added: 3, removed: 0 },
      promotions: { terms: 1, days: [2.5, 2.5, 2.5] },
    });
  });

  test("cannot run on wrong rows, all of them, or without a section: 3", async () => {
    const wrong = `${log}soon,4,baned,put,\n`;
    expect(await run({ "workspace.yaml": yaml + section, "log.csv": wrong })).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringMatching(
        /^log\.csv:8: at: expected a time.*\nlog\.csv:8: what: .*\nlog\.csv:8: term: .*\nlog\.csv:8: list: .*did you mean "banned"/,
      ),
    });
    expect(await run({ "workspace.yaml": yaml, "log.csv": log })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("workspace.yaml: lifecycle.history: expected this section"),
    });
    const astray = (yaml + section).replace("term: term}", "term: word}");
    expect((await run({ "workspace.yaml": astray, "log.csv": log })).stderr).toContain(
      'lifecycle.history.columns.term: expected a column of the source log, got "word"',
    );
  });
});
