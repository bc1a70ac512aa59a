import { checkBudgets, checkDataFiles } from "./checkBudgets.js";
import { checkContent } from "./checkContent.js";
import { checkDataContent } from "./checkDataContent.js";
import { siteFiles } from "./checkFiles.js";
import type { SiteFiles } from "./checkFiles.js";
import { parsePage } from "./checkHtml.js";
import type { HtmlPage } from "./checkHtml.js";
import { anchorsOf, checkLink, linksOf } from "./checkLinks.js";
import type { Link } from "./checkLinks.js";
import { checkModules } from "./checkModules.js";
import { pageParts, pageSources } from "./checkParts.js";
import type { PageParts, PageSources } from "./checkParts.js";
import { checkPaths } from "./checkPaths.js";
import { problemOf, sortProblems } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";
import { pageTraits } from "./browserSelection.js";
import type { PageTraits } from "./browserSelection.js";

/** A page of a checked site. */
export type CheckedPage = { readonly parts: PageParts; readonly traits: PageTraits };

export type SiteCheck = {
  readonly files: SiteFiles;
  readonly pages: readonly CheckedPage[];
  /** By file and line; empty when all is well. */
  readonly problems: readonly Problem[];
};

/**
 * Checks every file of a rendered site without running it: content, links, scripts, sizes, paths of this machine.
 * A page costs some milliseconds.
 */
export async function checkSite(folder: string): Promise<SiteCheck> {
  const files = await siteFiles(folder);
  const read = await readPages(files);
  const modules = await checkModules(
    files,
    read.flatMap(({ sources }) => sources.inline),
  );
  const parts = read.map(({ sources }) => pageParts(sources, modules));
  const budgets = await Promise.all(parts.map((page) => checkBudgets(files, page)));
  const problems = [
    ...(await emptyFiles(files)),
    ...read.flatMap((page) => page.problems),
    ...checkLinks(files, read),
    ...modules.problems,
    ...budgets.flat(),
    ...(await checkDataFiles(files, parts)),
    ...(await checkDataContent(files)),
    ...(await checkPaths(files)),
  ];
  const pages = read.map(({ traits }, index) => ({ traits, parts: parts[index] ?? noParts(traits.file) }));
  return { files, pages, problems: sortProblems(problems) };
}

function noParts(file: string): PageParts {
  return { file, styles: [], before: [], after: [], data: [] };
}

async function emptyFiles({ names, bytes }: SiteFiles): Promise<Problem[]> {
  const checks = names.map(async (name) =>
    (await bytes(name)).length > 0
      ? []
      : [problemOf("empty-file", name, { message: "expected content, got an empty file" })],
  );
  return (await Promise.all(checks)).flat();
}

/** What stays of a page when its tree is let go. */
type ReadPage = {
  readonly sources: PageSources;
  readonly traits: PageTraits;
  readonly links: readonly Link[];
  readonly anchors: ReadonlySet<string>;
  readonly problems: readonly Problem[];
};

async function readPages(files: SiteFiles): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  for (const name of files.names.filter((file) => file.endsWith(".html"))) {
    pages.push(readPage(parsePage(name, await files.text(name))));
  }
  return pages;
}

function readPage(page: HtmlPage): ReadPage {
  return {
    sources: pageSources(page),
    traits: pageTraits(page),
    links: linksOf(page),
    anchors: anchorsOf(page),
    problems: checkContent(page),
  };
}

function checkLinks({ has }: SiteFiles, pages: readonly ReadPage[]): Problem[] {
  const anchors = new Map(pages.map((page) => [page.sources.file, page.anchors]));
  return pages.flatMap(({ links }) => links.flatMap((link) => checkLink(link, { has, anchors })));
}
