import { tableFromArrays, tableToIPC } from "apache-arrow";
import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { expect, test } from "vitest";
import { formatCheckProblem } from "../../loaders/site/checkProblem.js";
import { checkSite } from "../../loaders/site/checkSite.js";
import { projectRoot } from "../../loaders/store/codeHash.js";
import { tempFolder } from "../sources/tempFolder.js";

const page = (body: string, head = "<title>A page</title>") => `${head}<h1>A page</h1>\n${body}`;

async function problemsOf(files: Readonly<Record<string, string | Buffer>>): Promise<string[]> {
  const { problems } = await checkSite(await tempFolder(files));
  return problems.map(formatCheckProblem);
}

test("checkSite() wants a title and one heading with text", async () => {
  expect(
    await problemsOf({
      "a.html": "<h1>A</h1>",
      "b.html": "<title> </title><h1>B</h1>",
      "c.html": "<title>C</title><h2>C</h2>",
      "d.html": "<title>D</title><h1>D</h1>\n<h1>E</h1>",
      "e.html": "<title>E</title>\n<h1> </h1>",
    }),
  ).toEqual([
    "a.html: page-title: expected a title, got none",
    "b.html: page-title: expected a title, got none",
    "c.html: page-heading: expected one first-level heading, got 0",
    "d.html:2: page-heading: expected one first-level heading, got 2",
    "e.html:2: page-heading: expected text in the heading, got none",
  ]);
});

test("checkSite() wants captions of figures, texts of images and headers of tables", async () => {
  expect(
    await problemsOf({
      "a.html": page(
        `<figure><svg></svg></figure>
<figure><figcaption> </figcaption></figure>
<figure><figcaption>Rates</figcaption><svg></svg></figure>
<img src="data:,"><img alt="" src="data:,">
<table><tr><td>1</td></tr></table>
<table><thead><tr><th scope="col">n</th></tr></thead><tr><td>1</td></tr></table>`,
      ),
    }),
  ).toEqual([
    "a.html:2: figure-caption: expected a figure with a caption, got none",
    "a.html:3: figure-caption: expected a figure with a caption, got none",
    "a.html:5: figure-caption: expected an image with an alt text, got none",
    "a.html:6: table-header: expected a table with headers, got none",
  ]);
});

test("checkSite() finds values that are not there in texts, labels and drawings", async () => {
  expect(
    await problemsOf({
      "a.html": page(
        `<p>Recall is undefined.</p>
<b>NaN %</b>
<p title="[object Object]">x</p>
<svg><path d="M0,NaN"></path></svg>`,
      ),
    }),
  ).toEqual([
    "a.html:2: visible-nothing: expected a value, got undefined in “Recall is undefined.”",
    "a.html:3: visible-nothing: expected a value, got NaN in “NaN %”",
    "a.html:4: visible-nothing: expected a value, got [object Object] in “[object Object]”",
    "a.html:5: visible-nothing: expected a value, got NaN in “M0,NaN”",
  ]);
});

test("checkSite() lets code and texts of the data say what they like", async () => {
  const body = `<code>undefined</code><script>undefined</script><span class="masked"><span>NaN</span></span>
    <p>Nan and undefined-ness</p>`;
  expect(await problemsOf({ "a.html": page(body) })).toEqual([]);
});

test("checkSite() finds scripts that cannot be parsed, in files and in pages", async () => {
  expect(
    await problemsOf({
      "a.html": page(`<script type="module">\nconst a = 1;\nconst b = ;\n</script>`),
      "b.js": "export const b = 1;\nexport const c = (;\n",
    }),
  ).toEqual(['a.html:4: script-syntax: Unexpected ";"', 'b.js:2: script-syntax: Unexpected ";"']);
});

