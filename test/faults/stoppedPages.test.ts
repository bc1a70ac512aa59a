import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hasChromium } from "../../loaders/site/browserPage.js";
import { build, cloneProject } from "./cloneProject.js";
import type { Clone } from "./cloneProject.js";
import { atEnd, buildWith, js } from "./plantFaults.js";

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

test("an import of a module that is not there", async () => {
  const fault = js('import {planted} from "./components/nowhere.js";');
  // The first page that Framework reads, so that it need not read the others.
  const page = "src/data-and-definitions.md";
  const { problems } = await buildWith(clone, { [page]: atEnd(fault) }, { code: 1 });
  expect(problems).toEqual([
    `${page}:${await line(page, 3)}: expected a file of src, got components/nowhere.js, which is not there`,
  ]);
});

test("an attachment that is not there", async () => {
  const fault = js('FileAttachment("data/nowhere.json").json()');
  const { problems } = await buildWith(clone, { "src/releases.md": atEnd(fault) }, { code: 1 });
  expect(problems).toEqual([
    `src/releases.md:${await line("src/releases.md", 3)}: expected a file of src, got data/nowhere.json, which is not there`,
  ]);
});

test("a loader that throws", async () => {
  const { problems } = await buildWith(
    clone,
    {
      "src/releases.md": atEnd(js('FileAttachment("data/thrown.json").json()')),
      "src/data/thrown.json.ts": () => '// planted\n\nthrow new RangeError("planted");\n',
    },
    { code: 1 },
  );
  expect(problems).toEqual([
    "src/data/thrown.json.ts:3: expected a loader that ends well, got RangeError: planted",
  ]);
});

test.skipIf(!hasChromium)("code of a page that throws when it runs (skipped without Chromium)", async () => {
  const fault = js('throw new RangeError("planted");');
  const { problems } = await buildWith(
    clone,
    { "src/data-and-definitions.md": atEnd(fault) },
    { code: 1, env: {} },
  );
  expect(problems).toEqual([
    expect.stringMatching(/^data-and-definitions\.html:\d+: console-error: RangeError: planted$/),
  ]);
});
