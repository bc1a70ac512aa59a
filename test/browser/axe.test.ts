import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCheck } from "../../bin/check.js";
import { checksFile } from "../../loaders/site/browserCache.js";
import { launchChromium, openBrowserPage, siteOrigin } from "../../loaders/site/browserPage.js";
import type { BrowserPage } from "../../loaders/site/browserPage.js";
import { formatCheckProblem } from "../../loaders/site/checkProblem.js";
import { checkRendered } from "../../loaders/site/checkRendered.js";
import type { CheckProgress } from "../../loaders/site/checkRendered.js";
import { finishPage } from "../../loaders/site/finishPages.js";
import { rebuildBanner } from "../../src/components/rebuildBanner.js";
import { runIn } from "../cli/streams.js";
import { stockPage } from "../site/checkStock.js";
import { builtSite } from "./builtSite.js";
import { tempFolder } from "../sources/tempFolder.js";

const site = builtSite;
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
    "ad-health",
    "candidates",
    "data-and-definitions",
    "index",
    "overkill-and-leakage",
    "package",
    "policies",
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
  await withPage({ folder: site, options }, async ({ page, open }) => {
    await open("trends.html");
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

// Pages that are as they were were opened above, and their results are kept.
test("riskbook check names the file of each fault in a broken copy of the real site, and no other", async () => {
  const cwd = await tempFolder({});
  const site = join(cwd, "site");
  await cp(builtSite, site, { recursive: true });
  const plant = async (file: string, name: string, script: string) => {
    const html = await readFile(join(site, file), "utf8");
    await writeFile(
      join(site, file),
      html.replace("</head>", `<script type="module" src="./${name}"></script>\n</head>`),
    );
    await writeFile(join(site, name), script);
  };
  await plant("index.html", "broken.js", "export const a = 1;\nexport const b = ;");
  await plant("package.html", "thrower.js", "\nthrow new Error('planted');");
  await plant("releases.html", "importer.js", 'import "./gone.js";');
  await plant("data-and-definitions.html", "talker.js", "console.error('planted');");
  await plant(
    "root-cause.html",
    "caller.js",
    "fetch('https://elsewhere.test/a.json').catch(() => undefined);",
  );
  const { code, stdout } = await runIn(cwd, runCheck, { args: ["site"] });
  await rm(site, { recursive: true });
  expect(code).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  const faulty =
    /^(?:(?:broken|caller|gone|importer|talker|thrower)\.js|(?:index|releases|root-cause)\.html):/;
  expect(lines.filter((line) => !faulty.test(line))).toEqual([]);
  expect(lines).toContain('broken.js:2: script-syntax: Unexpected ";"');
  expect(lines).toContain("thrower.js:2: uncaught-error: Error: planted (opening package.html)");
  expect(lines).toContain(
    "importer.js:1: missing-module: expected a file of the site, got an import of ./gone.js",
  );
  expect(lines).toContain(
    "releases.html: missing-file: expected a file of the site, got a request for /gone.js",
  );
  expect(lines).toContain("talker.js:1: console-error: planted (opening data-and-definitions.html)");
  expect(stdout).toMatch(
    /^(?:root-cause\.html|caller\.js:1): console-error: .*elsewhere\.test.*Content Security Policy/m,
  );
}, 300_000);
