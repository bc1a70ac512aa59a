import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatCheckProblem } from "../../loaders/site/checkProblem.js";
import { checkRendered } from "../../loaders/site/checkRendered.js";
import type { CheckProgress } from "../../loaders/site/checkRendered.js";
import { tempFolder } from "../sources/tempFolder.js";

/** A page that axe finds nothing serious in. */
const page = (
  body: string,
) => `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,"></head><body><main><h1>A page</h1>
${body}</main></body></html>`;

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await tempFolder(files);
  const found = await checkRendered(folder, { cacheFile: join(await tempFolder({}), "checks.json") });
  return found.map(formatCheckProblem);
}

test("checkRendered() finds nothing wrong with a good page", async () => {
  expect(await problemsOf({ "index.html": page("<p>Good.</p>") })).toEqual([]);
});

test("checkRendered() names the file and line of what goes wrong in an opened page", async () => {
  expect(
    await problemsOf({
      "index.html": page('<script src="./talk.js"></script><script type="module" src="./throw.js"></script>'),
      "talk.js": "\nconsole.error('planted');",
      "throw.js": "\n\nthrow new RangeError('planted');",
      "reject.html": page('<script type="module">\nPromise.reject(new Error("planted"))</script>'),
    }),
  ).toEqual([
    "reject.html:4: uncaught-error: Error: planted",
    "talk.js:2: console-error: planted (opening index.html)",
    "throw.js:3: uncaught-error: RangeError: planted (opening index.html)",
  ]);
});

test("checkRendered() tells of requests that leave the site and of files that are not there", async () => {
  const script = 'fetch("./gone.json"); new Image().src = "//elsewhere.test/a.png";';
  const found = await problemsOf({ "index.html": page(`<script>${script}</script>`) });
  expect(found).toContain(
    "index.html: external-request: expected no request to another site, got http://elsewhere.test/a.png",
  );
  expect(found).toContain(
    "index.html: missing-file: expected a file of the site, got a request for /gone.json",
  );
});

test("checkRendered() tells in which looks a page overflows or is hard to use", async () => {
  const style = `<style>@media screen and (prefers-color-scheme: dark) { p { color: #222; background: #111 } }
    div { width: 600px }</style>`;
  expect(await problemsOf({ "index.html": page(`${style}<div>wide</div><p>pale</p>`) })).toEqual([
    expect.stringMatching(
      /^index\.html: accessibility: color-contrast \(serious\): .*, got p \(dark, 1280 px; dark, 320 px\)$/,
    ),
    "index.html: horizontal-overflow: expected a page no wider than its window, got 608 px (dark, 320 px)",
    "index.html: horizontal-overflow: expected a page no wider than its window, got 608 px (light, 320 px)",
  ]);
});

test("checkRendered() finds an error in code that a page loads with the first choice", async () => {
  const form = `<form class="controls"><label>a <select><option value="1">1</option><option value="2">2</option></select></label></form>
    <script type="module">document.querySelector("form").addEventListener("input", () => import("./later.js"));</script>`;
  const files = { "index.html": page(form), "later.js": "throw new Error('planted');" };
  expect(await problemsOf(files)).toEqual([
    "later.js:1: uncaught-error: Error: planted (opening index.html)",
  ]);
});

test("checkRendered() opens a page again only when something that it loads has changed", async () => {
  const folder = await tempFolder({
    "index.html": page('<script type="module" src="./a.js"></script>'),
    "other.html": page("<img src='data:,' alt=''>"),
    "a.js": 'import("./b.js");',
    "b.js": "console.error('planted');",
  });
  const cacheFile = join(await tempFolder({}), "new", "checks.json");
  const run = async () => {
    const opened: string[] = [];
    const onProgress = (at: CheckProgress) => at.opened && opened.push(at.file);
    const problems = await checkRendered(folder, { cacheFile, onProgress });
    return { opened: opened.toSorted(), problems: problems.map(formatCheckProblem) };
  };
  const problems = ["b.js:1: console-error: planted (opening index.html)"];
  expect(await run()).toEqual({ opened: ["index.html", "other.html"], problems });
  expect(await run()).toEqual({ opened: [], problems });
  await writeFile(join(folder, "b.js"), "1;");
  expect(await run()).toEqual({ opened: ["index.html"], problems: [] });
  await writeFile(cacheFile, (await readFile(cacheFile, "utf8")).slice(0, -9));
  expect(await run()).toEqual({ opened: ["index.html", "other.html"], problems: [] });
});

test("checkRendered() warns where there is no Chromium, and still does what needs none", async () => {
  const folder = await tempFolder({ "index.html": "<h1>A</h1>" });
  const found = await checkRendered(folder, { cacheFile: join(folder, "checks.json"), canOpen: false });
  expect(found.map(({ level, rule }) => [level, rule])).toEqual([
    ["warning", "browser-skipped"],
    ["error", "page-title"],
  ]);
  expect(found[0]?.message).toBe(
    "browser checks skipped: Chromium is missing: sudo apt-get install -y chromium",
  );
});
