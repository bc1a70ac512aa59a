import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { build, cloneProject } from "./cloneProject.js";
import type { Clone } from "./cloneProject.js";
import { atEnd, buildWith, js, lineOf } from "./plantFaults.js";

// Each fault is planted into a clone that has published a good site; `buildWith` proves that it stays.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 }); // whole builds, beside other tests

let clone: Clone;

beforeAll(async () => {
  clone = await cloneProject();
  const { code, stderr, status } = await build(clone);
  expect([code, status?.published, status?.problems], stderr).toEqual([0, true, []]);
});
afterAll(() => clone.remove());

const line = async (file: string, added: number): Promise<number> =>
  (await readFile(join(clone.dir, file), "utf8")).split("\n").length + added;

test("faults that Framework ships without a word: each is told with file and line, all at once", async () => {
  const { problems } = await buildWith(
    clone,
    {
      "src/package.md": atEnd("[away](./nowhere)\n\n[lost](./trends#nowhere)"),
      "src/trends.md": atEnd(
        js("const planted = ;") + js('import {withLock} from "../loaders/store/lock.js";'),
      ),
      "src/releases.md": atEnd(
        ["nothing", "talking"].map((name) => js(`FileAttachment("data/${name}.json").json()`)).join(""),
      ),
      "src/data/nothing.json.ts": () => "",
      "src/data/talking.json.ts": () => 'console.log("done"); console.log(JSON.stringify({a: 1}));\n',
    },
    { code: 1 },
  );
  const [packagePage, trends] = [await line("src/package.md", 1), await line("src/trends.md", 3)];
  expect(problems).toEqual([
    "src/data/nothing.json.ts:1: empty-file: expected content, got an empty file",
    "src/data/talking.json.ts:1: data-file-content: expected JSON, got something else; a loader writes nothing but its data to stdout",
    `src/package.md:${packagePage}: broken-link: expected a file of the site, got a link to ./nowhere.html`,
    `src/package.md:${packagePage + 2}: broken-anchor: expected an anchor of trends.html, got a link to ./trends.html#nowhere`,
    `src/trends.md:${trends}: framework-error: SyntaxError: Unexpected token (1:16)`,
    `src/trends.md:${trends + 4}: framework-error: SyntaxError: non-local import: ../loaders/store/lock.js (1:0)`,
  ]);
});

test("an unknown metric and a breached contract, both at once and before anything is rendered", async () => {
  const { problems } = await buildWith(
    clone,
    {
      "src/index.md": (text) => text.replace("fpr stage=main", "fprr stage=main"),
      "src/releases.md": (text) => text.replace("minRows: 1", "minRows: 1000"),
    },
    { code: 1 },
  );
  const index = await readFile(join(clone.dir, "src/index.md"), "utf8");
  const releases = await readFile(join(clone.dir, "src/releases.md"), "utf8");
  expect(problems).toEqual([
    expect.stringMatching(
      `^src/index\\.md:${lineOf(index, "fpr stage=main")}:1: metric: expected a metric of .+, got "fprr" \\(did you mean "fpr"\\?\\)$`,
    ),
    expect.stringMatching(
      `^src/releases\\.md:${lineOf(releases, "decisions.arrow")}:3: data\\.decisions\\.arrow: expected at least 1000 rows, got \\d+$`,
    ),
  ]);
});

test("a ragged row of an input", async () => {
  const { problems } = await buildWith(
    clone,
    { "tiny/posts.csv": (text) => `${text}c1,too short\n` },
    { code: 3 },
  );
  expect(problems[0]).toMatch(/^tiny\/posts\.csv:9: expected 5 columns, got 2/);
});
