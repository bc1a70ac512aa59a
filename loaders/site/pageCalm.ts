import { setTimeout } from "node:timers/promises";
import type { Page, Request } from "playwright-core";

/** Times in a row that a page must be found calm: between a file that came and what it asks for there is a gap. */
const looks = 4;

/** Between two looks, ms. */
const pauseMs = 25;

/** What a page that never rests is given, ms. */
const patienceMs = 30_000;

/**
 * A function that resolves when a page has nothing left to load: no request is under way and its thread answers, several
 * looks in a row. A fifth of the time that half a second without a request takes. Make it before the page
 * loads anything.
 * @throws {Error} when the page is not calm within half a minute
 */
export function calmOf(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  page.on("request", (request) => open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return async () => {
    const until = Date.now() + patienceMs;
    for (let calm = 0; calm < looks;) {
      if (Date.now() > until)
        throw new Error(`Expected ${page.url()} to come to rest, got ${open.size} requests under way`);
      await setTimeout(pauseMs);
      await page.evaluate("0"); // answered when the page's thread is free
      calm = open.size === 0 ? calm + 1 : 0;
    }
  };
}
