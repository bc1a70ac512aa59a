import { cpus } from "node:os";
import { checkerHash, openBrowserCache, pageKey } from "./browserCache.js";
import type { BrowserCache } from "./browserCache.js";
import { checkInBrowser } from "./browserCheck.js";
import { hasChromium, installChromium, launchChromium } from "./browserPage.js";
import { selectPages } from "./browserSelection.js";
import { sortProblems } from "./checkProblem.js";
import type { Problem } from "./checkProblem.js";
import { checkSite } from "./checkSite.js";
import type { CheckedPage, SiteCheck } from "./checkSite.js";

/** How far the browser checks are; `opened` is false for a page whose result was known. */
export type CheckProgress = {
  readonly done: number;
  readonly total: number;
  readonly file: string;
  readonly opened: boolean;
};

export type CheckOptions = {
  /** Open every page, not only the telling ones of each template. */
  readonly all?: boolean;
  readonly onProgress?: (progress: CheckProgress) => void;
  /** Where results are kept, so that an unchanged page is not opened again. */
  readonly cacheFile: string;
  /** For tests; false where Chromium is missing. */
  readonly canOpen?: boolean;
};

/**
 * Everything wrong with a rendered site, by file and line; empty when all is well: what can be seen without running
 * it on every page, and then the telling pages of each template in Chromium. Where that is missing, one warning says so.
 */
export async function checkRendered(folder: string, options: CheckOptions): Promise<Problem[]> {
  const site = await checkSite(folder);
  const { canOpen = hasChromium } = options;
  const opened = canOpen ? await checkPagesInBrowser(site, options) : [skipped];
  return sortProblems([...site.problems, ...opened]);
}

const skipped: Problem = {
  rule: "browser-skipped",
  file: "",
  message: `browser checks skipped: ${installChromium}`,
  level: "warning",
};

async function checkPagesInBrowser(
  { files, pages }: SiteCheck,
  { all = false, onProgress = () => undefined, cacheFile }: CheckOptions,
): Promise<Problem[]> {
  const chosen = new Set(all ? files.names : selectPages(pages.map(({ traits }) => traits)));
  const cache = await openBrowserCache(cacheFile);
  const checker = await checkerHash();
  const problems: Problem[] = [];
  const waiting: { file: string; key: string }[] = [];
  const total = pages.filter(({ traits }) => chosen.has(traits.file)).length;
  let done = 0;
  for (const { parts, traits } of pages.filter((page: CheckedPage) => chosen.has(page.traits.file))) {
    const key = await pageKey(files, parts, checker);
    const known = cache.find(key);
    if (known === undefined) waiting.push({ file: traits.file, key });
    else onProgress({ done: ++done, total, file: traits.file, opened: false });
    problems.push(...(known ?? []));
  }
  const found = await openPages(waiting, {
    folder: files.folder,
    cache,
    onOpened: (file) => onProgress({ done: ++done, total, file, opened: true }),
  });
  return [...problems, ...found];
}

type Opening = {
  readonly folder: string;
  readonly cache: BrowserCache;
  readonly onOpened: (file: string) => void;
};

/** Checks pages in as many windows as there are cores. What was found is kept also when a later page fails. */
async function openPages(
  waiting: readonly { file: string; key: string }[],
  { folder, cache, onOpened }: Opening,
): Promise<Problem[]> {
  if (waiting.length === 0) return [];
  const browser = await launchChromium();
  const problems: Problem[] = [];
  const queue = waiting.values();
  const work = async () => {
    for (const { file, key } of queue) {
      const found = await checkInBrowser(browser, folder, file);
      cache.keep(key, found);
      problems.push(...found);
      onOpened(file);
    }
  };
  try {
    await Promise.all(Array.from({ length: cpus().length }, work));
    return problems;
  } finally {
    await browser.close();
    await cache.save();
  }
}
