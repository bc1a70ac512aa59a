import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { runGate } from "../../bin/gate.js";
import { termIdOf } from "../../src/matcher/term.js";
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

type Placed = { readonly locations: readonly [{ readonly physicalLocation: { readonly region: object } }] };

function commitAll(folder: string): void {
  const who = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    [...who, "commit", "-q", "-m", "all"],
  ])
    execFileSync("git", args, { cwd: folder });
}

function gate(...args: string[]): Promise<Ran> {
  return runIn(dir, runGate, { args: ["--workspace", dir, ...args] });
}

describe("riskbook gate", () => {
  test("--from r1 --to r2 --json counts the items that flip, and asks for labels in a file", async () => {
    const args = ["--from", "r1", "--to", "r2", "--json", "--label-request", "asked.csv"];
    const { code, stdout, stderr } = await gate(...args);
    const { verdict, rules, flips, metrics, terms, slices, advice } = JSON.parse(stdout);
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
    expect(stderr).toBe("asked.csv: 2 items to label, in random order\n");
    expect(advice[0]).toBe("About 2 labels of changed decisions would decide; take the first of asked.csv.");
    const request = readFileSync(join(dir, "asked.csv"), "utf8").split("\n");
    expect(request[0]).toBe("item_id,change,policy,language,market,term_ids");
    const fig = termIdOf([], "fig");
    expect(request.slice(1, 3).toSorted()).toEqual([
      `b2,newly rejected,jam,de,,${fig}`,
      `b4,newly rejected,,en,,${fig}`,
    ]);
  });

  test("of a release with itself passes with 0", async () => {
    const { code, stdout } = await gate("--from", "r2", "--to", "r2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {2}r2 → r2 on 7 items\n/);
    expect(stdout).toMatch(/\nBoth are the same package, so that nothing was compared\.\n$/);
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

  test("of terms that only watch or flag says what they would do if they rejected, beside the verdict", async () => {
    const rows = ["fig,,", "quince,,", "plum,en,watch", "tree,,watch", "pears,,flag", "stone,,reject"];
    await writeFile(join(dir, "watched.csv"), `term,languages,action\n${rows.join("\n")}\n`);
    const { code, stdout } = await gate("--to", "watched.csv", "--json");
    const { flips, unenforced, verdict } = JSON.parse(stdout);
    expect([code, verdict]).toEqual([0, "PASS"]);
    expect(flips).toEqual({ gainedTP: 0, lostTP: 0, newFP: 0, fixedFP: 0, unlabelled: 0 });
    // a1 by plum, b3 by pears; fig rejects a2 and b1 already
    expect(unenforced).toMatchObject({ watch: 2, flag: 1, flips: { gainedTP: 1, newFP: 1, unlabelled: 0 } });
    const found = unenforced.terms.map(({ term, hits }: { term: string; hits: number }) => [term, hits]);
    expect(found.toSorted()).toEqual([
      ["p•••", 2],
      ["p••••", 1],
    ]);
    for (const args of [[], ["--markdown"]]) {
      const shown = await gate("--to", "watched.csv", ...args);
      expect(shown.stdout).toContain(
        "No part of the verdict: 3 new or changed terms only watch or flag; if they rejected, they would catch 1 more violations, reject 1 more good items, and 0 without a label.",
      );
    }
    expect(JSON.parse((await gate("--to", "edited.csv", "--json")).stdout).unenforced).toBeNull();
  });

  test("of a file that was edited in place compares it with what git has at HEAD, on every run", async () => {
    commitAll(dir);
    await appendFile(join(dir, "words/r3.csv"), "tree,,2024-01-03T00:00:00Z\nplum,en,2024-01-03T00:00:00Z\n");
    for (const args of [
      ["--to", "words/r3.csv"],
      ["--from", "r3", "--to", join(dir, "words/r3.csv")],
    ]) {
      const { stdout } = await gate(...args, "--json", "--show-terms");
      const { from, to, flips, terms } = JSON.parse(stdout);
      expect(from.replaceAll(dir, "DIR")).toMatch(/^DIR\/words\/r3\.csv at HEAD \([0-9a-f]{7,}\)$/);
      expect(to).toBe(join(dir, "words/r3.csv"));
      expect(terms.added.map(({ term }: { term: string }) => term).toSorted()).toEqual(["plum", "tree"]);
      expect(flips).toMatchObject({ gainedTP: 1, unlabelled: 0 });
    }
    const { stdout } = await gate("--from", "words/r3.csv", "--to", "newest", "--json");
    expect(JSON.parse(stdout).flips).toMatchObject({ lostTP: 1 });
  });

  test("of a file that was edited in place ends with 3 where git does not have it", async () => {
    const none = await gate("--to", "words/r3.csv");
    execFileSync("git", ["init", "-q"], { cwd: dir });
    const unknown = await gate("--to", "words/r3.csv");
    for (const { code, stderr } of [none, unknown]) {
      expect(code).toBe(3);
      expect(stderr.replaceAll(dir, "DIR")).toMatch(
        /^DIR\/words\/r3\.csv: expected a file that git has at HEAD, .* give it by --from, /,
      );
    }
  });

  test("of a file reads the values and constants that the workspace reads its own with", async () => {
    const yaml = readFileSync(join(dir, "workspace.yaml"), "utf8").replace(
      "columns: {term: term, languages: lang}",
      "columns: {term: term, action: lang}\n    constants: {kind: regex}\n    values: {action: {en: watch}}",
    );
    await writeFile(join(dir, "workspace.yaml"), yaml);
    await writeFile(join(dir, "copy.csv"), readFileSync(join(dir, "words/r2.csv")));
    const { stdout } = await gate("--from", "r2", "--to", "copy.csv", "--json");
    const { terms } = JSON.parse(stdout);
    expect(terms).toEqual({ added: [], removed: [], changed: [], responsible: [] });
  });

  test("of two files of decisions compares the items that both decide, and says what it leaves out", async () => {
    const args = ["--from-decisions", "before.csv", "--to-decisions", "after.csv", "--json"];
    const { code, stdout, stderr } = await gate(...args);
    const { flips, metrics, rules } = JSON.parse(stdout);
    expect(flips).toEqual({ gainedTP: 1, lostTP: 0, newFP: 1, fixedFP: 0, unlabelled: 0 });
    expect(metrics.items).toBe(3);
    expect([code, rules[0]]).toEqual([
      2,
      {
        rule: "coverage",
        outcome: "INCONCLUSIVE",
        sentence: "Both files decide 3 of 7 items (42.9 %); at least 50.0 % are needed.",
      },
    ]);
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
    const [place] = results.map(({ locations: [{ physicalLocation }] }: Placed) => physicalLocation);
    expect(place.region).toEqual({ startLine: 3 }); // fig, which rejects most
  });

  test("--markdown shows no term as it is written, and no text, unless --show-terms asks for them", async () => {
    const { stdout } = await gate("--to", "edited.csv", "--markdown");
    expect(stdout).toMatch(/^### Package gate: /);
    expect(stdout).not.toMatch(/plum|tree/);
    expect((await gate("--to", "edited.csv", "--markdown", "--show-terms")).stdout).toContain("| `plum` |");
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
    [["--to", "r2", "--json", "--sarif"], "--sarif: expected one format, got --json and --sarif\n"],
    [["--monitor", "--to", "r2"], "--to: expected none with --monitor, got one\n"],
    [
      ["--workspace", "workspace.yaml", "--to", "r2"],
      "DIR/workspace.yaml: expected the folder that holds workspace.yaml, got the file itself; give DIR\n",
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
