import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { parse } from "yaml";
import { runBuild } from "../bin/build.js";
import { runCheck } from "../bin/check.js";
import type { Effects } from "../bin/effects.js";
import { runGate } from "../bin/gate.js";
import { runIn } from "./cli/streams.js";

const folder = ".github/workflows";

const stepSchema = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
});
const workflowSchema = v.object({
  on: v.record(v.string(), v.unknown()),
  permissions: v.record(v.string(), v.string()),
  jobs: v.record(v.string(), v.object({ "timeout-minutes": v.number(), steps: v.array(stepSchema) })),
});

function read(name: string) {
  return v.parse(workflowSchema, parse(readFileSync(join(folder, name), "utf8")));
}

const stepsOf = (name: string) => Object.values(read(name).jobs).flatMap(({ steps }) => steps);
const scriptsOf = (name: string) => stepsOf(name).flatMap(({ run }) => (run === undefined ? [] : [run]));

const { scripts, bin } = v.parse(
  v.object({ scripts: v.record(v.string(), v.string()), bin: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync("package.json", "utf8")),
);

const commands: Readonly<Record<string, (args: readonly string[], effects: Effects) => Promise<number>>> = {
  build: runBuild,
  check: runCheck,
  gate: runGate,
};

describe.each(readdirSync(folder))("%s", (name) => {
  test("may only read, ends in time, and names a major version of each action", () => {
    const { permissions, jobs } = read(name);
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    for (const { uses } of stepsOf(name))
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  test("runs on Node 20, what package.json asks for", () => {
    const setups = stepsOf(name).filter(({ uses }) => uses?.startsWith("actions/setup-node") === true);
    expect(new Set(setups.map((step) => step.with["node-version"]))).toEqual(new Set([20]));
  });

  test("runs scripts, programs, commands and options that exist, on folders that exist", async () => {
    for (const text of scriptsOf(name)) {
      for (const [, script = ""] of text.matchAll(/npm run ([\w:-]+)/g))
        expect(Object.keys(scripts)).toContain(script);
      for (const [file] of text.matchAll(/^\.\S+/gm))
        expect(() => accessSync(file, constants.X_OK), file).not.toThrow();
      for (const [, program = "", command = "", words = ""] of text.matchAll(/npx (\S+) (\w+)([^\n|>]*)/g)) {
        expect(Object.keys(bin)).toContain(program);
        const run = commands[command];
        const { stdout } = await runIn(process.cwd(), run ?? unknown(command), { args: ["--help"] });
        for (const [option] of words.matchAll(/--\w+/g)) expect(stdout).toContain(option);
        for (const [path] of words.matchAll(/data\/\w+/g))
          expect(existsSync(join(path, "workspace.yaml"))).toBe(true);
      }
    }
    expect(scriptsOf(name).length).toBeGreaterThan(0);
  });
});

function unknown(command: string): never {
  throw new Error(`Expected a command that the test knows, got ${command}`);
}

describe("daily.yml", () => {
  const steps = stepsOf("daily.yml");
  const at = (part: string) => steps.findIndex(({ run = "" }) => run.includes(part));
  const keeping = (path: string) =>
    steps.findIndex(
      ({ uses = "", with: given }) => uses.startsWith("actions/upload-artifact@") && given["path"] === path,
    );

  test("starts by itself and by hand", () => {
    expect(Object.keys(read("daily.yml").on)).toEqual(["schedule", "workflow_dispatch"]);
  });

  test("builds both workspaces under one site", () => {
    const text = steps[at("riskbook build")]?.run ?? "";
    expect(text).toContain("--workspace data/hatecheck --workspace data/davidson");
  });

  test("keys its cache by the lock file and the data, and falls back to older states", () => {
    const cache = steps.find(({ uses }) => uses?.startsWith("actions/cache@") === true);
    expect(cache?.with["path"]).toBe(".riskbook");
    expect(cache?.with["key"]).toContain("hashFiles('package-lock.json')");
    expect(cache?.with["key"]).toContain("hashFiles('data/**')");
    expect(String(cache?.with["restore-keys"]).trim().split("\n")).toHaveLength(2);
  });

  test("lets exit code 2 pass with a warning, and stops at any other", () => {
    const text = steps[at("riskbook build")]?.run ?? "";
    expect(text).toMatch(/2\) echo "::warning::[^\n]*" ;;/);
    expect(text).toMatch(/\*\) echo "::error::[^]*exit "\$code"/);
  });

  test("keeps the status always, and the report only of a build that was published", () => {
    expect(steps[keeping(".riskbook/status.json")]?.if).toBe("always()");
    expect(keeping("dist")).toBeGreaterThan(at("riskbook build"));
    expect(steps[keeping("dist")]?.if).toBeUndefined();
  });

  test("checks every page", () => {
    expect(steps[at("riskbook check")]?.run).toContain("check dist --all --sarif");
  });
});

describe("gate.yml", () => {
  const script = stepsOf("gate.yml").find(({ run = "" }) => run.includes("riskbook gate"))?.run ?? "";

  test("starts when a package file changes, in a pull request or on main", () => {
    const { on } = read("gate.yml");
    const paths = ["data/*/packages/**", "!data/smokedetector/**"]; // whose items are not in the repository
    expect(on["pull_request"]).toEqual({ paths });
    expect(on["push"]).toEqual({ branches: ["main"], paths });
  });

  test("stops at FAIL and at what could not run, and only warns where labels do not decide", () => {
    expect(script).toMatch(/2\) echo "::warning::[^\n]*" ;;/);
    expect(script).toMatch(/\*\) echo "::error::[^\n]*worst=1 ;;/);
    expect(script).toMatch(/exit "\$worst"\n$/);
  });

  test("gates the file that changed against what it was, and a new one as the newest release", async () => {
    const dir = mkdtempSync(join(tmpdir(), "riskbook-gate-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const sh = (text: string) =>
      execFileSync("bash", ["-ec", text], { cwd: dir, env: { ...process.env, BASE: "HEAD~1" } });
    sh(`git init -q; git config user.email a@example.org; git config user.name a
      mkdir -p bin data/smokedetector/packages data/w/packages; echo old > data/w/packages/r1.csv; git add .; git commit -qm one
      echo edited > data/w/packages/r1.csv; echo new > data/w/packages/r2.csv; echo new > data/smokedetector/packages/r1.csv; git add .; git commit -qm two
      printf '#!/bin/sh\necho "$@"; [ "$8" != newest ] || exit 2' > bin/npx; chmod +x bin/npx`);
    const out = sh(`PATH="$PWD/bin:$PATH"\n${script}`).toString();
    const calls = readFileSync(join(dir, "gate.md"), "utf8").split("\n");
    expect(calls).toEqual([
      "## data/w/packages/r1.csv",
      "riskbook gate --workspace data/w --from before-r1.csv --to data/w/packages/r1.csv --label-request label-request-r1.csv --markdown",
      "## data/w/packages/r2.csv",
      "riskbook gate --workspace data/w --from previous --to newest --label-request label-request-r2.csv --markdown",
      "",
    ]);
    expect(readFileSync(join(dir, "before-r1.csv"), "utf8")).toBe("old\n");
    expect(out).toContain("::warning::");
    expect(out).not.toMatch(/deleted|several/);
  });

  test("warns of what it does not gate: files that were deleted, and all but the newest of several new ones", () => {
    const dir = mkdtempSync(join(tmpdir(), "riskbook-gate-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const sh = (text: string) =>
      execFileSync("bash", ["-ec", text], { cwd: dir, env: { ...process.env, BASE: "HEAD~1" } });
    sh(`git init -q; git config user.email a@example.org; git config user.name a
      mkdir -p bin data/w/packages; echo old > data/w/packages/r1.csv; git add .; git commit -qm one
      git rm -q data/w/packages/r1.csv; mkdir -p data/w/packages; cd data/w/packages
      echo new > r2.csv; echo newer > r3.csv; git add .; git commit -qm two; cd -
      printf '#!/bin/sh\nexit 0' > bin/npx; chmod +x bin/npx`);
    const lines = sh(`PATH="$PWD/bin:$PATH"\n${script}`).toString().split("\n");
    expect(lines.filter((line) => line.startsWith("::")).map((line) => line.split(";")[0])).toEqual([
      "::warning::data/w/packages/r1.csv: it was deleted, which is not gated",
      "::warning::data/w: several package files are new",
    ]);
  });
});