test("checkSite() finds modules that are missing or elsewhere, whether imported at once or later", async () => {
  expect(
    await problemsOf({
      "a.html": page(`<script type="module">\nimport "./gone.js";\n</script>`),
      "m/b.js": `import "../lost.js";\nimport("https://elsewhere.test/c.js");\nimport "plain";\nimport "./d.js";`,
      "m/d.js": "1;",
    }),
  ).toEqual([
    "a.html:3: missing-module: expected a file of the site, got an import of ./gone.js",
    "m/b.js:1: missing-module: expected a file of the site, got an import of ../lost.js",
    "m/b.js:2: external-address: expected no address outside the site, got an import of https://elsewhere.test/c.js",
    "m/b.js:3: missing-module: expected a file of the site, got an import of plain",
  ]);
});

test("checkSite() does not follow what Framework's client only offers", async () => {
  const client = 'const dot = () => import("./stdlib/dot.js");';
  expect(await problemsOf({ "_observablehq/client.js": client })).toEqual([]);
  expect(await problemsOf({ "x/_observablehq/client.js": client })).toEqual([]);
  expect(await problemsOf({ "_import/client.js": client })).toHaveLength(1);
});

/** A script of this many bytes that no compression makes smaller. */
const heavy = (bytes: number) => `// ${randomBytes(Math.ceil((bytes * 3) / 4)).toString("base64")}\n`;

test("checkSite() weighs the scripts of a page, also those that others import", async () => {
  const problems = await problemsOf({
    "a.html": page('<link rel="modulepreload" href="./a.js"><script type="module" src="./a.js"></script>'),
    "a.js": `import "./b.js"; import("./c.js");`,
    "b.js": heavy(90_000),
    "c.js": heavy(300_000),
    "light.html": page('<script type="module">import("./b.js")</script>'),
  });
  expect(problems).toEqual([
    expect.stringMatching(
      /^a\.html: script-after-use: expected at most 250 kB of scripts in all \(gzip\), got 29\d kB$/,
    ),
    expect.stringMatching(
      /^a\.html: script-before-use: expected at most 60 kB of scripts before use \(gzip\), got 6\d kB$/,
    ),
  ]);
});

test("checkSite() weighs the data of a page, by file and in all", async () => {
  const register = (name: string) =>
    `registerFile("./data/${name}", {"name":"./data/${name}","path":"./_file/${name}"});`;
  const names = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.bin`);
  const problems = await problemsOf({
    "a.html": page(`<script type="module">${names.map(register).join("\n")}</script>`),
    "_file/a.bin": randomBytes(410_000),
    ...Object.fromEntries(names.slice(1).map((name) => [`_file/${name}`, randomBytes(390_000)])),
  });
  expect(problems).toEqual([
    "_file/a.bin: data-file-size: expected at most 400 kB (gzip), got 411 kB",
    "a.html: page-data-size: expected at most 2000 kB of data (gzip), got 2361 kB",
  ]);
});

test("checkSite() finds data files that hold something else than their name says", async () => {
  const problems = await problemsOf({
    "_file/a.json": '{"a": 1}',
    "_file/b.json": 'done\n{"a": 1}',
    "_file/c.arrow": Buffer.from(tableToIPC(tableFromArrays({ a: [1] }), "file")),
    "_file/d.arrow": "done",
    "e.json": "not data of a page",
  });
  const ending = "got something else; a loader writes nothing but its data to stdout";
  expect(problems).toEqual([
    `_file/b.json:1: data-file-content: expected JSON, ${ending}`,
    `_file/d.arrow:1: data-file-content: expected an Arrow file, ${ending}`,
  ]);
});

test("checkSite() finds paths of the machine that built the site, also in binary files", async () => {
  const problems = await problemsOf({
    "a.html": page(`<p>\n/home/ann/site</p>`),
    "b.json": `{"root": "${projectRoot}data"}`,
    "c.arrow": Buffer.from(`\0\0${homedir()}/x`),
    "d.html": page(`<p>See example.test/home/page and /homes/</p>`),
  });
  expect(problems.map((line) => line.split(", got")[0])).toEqual([
    "a.html:3: machine-path: expected no path of this machine",
    "b.json:1: machine-path: expected no path of this machine",
    "c.arrow:1: machine-path: expected no path of this machine",
  ]);
});
