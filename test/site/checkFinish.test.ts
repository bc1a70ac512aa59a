import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { finishPage, finishPages } from "../../loaders/site/finishPages.js";
import { tempFolder } from "../sources/tempFolder.js";
import { stockPage } from "./checkStock.js";

test("finishPage() gives a page language, zoom, labels and a way past the navigation", () => {
  const html = finishPage("a.html", stockPage());
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('content="width=device-width, initial-scale=1"');
  expect(html).toContain('<body>\n<a class="skip-link" href="#observablehq-main">Skip to content</a>');
  expect(html).toContain('type="checkbox" aria-label="Show the list of pages"');
  expect(html).toContain('class="observablehq" tabindex="-1">');
  expect(html).toMatch(
    /<ol>\s*<li[^]*<\/ol>\s*<label id="observablehq-sidebar-close"[^>]*><\/label>\n<\/nav>/,
  );
});

test("finishPage() lets a page run the scripts that it holds, by hash, and no others", () => {
  const html = finishPage("a.html", stockPage({ script: "let a = 1;" }));
  // printf '\nlet a = 1;\n' | openssl dgst -sha256 -binary | base64
  expect(html).toContain("script-src 'self' 'sha256-wCpX6PRaV2tYabHPuD0EVrhGyeiYQpOhQOJ8OhOtDwA=';");
  expect(html).toContain("default-src 'self'; ");
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script"));
});

test("finishPage() leaves the same text in the content of a page alone", () => {
  const html = finishPage(
    "a.html",
    stockPage({ main: "<pre>&lt;html&gt; maximum-scale=1</pre><nav></nav>" }),
  );
  expect(html).toContain("<pre>&lt;html&gt; maximum-scale=1</pre><nav></nav>");
});

test("finishPage() says once what blocks in a row lack, and again where something stands between", () => {
  const [first, second] = ["appeals", "feedback"].map((name) => `<p class="empty">Without ${name}.</p>`);
  const main = `${first}\n${first}\n\n${first}<p>Then:</p>${first}\n${second}`;
  const html = finishPage("a.html", stockPage({ main }));
  expect(html).toContain(`${first}<p>Then:</p>${first}\n${second}`);
  expect(html.match(/Without appeals/gu)).toHaveLength(2);
});

test("finishPage() refuses a page of another make, and one that it mended before", () => {
  expect(() => finishPage("a.html", "<html><body></body></html>")).toThrow(
    "Expected page a.html to hold `width=device-width, initial-scale=1, maximum-scale=1`, as Framework 1.13.4 writes it",
  );
  expect(() => finishPage("a.html", finishPage("a.html", stockPage()))).toThrow(
    "Expected page a.html to hold `<html>`",
  );
});

test("finishPages() mends every page of a folder, each the same way every time", async () => {
  const folder = await tempFolder({ "a.html": stockPage(), "terms/b.html": stockPage(), "c.txt": "<html>" });
  await finishPages(folder);
  expect(await readFile(join(folder, "a.html"), "utf8")).toBe(finishPage("a.html", stockPage()));
  expect(await readFile(join(folder, "terms/b.html"), "utf8")).toBe(finishPage("b.html", stockPage()));
  expect(await readFile(join(folder, "c.txt"), "utf8")).toBe("<html>");
});
