import { spawnSync } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCheck } from "../../bin/check.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { siteFolder } from "../browser/siteFolder.js";
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

test("riskbook check names the file of each fault in a broken copy of the real site, and no other", async () => {
  const cwd = await tempFolder({});
  const site = join(cwd, "site");
  await cp(siteFolder, site, { recursive: true });
  const plant = async (file: string, name: string, script: string) => {
    const html = await readFile(join(site, file), "utf8");
    await writeFile(
      join(site, file),
      html.replace("</head>", `<script type="module" src="./${name}"></script>\n</head>`),
    );
    await writeFile(join(site, name), script);
  };
  await plant("index.html", "broken.js", "export const a = 1;\nexport const b = ;");
  await plant("package.html", "thrower.js", "\nthrow new Error('planted');");
  await plant("releases.html", "importer.js", 'import "./gone.js";');
  await plant("data-and-definitions.html", "talker.js", "console.error('planted');");
  await plant(
    "root-cause.html",
    "caller.js",
    "fetch('https://elsewhere.test/a.json').catch(() => undefined);",
  );
  const { code, stdout } = await runIn(cwd, runCheck, { args: ["site"] });
  await rm(site, { recursive: true });
  expect(code).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  const faulty =
    /^(?:(?:broken|caller|gone|importer|talker|thrower)\.js|(?:index|releases|root-cause)\.html):/;
  expect(lines.filter((line) => !faulty.test(line))).toEqual([]);
  expect(lines).toContain('broken.js:2: script-syntax: Unexpected ";"');
  expect(lines).toContain("thrower.js:2: uncaught-error: Error: planted (opening package.html)");
  expect(lines).toContain(
    "importer.js:1: missing-module: expected a file of the site, got an import of ./gone.js",
  );
  expect(lines).toContain(
    "releases.html: missing-file: expected a file of the site, got a request for /gone.js",
  );
  expect(lines).toContain("talker.js:1: console-error: planted (opening data-and-definitions.html)");
  expect(stdout).toMatch(
    /^(?:root-cause\.html|caller\.js:1): console-error: .*elsewhere\.test.*Content Security Policy/m,
  );
}, 300_000);
