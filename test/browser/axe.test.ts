import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checksFile } from "../../loaders/site/browserCache.js";
import { launchChromium, openBrowserPage, siteOrigin } from "../../loaders/site/browserPage.js";
import type { BrowserPage } from "../../loaders/site/browserPage.js";
import { formatCheckProblem } from "../../loaders/site/checkProblem.js";
import { checkRendered } from "../../loaders/site/checkRendered.js";
import type { CheckProgress } from "../../loaders/site/checkRendered.js";
import { finishPage } from "../../loaders/site/finishPages.js";
import { rebuildBanner } from "../../src/components/rebuildBanner.js";
import { stockPage } from "../site/checkStock.js";
import { siteFolder } from "./siteFolder.js";
import { tempFolder } from "../sources/tempFolder.js";

const site = siteFolder;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens a page of a folder and hands it over; the window is closed afterwards. */
async function withPage<T>(
  { folder, options = {} }: { folder: string; options?: Parameters<typeof openBrowserPage>[1]["options"] },
  use: (opened: BrowserPage) => Promise<T>,
): Promise<T> {
  const opened = await openBrowserPage(browser, { folder, ...(options === undefined ? {} : { options }) });
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

test("every template of the site passes axe in both themes at 1280 and 320 px, and all other checks", async () => {
  const seen: string[] = [];
  const onProgress = ({ file }: CheckProgress) => seen.push(file);
  const problems = await checkRendered(site, { cacheFile: checksFile, onProgress });
  expect(problems.map(formatCheckProblem)).toEqual([]);
  for (const name of [
    "data-and-definitions",
    "index",
    "package",
    "quality",
    "releases",
    "root-cause",
    "trends",
    "what-if",
  ]) {
    expect(seen).toContain(`${name}.html`);
  }
  expect(seen.filter((file) => file.startsWith("terms/")).length).toBeGreaterThanOrEqual(2);
}, 600_000);

test("the first Tab leads past the navigation", async () => {
  await withPage({ folder: site }, async ({ page }) => {
    await page.goto(`${siteOrigin}/index.html`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("observablehq-main");
  });
});

const shown = (page: Page, selector: string) => page.locator(selector).first().isVisible();

test("a printed page is light, without navigation, and says what was chosen", async () => {
  const options = { colorScheme: "dark", viewport: { width: 718, height: 1000 } } as const;
  await withPage({ folder: site, options }, async ({ page }) => {
    await page.goto(`${siteOrigin}/trends.html`, { waitUntil: "networkidle" });
    expect(await shown(page, "#observablehq-sidebar-toggle")).toBe(true);
    await page.emulateMedia({ media: "print" });
    for (const selector of [
      "#observablehq-sidebar",
      "#observablehq-sidebar-toggle",
      ".reveal",
      "figure summary",
    ]) {
      expect([selector, await shown(page, selector)]).toEqual([selector, false]);
    }
    const style = (selector: string, name: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${name}`);
    expect(await style("html", "backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await shown(page, ".controls select")).toBe(true);
    expect(await style(".controls select", "appearance")).toBe("none");
    await page.evaluate("document.querySelector('figure details').open = true");
    expect(await shown(page, "figure table")).toBe(true);
    expect(await style("figure thead", "display")).toBe("table-header-group");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(718);
  });
});

test("nothing moves for a reader who asks for less motion", async () => {
  await withPage({ folder: site, options: { reducedMotion: "reduce" } }, async ({ page }) => {
    await page.goto(`${siteOrigin}/index.html`);
    const moving = `[...document.querySelectorAll("*")].filter((element) =>
      getComputedStyle(element).transitionDuration.split(", ").some((time) => time !== "0s")).length`;
    expect(await page.evaluate(moving)).toBe(0);
  });
});

const due = Date.UTC(2024, 4, 2, 6);

/** Whether a reader sees the banner at a moment of their clock; what the page says went wrong besides. */
async function bannerAt(now: number, options: { javaScriptEnabled?: boolean } = {}) {
  const folder = await tempFolder({});
  await writeFile(
    join(folder, "index.html"),
    finishPage("index.html", stockPage({ header: rebuildBanner(due) })),
  );
  return withPage({ folder, options }, async ({ page, faults }) => {
    await page.clock.setFixedTime(now);
    await page.goto(`${siteOrigin}/index.html`);
    return {
      shown: await shown(page, "#rebuild-banner"),
      faults,
      text: await page.locator("#rebuild-banner").textContent(),
    };
  });
}

test("rebuildBanner() is shown once the reader's clock is past the promised moment", async () => {
  const text =
    "Expected a rebuild by 2024-05-02 06:00 UTC, and none has come: what you see may be out of date.";
  expect(await bannerAt(due)).toEqual({ shown: false, faults: [], text });
  expect(await bannerAt(due + 1000)).toEqual({ shown: true, faults: [], text });
  expect((await bannerAt(due + 1000, { javaScriptEnabled: false })).shown).toBe(false);
});

test("rebuildBanner() is nothing where no rebuild was promised", () => {
  expect(rebuildBanner(null)).toBe("");
});
