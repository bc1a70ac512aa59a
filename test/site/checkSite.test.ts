import { expect, test } from "vitest";
import { formatCheckProblem } from "../../loaders/site/checkProblem.js";
import { checkSite } from "../../loaders/site/checkSite.js";
import { tempFolder } from "../sources/tempFolder.js";

const page = (body: string) => `<title>A page</title><h1 id="top">A page</h1>${body}`;

/** Problems of a site of these files besides a page `other.html` with an anchor. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { problems } = await checkSite(await tempFolder({ "other.html": page(""), ...files }));
  return problems.map(formatCheckProblem);
}

test("checkSite() counts the pages and finds nothing wrong with links that lead somewhere", async () => {
  const folder = await tempFolder({
    "index.html": page(`<link rel="stylesheet" href="./style.css"><script src="./a.js"></script>
      <a href="./terms/t1.html">term</a> <a href="./other.html#top">other</a> <a href="#here">here</a>
      <a href="./other.html?language=fr#top">chosen</a> <img alt="" src="data:image/gif;base64,AA"> <p id="here"></p>
      <svg><a href="./other.html"></a></svg>`),
    "other.html": page(""),
    "terms/t1.html": page('<a href="../index.html">back</a> <a href="../a%20b.html">b</a>'),
    "a b.html": page("<p>b</p>"),
    "style.css": "p {}",
    "a.js": "1",
  });
  const { pages, problems } = await checkSite(folder);
  expect(problems.map(formatCheckProblem)).toEqual([]);
  expect(pages).toHaveLength(4);
});

test("checkSite() tells what Framework could not render", async () => {
  const mark = '<div class="observablehq--inspect observablehq--error">SyntaxError: no end</div>';
  expect(await problemsOf({ "index.html": page(`<p>fine</p>\n${mark}`) })).toEqual([
    "index.html:2: framework-error: SyntaxError: no end",
  ]);
});

test("checkSite() is not misled by a page that only speaks of the class", async () => {
  expect(await problemsOf({ "index.html": page("<code>observablehq--error</code>") })).toEqual([]);
});

test("checkSite() finds links into nothing, each once", async () => {
  expect(
    await problemsOf({
      "index.html": page(
        `<a href="./gone.html">a</a><a href="./gone.html">a</a><svg><a href="./gone.html"></a></svg>`,
      ),
      "terms/t.html": page(`\n<a href="./other.html">a</a><img alt="" src="b.png">`),
      "z.html": page(`<svg><a xlink:href="./lost.html"></a></svg><form action="./send"></form>`),
    }),
  ).toEqual([
    "index.html:1: broken-link: expected a file of the site, got a link to ./gone.html",
    "terms/t.html:2: broken-link: expected a file of the site, got a link to ./other.html",
    "terms/t.html:2: broken-link: expected a file of the site, got a link to b.png",
    "z.html:1: broken-link: expected a file of the site, got a link to ./lost.html",
    "z.html:1: broken-link: expected a file of the site, got a link to ./send",
  ]);
});

test("checkSite() survives addresses that encode nothing", async () => {
  expect(
    await problemsOf({ "index.html": page('<a href="./50%zz.html">a</a><a href="./other.html#%">b</a>') }),
  ).toEqual([
    "index.html:1: broken-anchor: expected an anchor of other.html, got a link to ./other.html#%",
    "index.html:1: broken-link: expected a file of the site, got a link to ./50%zz.html",
  ]);
});

test("checkSite() finds anchors that the page does not have", async () => {
  expect(
    await problemsOf({ "index.html": page('<a href="./other.html#end">a</a><a href="#start">b</a>') }),
  ).toEqual([
    "index.html:1: broken-anchor: expected an anchor of index.html, got a link to #start",
    "index.html:1: broken-anchor: expected an anchor of other.html, got a link to ./other.html#end",
  ]);
});

test("checkSite() allows no address outside the site", async () => {
  const body = `<img alt="" src="https://cdn.example/x.png"><a href="//example.org">a</a><iframe src="http://example.org/"></iframe>`;
  expect(await problemsOf({ "index.html": page(body) })).toEqual([
    "index.html:1: external-address: expected no address outside the site, got //example.org",
    "index.html:1: external-address: expected no address outside the site, got http://example.org/",
    "index.html:1: external-address: expected no address outside the site, got https://cdn.example/x.png",
  ]);
});

test("checkSite() finds empty files of every kind", async () => {
  const problems = await problemsOf({ "_file/data/terms.arrow": "", "index.html": "" });
  expect(problems).toContain("_file/data/terms.arrow: empty-file: expected content, got an empty file");
  expect(problems).toContain("index.html: empty-file: expected content, got an empty file");
});
