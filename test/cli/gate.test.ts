import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { runGate } from "../../bin/gate.js";
import { workspaceFolder } from "../artefacts/preparedFolder.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { runIn } from "./streams.js";
import type { Ran } from "./streams.js";

let dir = "";
beforeEach(async () => {
  dir = await workspaceFolder({
    ...tinyFiles,
    "workspace.yaml": `${tinyFiles["workspace.yaml"]}gate: {maxTermShare: 0.6}\n`,
    "empty.csv": "term,lang,released\n",
    "headless.csv": "plum\nfig\n",
    "edited.csv":
      "term,lang,released\nplum,en,2024-01-04T00:00:00Z\nfig,,2024-01-04T00:00:00Z\ntree,,2024-01-04T00:00:00Z\n",
    "before.csv": "item_id,decision\na1,approve\na2,approve\nb1,reject\nb2,skip\nzz,reject\n",
    "after.csv": "item_id,decision\na1,reject\na2,reject\nb1,reject\nb2,reject\n",
  });
});

function gate(...args: string[]): Promise<Ran> {
  return runIn(dir, runGate, { args: ["--workspace", dir, ...args] });
}

describe("riskbook gate", () => {
  test("--from r1 --to r2 --json counts the items that flip, and asks for labels in a file", async () => {
    const { code, stdout, stderr } = await gate("--from", "r1", "--to", "r2", "--json");
    const { verdict, rules, flips, metrics, terms, slices } = JSON.parse(stdout);
    expect([code, verdict]).toEqual([2, "INCONCLUSIVE"]);
    expect(flips).toEqual({ gainedTP: 1, lostTP: 0, newFP: 0, fixedFP: 0, unlabelled: 2 }); // b1; b2 and b4
    expect(rules.map(({ rule, outcome }: Record<string, string>) => `${rule} ${outcome}`)).toEqual(
      ["labels INCONCLUSIVE", "recall PASS", "fpr INCONCLUSIVE", "guard PASS"].map((line) => line),
    );
    expect(metrics.items).toBe(7);
    expect(terms.responsible).toMatchObject([{ term: "f••", side: "to", hits: 4 }]);
    expect(slices.map(({ dimension, value }: Record<string, string>) => [dimension, value])).toContainEqual([
      "policy",
      "fruit",
    ]);
    expect(stderr).toBe("label-request.csv: 2 items to label, in random order\n");
    const request = readFileSync(join(dir, "label-request.csv"), "utf8").split("\n");
    expect(request[0]).toBe("item_id,change");
    expect(request.slice(1, 3).toSorted()).toEqual(["b2,newly rejected", "b4,newly rejected"]);
  });

  test("of a release with itself passes with 0", async () => {
    const { code, stdout } = await gate("--from", "r2", "--to", "r2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {2}r2 → r2 on 7 items\n/);
    expect(existsSync(join(dir, "label-request.csv"))).toBe(false);
  });

  test("of a file that is not in the workspace compares it with the newest release", async () => {
    const { stdout } = await gate("--to", "edited.csv", "--json", "--show-terms");
    const { from, flips, terms } = JSON.parse(stdout);
    expect(from).toBe("r3");
    expect(flips).toEqual({ gainedTP: 1, lostTP: 0, newFP: 0, fixedFP: 0, unlabelled: 0 }); // a1; a2 and b1 were rejected
    expect(terms.added.map(({ term }: { term: string }) => term).toSorted()).toEqual(["plum", "tree"]);
    expect(terms.removed.map(({ term }: { term: string }) => term)).toEqual(["quince"]);
  });

  test("of two files of decisions compares the items that both decide, and says what it leaves out", async () => {
    const args = ["--from-decisions", "before.csv", "--to-decisions", "after.csv", "--json"];
    const { stdout, stderr } = await gate(...args);
    const { flips, metrics } = JSON.parse(stdout);
    expect(flips).toEqual({ gainedTP: 1, lostTP: 0, newFP: 1, fixedFP: 0, unlabelled: 0 });
    expect(metrics.items).toBe(3);
    expect(stderr).toContain("before.csv: 1 decisions on items that the workspace does not have\n");
    expect(stderr).toContain("4 items of the workspace lack one of the two decisions and are left out\n");
  });

  test("--sarif names the rules that do not pass", async () => {
    const { stdout } = await gate("--from", "r1", "--to", "edited.csv", "--sarif");
    const [{ results }] = JSON.parse(stdout).runs;
    expect(results.map(({ ruleId, level }: Record<string, string>) => [ruleId, level])).toEqual([
      ["gate-labels", "warning"],
      ["gate-fpr", "warning"],
    ]);
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toContain("edited.csv");
  });

  test("--markdown shows no term as it is written, and no text", async () => {
    const { stdout } = await gate("--to", "edited.csv", "--markdown", "--show-terms");
    expect(stdout).toMatch(/^### Package gate: /);
    expect(stdout).not.toMatch(/plum|tree/);
  });

  test("--monitor says what a workspace lacks to hold releases against", async () => {
    const { code, stderr } = await gate("--monitor");
    expect(code).toBe(3);
    expect(stderr.replaceAll(dir, "DIR")).toBe(
      "DIR: expected logged decisions of the automatic stage (review_event, stage auto) to hold releases against, got none\n",
    );
  });

  const labels = "a label of r1, r2, r3, a content hash or the path of a package";
  const refused: [args: string[], stderr: string][] = [
    [["--to", "r22"], `r22: expected ${labels}, got "r22" (did you mean "r2"?)\n`],
    [["--to", "empty.csv"], "DIR/empty.csv: expected at least one term, got none\n"],
    [["--to", "headless.csv"], "DIR/headless.csv:1: term: expected this column, got none\n"],
    [[], "--to: expected a package, got none\n"],
    [
      ["--to", "r1", "--from-decisions", "before.csv"],
      "--from-decisions: expected packages or decisions, got both\n",
    ],
    [["--to-decisions", "after.csv"], "--from-decisions: expected a file beside the other one, got none\n"],
    [
      ["--from-decisions", "empty.csv", "--to-decisions", "after.csv"],
      'DIR/empty.csv:1: item_id: expected this column, got none; the columns are "term", "lang", "released"\nDIR/empty.csv:1: decision: expected this column, got none; the columns are "term", "lang", "released"\n',
    ],
  ];
  test.each(refused)("%j ends with 3", async (args, stderr) => {
    const ran = await gate(...args);
    expect({ ...ran, stderr: ran.stderr.replaceAll(dir, "DIR") }).toEqual({ code: 3, stdout: "", stderr });
  });

  test("refuses every wrong row of a file of decisions at once", async () => {
    await writeFile(join(dir, "wrong.csv"), "item_id,decision\na1,rejct\n,approve\na2,approve\na2,reject\n");
    const { code, stderr } = await gate("--from-decisions", "wrong.csv", "--to-decisions", "after.csv");
    expect(code).toBe(3);
    expect(stderr.replaceAll(dir, "DIR").split("\n")).toEqual([
      'DIR/wrong.csv:2: decision: expected approve, reject, restrict, age-gate, limit, escalate, skip, got "rejct" (did you mean "reject"?)',
      "DIR/wrong.csv:3: item_id: expected an id, got none",
      'DIR/wrong.csv:5: decision: expected one decision an item, got another for "a2"',
      "",
    ]);
  });
});
