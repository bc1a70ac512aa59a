import { spawnSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runDoctor } from "../../bin/doctor.js";
import type { Finding } from "../../loaders/artefacts/examine.js";
import { examine } from "../../loaders/artefacts/examine.js";
import { buildFolder } from "../../loaders/artefacts/prepareData.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";
import { prepareFolder, workspaceFolder } from "../artefacts/preparedFolder.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";
import { runIn } from "./streams.js";

async function doctor(dir: string) {
  const { code, stdout } = await runIn(dir, runDoctor, { args: ["--workspace", dir, "--json"] });
  const findings: Finding[] = JSON.parse(stdout);
  // What this machine has is not what is tested here.
  const own = findings.filter(({ check }) => !["chromium", "disk", "packages"].includes(check));
  return {
    code,
    wrong: own.filter(({ status }) => status !== "ok"),
    checks: findings.map(({ check }) => check),
  };
}

test("riskbook doctor finds nothing wrong before and after a build, a line a check", async () => {
  const dir = await workspaceFolder(tinyFiles);
  expect((await doctor(dir)).wrong).toEqual([]);
  await prepareFolder(dir);
  const { wrong, checks } = await doctor(dir);
  expect(wrong).toEqual([]);
  expect(checks).toEqual([
    "node",
    "packages",
    "chromium",
    "workspace",
    "lock",
    "store",
    "left-overs",
    "disk",
  ]);
  const { stdout } = await runIn(dir, runDoctor, { args: ["--workspace", dir] });
  expect(stdout).toMatch(/^ok {7}store {7}\d+ files, \d+ MB, each as written$/m);
});

test("riskbook doctor ends with 1 and names the file, when a stored one has a flipped bit, is gone, or no manifest is left", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const { store, artefacts } = await prepareFolder(dir);
  const [first, second] = artefacts;
  if (first === undefined || second === undefined) throw new Error("Expected artefacts, got none");
  const bytes = await readFile(join(store.dir, first.file));
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  await writeFile(join(store.dir, first.file), bytes);
  await rm(join(store.dir, second.file));
  const { code, wrong } = await doctor(dir);
  expect(code).toBe(1);
  expect(wrong).toEqual([
    {
      check: "store",
      status: "problem",
      text: `${first.file}: expected the bytes that were written, got others; rebuild with: riskbook build --force`,
    },
    {
      check: "store",
      status: "problem",
      text: `${second.file}: expected this file, got none; rebuild with: riskbook build --force`,
    },
  ]);
  await rm(join(store.dir, "manifest.json"));
  expect((await doctor(dir)).wrong[0]?.text).toMatch(
    /manifest\.json: expected the manifest of the files that lie beside it, got none; rebuild with/,
  );
  await prepareFolder(dir, { force: true });
  expect((await doctor(dir)).wrong).toEqual([]);
});

test("riskbook doctor warns of a lock and files that a dead build left, and does not judge a store in use", async () => {
  const dir = await workspaceFolder(tinyFiles);
  const { store } = await prepareFolder(dir);
  const folder = buildFolder(await readWorkspace(dir));
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await writeFile(join(folder, "lock"), JSON.stringify({ pid, host: hostname(), start: "1" }));
  await writeFile(join(store.dir, "unfinished"), "half");
  const { wrong } = await doctor(dir);
  expect(wrong).toEqual([
    {
      check: "lock",
      status: "warning",
      text: `left by process ${pid}, which is gone; the next build takes it over`,
    },
    {
      check: "left-overs",
      status: "warning",
      text: "1 files that no manifest names; the next build deletes them",
    },
  ]);
  await prepareFolder(dir);
  expect(await readdir(store.dir)).not.toContain("unfinished");
  await writeFile(join(folder, "lock"), JSON.stringify({ pid: process.ppid, host: hostname(), start: "" }));
  expect((await doctor(dir)).checks).not.toContain("store");
});

test("riskbook doctor names what is wrong with the workspace file, Node and the browser", async () => {
  const dir = await tempFolder({
    "workspace.yaml": "titel: x\n",
    "package.json": '{"engines":{"node":">=20.19"},"dependencies":{"turnip":"1.0.0","leek":"2.0.0"}}',
    "node_modules/leek/package.json": '{"version":"2.0.1"}',
  });
  const { code, wrong } = await doctor(dir);
  expect(code).toBe(1);
  expect(wrong.map(({ text }) => text).join("\n")).toMatch(
    /workspace\.yaml:1:1: titel: expected .*, got "titel" \(did you mean "title"\?\)/,
  );
  const findings = await examine({
    workspace: dir,
    chromium: join(dir, "none"),
    node: "v18.1.0",
    project: dir,
  });
  expect(findings.map(({ text }) => text.replace(`${dir}/`, ""))).toEqual(
    expect.arrayContaining([
      "expected turnip 1.0.0 (got none), leek 2.0.0 (got 2.0.1); run: npm ci",
      "expected 20.19 or newer, got v18.1.0; install a newer Node",
      "expected a browser at none, got none; run: apt-get install chromium, or set CHROMIUM",
    ]),
  );
});
