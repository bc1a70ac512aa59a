import { expect, test } from "vitest";
import { fixFileTimes } from "../../loaders/site/fixFileTimes.js";
import { renderProblem } from "../../loaders/site/renderProblem.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tempFolder } from "../sources/tempFolder.js";

const source = {
  "index.md": "# Today\n\nFileAttachment('../data/gone.json') and nothing of gone.jsonl\n",
  "components/a.ts": 'import { b } from "./b.js";\n',
  "data/made.json.ts": "throw 1",
};

const tip = "\n\nTip: To see the full stack trace, run with the --debug flag.\n";

test.each([
  [
    "the line that asks for an attachment",
    "copy gone.json → \nUnexpected error: Not found: /data/gone.json",
    "src/index.md:3: expected a file of src, got data/gone.json, which is not there",
  ],
  [
    "the line that asks for a module",
    "Unexpected error: import not found: /components/b.js",
    "src/components/a.ts:1: expected a file of src, got components/b.js, which is not there",
  ],
  [
    "the line in which a loader broke off, also after one that did well",
    `copy data/x.json → load /data/x.json → [missing] success 13 B in 595ms
copy data/made.json → load /data/made.json → [missing] ${projectRoot}src/data/made.json.ts:7
TypeError: ${projectRoot}x is no file
    at <anonymous> (${projectRoot}src/data/made.json.ts:7:1)
error in 716ms: loader exited with code 1

Unexpected error: loader exited with code 1`,
    "src/data/made.json.ts:7: expected a loader that ends well, got TypeError: x is no file",
  ],
  [
    "a loader that ends badly without a word",
    "load /data/made.json → [missing] error in 716ms: loader exited with code 3",
    "src/data/made.json.ts:1: expected a loader that ends well, got an exit code that is not 0",
  ],
  [
    "Framework's last words, where they lead to no file",
    `load /index in 3ms\nUnexpected error: cannot read ${projectRoot}src/a.md`,
    "expected pages that Framework can render, got cannot read src/a.md",
  ],
])("renderProblem() names %s", async (_what, log, problem) => {
  expect(await renderProblem(log + tip, await tempFolder(source))).toBe(problem);
});

test("fixFileTimes() gives attachments the time of the data, and leaves the same words in a text alone", async () => {
  const file =
    'registerFile("./a.csv", {"name":"./a.csv","path":"./_file/a.csv","lastModified":1795314065340,"size":3});';
  const text = '<pre>"lastModified":1795314065340</pre>';
  const folder = await tempFolder({ "terms/a.html": `${text}\n${file}\n${file}\n` });
  await fixFileTimes(folder, 12);
  const fixed = file.replace("1795314065340", "12");
  expect(await readFile(join(folder, "terms/a.html"), "utf8")).toBe(`${text}\n${fixed}\n${fixed}\n`);
});
