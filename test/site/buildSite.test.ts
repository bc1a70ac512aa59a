import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { runBuild } from "../../bin/build.js";
import { buildSite } from "../../loaders/site/buildSite.js";
import { publishSite } from "../../loaders/site/publishSite.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { runIn } from "../cli/streams.js";
import { tinyFiles } from "../fixtures/tinyWorkspace.js";
import { tempFolder } from "../sources/tempFolder.js";
import { folderBytes } from "./folderBytes.js";

/** Of its own, so that no other test and no user's build shares the folder that builds work in. */
const name = `test-${process.pid}`;
const made = join(projectRoot, ".riskbook", name);
afterAll(() => rm(made, { recursive: true, force: true }));

/** A workspace whose package hits nothing, which the contract of the page Package does not allow. */
const files = {
  ...tinyFiles,
  "workspace.yaml": tinyFiles["workspace.yaml"].replace("name: tiny", `name: ${name}`),
  "words/r1.csv": "term,lang,released\nsloe,,2024-01-01T00:00:00Z\n",
  "words/r2.csv": "term,lang,released\nsloe,,2024-01-02T00:00:00Z\n",
  "words/r3.csv": "term,lang,released\nsloe,,2024-01-03T00:00:00Z\n",
};
let dir = "";
let out = "";
beforeEach(async () => {
  dir = await tempFolder({ ...files, "rendered/index.html": "the last good site" });
  out = join(dir, "out");
  await publishSite(join(dir, "rendered"), out, { key: "before", pages: 1 });
});

const breach = expect.stringMatching(
  /^src\/package\.md:\d+:3: data\.terms\.arrow: expected at least 1 rows, got 0$/,
);

test("buildSite() gives the problems of the pages and leaves the published site as it is, to the byte", async () => {
  const before = await folderBytes(out);
  const quiet = { onStep: () => undefined, onProgress: () => undefined };
  const outcome = await buildSite({ workspaces: [dir], out, force: false }, quiet);
  expect(outcome.problems).toContainEqual(breach);
  expect(outcome.pages).toBe(0);
  expect(await folderBytes(out)).toEqual(before);
});

describe("riskbook build", () => {
  const build = async (...args: string[]) => {
    const { stderr, ...ran } = await runIn(dir, runBuild, { args });
    return { ...ran, stderr: stderr.replaceAll(`${dir}/`, "") };
  };

  test("ends with 1 and says the problems, on stderr or in --json", async () => {
    const before = await folderBytes(out);
    const told = await build("--workspace", dir, "--out", "out");
    expect([told.code, told.stdout]).toEqual([1, ""]);
    const lines = told.stderr.trimEnd().split("\n");
    const problems = lines.filter((line) => line.startsWith("src/"));
    expect(problems).toContainEqual(breach);
    expect(lines.at(-1)).toBe("1 problem; the site in out was left as it was");
    const json = await build("--workspace", dir, "--out", "out", "--json");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ pages: 0, problems, warnings: [] });
    expect(await folderBytes(out)).toEqual(before);
  });

  test("ends with 3 for a workspace that is not there", async () => {
    expect(await build("--workspace", "missing", "--out", "out")).toEqual({
      code: 3,
      stdout: "",
      stderr: "missing/workspace.yaml: expected a file, got none\n",
    });
  });

  test("ends with 3 for an --out that no build made, and touches nothing in it", async () => {
    await mkdir(join(dir, "mine"));
    await writeFile(join(dir, "mine", "notes.txt"), "mine");
    const before = await folderBytes(join(dir, "mine"));
    const { code, stderr } = await build("--workspace", dir, "--out", "mine");
    expect([code, stderr.trimEnd().split("\n").at(-1)]).toEqual([
      3,
      "mine: expected an empty folder or a site that riskbook built, got 1 other files; choose another --out or empty it",
    ]);
    expect(await folderBytes(join(dir, "mine"))).toEqual(before);
  });

  test("ends with 3 for an unknown option, and makes nothing", async () => {
    expect(await build("--oot", "x")).toEqual({
      code: 3,
      stdout: "",
      stderr: "error: unknown option '--oot'\n(Did you mean --out?)\n",
    });
    expect(existsSync(join(dir, "x"))).toBe(false);
  });

  test("ends with 0 after --help, which names every option", async () => {
    const { code, stdout } = await build("--help");
    expect(code).toBe(0);
    for (const option of ["--workspace", "--out", "--strict", "--force", "--json"])
      expect(stdout).toContain(option);
  });
});
