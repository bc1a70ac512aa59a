import { readdirSync } from "node:fs";
import { openBlockSite, openPageData } from "./blockSite.js";
import { pageBlocks } from "./pageBlocks.js";
import { readPage } from "./readPage.js";
import { footerHtml, headHtml, headerHtml } from "./pageFrame.js";
import type MarkdownIt from "markdown-it";

/** Where a site is made: the generated Framework root with its prepared data, and the folder that it goes to. */
export type SitePlace = { readonly root: string; readonly output: string };

/** Navigation, in the words that users say. */
const pages = [
  { name: "Trends", path: "/trends" },
  { name: "Root cause", path: "/root-cause" },
  { name: "Quality", path: "/quality" },
  { name: "Policies", path: "/policies" },
  { name: "Overkill and leakage", path: "/overkill-and-leakage" },
  { name: "Package", path: "/package" },
  { name: "Candidates", path: "/candidates" },
  { name: "Try a text", path: "/what-if" },
  { name: "Releases", path: "/releases" },
  { name: "Ad health", path: "/ad-health" },
  { name: "Data and definitions", path: "/data-and-definitions" },
];

/** Pages beside `index.md` that the navigation does not name, by name of their files. */
function addedPages(root: string): { name: string; path: string }[] {
  const known = new Set(["/index", ...pages.map(({ path }) => path)]);
  const files = readdirSync(root)
    .filter((name) => name.endsWith(".md"))
    .toSorted();
  return files.flatMap((file) => {
    const path = `/${file.slice(0, -".md".length)}`;
    return known.has(path) ? [] : [{ name: readPage(root, file).frontMatter.title ?? path.slice(1), path }];
  });
}

/**
 * Framework's configuration for the site of one workspace, with blocks drawn from its prepared data.
 * A block that cannot be drawn shows its message in the page: the checks of the build refuse such a page, and an
 * author who edits with `npm run dev` sees it at once.
 * @param isPreview Framework itself frames the pages; a build leaves that to `framePages`
 */
export async function siteConfig({ root, output }: SitePlace, isPreview: boolean) {
  const data = await openPageData(root);
  const site = await openBlockSite(root, () => undefined);
  return {
    title: data.report.workspace.title,
    root,
    output,
    home: "Today",
    pages: [...pages, ...addedPages(root)],
    dynamicPaths: data.terms.map(({ termId }) => `/terms/${termId}`),
    head: isPreview ? headHtml : null,
    header: isPreview ? headerHtml(data.report) : null,
    footer: isPreview ? footerHtml(data.report, "/") : null,
    style: "style.css",
    globalStylesheets: [],
    pager: false,
    toc: false,
    preserveExtension: true,
    preserveIndex: true,
    interpreters: { ".ts": ["node", "--import", "tsx"] },
    markdownIt: (md: MarkdownIt) => pageBlocks(md, site),
  };
}
