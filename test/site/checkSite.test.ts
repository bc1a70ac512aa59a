import { expect, test } from "vitest";
import { checkSite } from "../../loaders/site/checkSite.js";
import { tempFolder } from "../sources/tempFolder.js";

/** Problems of a site of these files besides a page `other.html` with an anchor. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { problems } = await checkSite(
    await tempFolder({ "other.html": '<h1 id="top">Other</h1>', ...files }),
  );
  return problems;
}

test("checkSite() counts the pages and finds nothing wrong with links that lead somewhere", async () => {
  const page = `<link rel="stylesheet" href="./style.css"><script src="./a.js"></script>
    <a href="./terms/t1.html">term</a> <a href="./other.html#top">other</a> <a href="#here">here</a>
    <a href="./other.html?language=fr#top">chosen</a> <img src="data:image/gif;base64,AA"> <p id="here"></p>
    <svg><a href="./other.html"></a></svg>`;
  const folder = await tempFolder({
    "index.html": page,
    "other.html": '<h1 id="top">Other</h1>',
    "terms/t1.html": '<a href="../index.html">back</a> <a href="../a%20b.html">b</a>',
    "a b.html": "<p>b</p>",
    "style.css": "p {}",
    "a.js": "1",
  });
  expect(await checkSite(folder)).toEqual({ pages: 4, problems: [] });
});

test("checkSite() tells what Framework could not render", async () => {
  const mark = '<div class="observablehq--inspect observablehq--error">SyntaxError: no end</div>';
  expect(await problemsOf({ "index.html": `<p>fine</p>${mark}` })).toEqual([
    "index.html: SyntaxError: no end",
  ]);
});

test("checkSite() is not misled by a page that only speaks of the class", async () => {
  expect(await problemsOf({ "index.html": "<code>observablehq--error</code>" })).toEqual([]);
});

test("checkSite() finds links into nothing, each once", async () => {
  expect(
    await problemsOf({
      "index.html": `<a href="./gone.html">a</a><a href="./gone.html">a</a><svg><a href="./gone.html"></a></svg>`,
      "terms/t.html": `<a href="./other.html">a</a><script src="./a.js"></script><img src="b.png">`,
      "z.html": `<svg><a xlink:href="./lost.html"></a></svg><form action="./send"></form>`,
    }),
  ).toEqual([
    "index.html: expected a file of the site, got a link to ./gone.html",
    "terms/t.html: expected a file of the site, got a link to ./other.html",
    "terms/t.html: expected a file of the site, got a link to ./a.js",
    "terms/t.html: expected a file of the site, got a link to b.png",
    "z.html: expected a file of the site, got a link to ./lost.html",
    "z.html: expected a file of the site, got a link to ./send",
  ]);
});

test("checkSite() survives addresses that encode nothing", async () => {
  expect(
    await problemsOf({ "index.html": '<a href="./50%zz.html">a</a><a href="./other.html#%">b</a>' }),
  ).toEqual([
    "index.html: expected a file of the site, got a link to ./50%zz.html",
    "index.html: expected an anchor of other.html, got a link to ./other.html#%",
  ]);
});

test("checkSite() finds anchors that the page does not have", async () => {
  expect(
    await problemsOf({ "index.html": '<a href="./other.html#end">a</a><a href="#start">b</a>' }),
  ).toEqual([
    "index.html: expected an anchor of other.html, got a link to ./other.html#end",
    "index.html: expected an anchor of index.html, got a link to #start",
  ]);
});

test("checkSite() allows no address outside the site", async () => {
  const page = `<script src="https://cdn.example/x.js"></script><a href="//example.org">a</a><iframe src="http://example.org/"></iframe>`;
  expect(await problemsOf({ "index.html": page })).toEqual([
    "index.html: expected no address outside the site, got https://cdn.example/x.js",
    "index.html: expected no address outside the site, got //example.org",
    "index.html: expected no address outside the site, got http://example.org/",
  ]);
});

test("checkSite() finds empty files of every kind", async () => {
  expect(await problemsOf({ "_file/data/terms.arrow": "", "index.html": "" })).toEqual([
    "_file/data/terms.arrow: expected content, got an empty file",
    "index.html: expected content, got an empty file",
  ]);
});
