import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCheck } from "../../bin/check.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { tempFolder } from "../sources/tempFolder.js";
import { runIn } from "./streams.js";

const page = (body: string) => `<!DOCTYPE html><html lang="en"><head><title>A</title>
<link rel="icon" href="data:,"></head><body><main><h1>A</h1>
${body}</main></body></html>`;

test("riskbook check ends with 0 and one line for a good site", async () => {
  const cwd = await tempFolder({ "site/index.html": page("<p>Good.</p>") });
  expect(await runIn(cwd, runCheck, { args: ["site"] })).toEqual({
    code: 0,
    stdout: "",
    stderr: "site: no problems\n",
  });
});

test("riskbook check prints the problems by file and ends with 1", async () => {
  const cwd = await tempFolder({
    "site/index.html": page('<a href="gone.html">x</a>'),
    "site/a.js": "let = ;",
    "site/b.html": page("<table><tr><td>1</td></tr></table>"),
  });
  expect(await runIn(cwd, runCheck, { args: ["site"] })).toEqual({
    code: 1,
    stdout: [
      'a.js:1: script-syntax: Unexpected ";"',
      "b.html:3: table-header: expected a table with headers, got none",
      "index.html:3: broken-link: expected a file of the site, got a link to gone.html\n",
    ].join("\n"),
    stderr: "site: 3 problems in 3 files\n",
  });
});

test("riskbook check --json and --sarif print the problems for machines", async () => {
  const cwd = await tempFolder({ "site/index.html": page('<a href="a b.html">x</a>') });
  const problem = {
    rule: "broken-link",
    file: "index.html",
    line: 3,
    message: "expected a file of the site, got a link to a b.html",
    level: "error",
  };
  const json = await runIn(cwd, runCheck, { args: ["site", "--json"] });
  expect([json.code, JSON.parse(json.stdout), json.stderr]).toEqual([1, [problem], ""]);
  const sarif = await runIn(cwd, runCheck, { args: ["site", "--sarif"] });
  const { version, $schema, runs } = JSON.parse(sarif.stdout);
  expect([version, $schema]).toEqual(["2.1.0", "https://json.schemastore.org/sarif-2.1.0.json"]);
  expect(runs).toHaveLength(1);
  const { driver } = runs[0].tool;
  expect([driver.name, typeof driver.version]).toEqual(["riskbook", "string"]);
  for (const rule of driver.rules) {
    expect(rule).toEqual({
      id: expect.any(String),
      shortDescription: { text: expect.stringMatching(/\.$/) },
    });
  }
  const ruleIndex = driver.rules.findIndex(({ id }: { id: string }) => id === "broken-link");
  const place = { artifactLocation: { uri: "index.html", uriBaseId: "SITE" }, region: { startLine: 3 } };
  expect(runs[0].results).toEqual([
    {
      ruleId: "broken-link",
      ruleIndex,
      level: "error",
      message: { text: problem.message },
      locations: [{ physicalLocation: place }],
    },
  ]);
});

test("riskbook check refuses a folder that is no site with 3", async () => {
  const cwd = await tempFolder({ "notes/a.txt": "a" });
  expect(await runIn(cwd, runCheck, { args: ["notes"] })).toEqual({
    code: 3,
    stdout: "",
    stderr: "notes: expected the folder of a built site, got a folder without notes/index.html\n",
  });
  expect((await runIn(cwd, runCheck, { args: ["gone"] })).stderr).toBe(
    "gone: expected the folder of a built site, got no such folder\n",
  );
  expect((await runIn(cwd, runCheck, { args: [] })).code).toBe(3);
});

test("riskbook check fails without Chromium, and says how to get it", async () => {
  const cwd = await tempFolder({ "site/index.html": page("<p>Good.</p>") });
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(projectRoot, "bin/riskbook.js"), "check", "site"],
    {
      cwd,
      env: { ...process.env, CHROMIUM: join(cwd, "none") },
      encoding: "utf8",
    },
  );
  const message = "browser checks skipped: Chromium is missing: sudo apt-get install -y chromium";
  expect([status, stdout]).toEqual([1, `browser-skipped: ${message}\n`]);
});
