import { JSDOM } from "jsdom";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, openPage } from "./openSite.js";
import { builtSite } from "./builtSite.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const [busiest, rarest] = await termPages();
const paths = {
  Today: "index.html",
  Trends: "trends.html",
  "Root cause": "root-cause.html",
  Package: "package.html",
  Quality: "quality.html",
  Policies: "policies.html",
  "Overkill and leakage": "overkill-and-leakage.html",
  "Ad health": "ad-health.html",
  Candidates: "candidates.html",
  "Try a text": "what-if.html",
  Releases: "releases.html",
  "Data and definitions": "data-and-definitions.html",
  "the term with most hits": busiest,
  "the term with fewest hits": rarest,
};
const live = ["trends.html", "root-cause.html", "quality.html", "releases.html"];

/** Pages of the first and last term of the table on Package, which is sorted by hits. */
async function termPages(): Promise<[string, string]> {
  const { document } = new JSDOM(await readFile(join(builtSite, "package.html"), "utf8")).window;
  const links = [...document.querySelectorAll("td a")].map((link) => link.getAttribute("href") ?? "");
  return [links[0] ?? "no term", links.at(-1) ?? "no term"];
}

describe.each(Object.entries(paths))("%s", (_name, path) => {
  const open = (options: BrowserContextOptions) => openPage(browser, { folder: builtSite, path, options });

  // With JavaScript, in each look and made narrow and wide again, it is checked by axe.test.ts.
  test("is readable without JavaScript", async () => {
    const { page, external, errors, close } = await open({ javaScriptEnabled: false });
    expect(await page.locator("h1").allInnerTexts()).toEqual([expect.stringMatching(/./)]);
    const main = page.locator("#observablehq-main");
    const shown = await main.locator("table, .tile-value, .finding, .findings").count();
    expect(await main.innerText()).toMatch(shown > 0 ? /\d/ : /^This needs the tables? \w+/m);
    const controls = main.locator("form.controls select");
    expect(await controls.count()).toBe(
      live.includes(path) ? await controls.and(page.locator(":disabled")).count() : 0,
    );
    if (live.includes(path)) {
      expect(await controls.count()).toBeGreaterThan(1);
      expect(await main.locator("noscript").isVisible()).toBe(true);
      expect(await main.locator("noscript").innerText()).toBe(
        "Choosing needs JavaScript; the page shows the default.",
      );
      expect(await main.locator("svg[role]").count()).toBeGreaterThan(0);
    }
    expect({ external, errors }).toEqual({ external: [], errors: [] });
    await close();
  });
});

test("Today shows its tiles, findings and charts without JavaScript", async () => {
  const { page, close } = await openPage(browser, {
    folder: builtSite,
    path: "index.html",
    options: { javaScriptEnabled: false },
  });
  expect(await page.locator(".tile-value").allInnerTexts()).toEqual(
    Array.from({ length: 5 }, () => expect.stringMatching(/^\d+\.\d %$/)),
  );
  expect(await page.locator(".findings li").count()).toBeGreaterThanOrEqual(3);
  expect(await page.locator("figure svg").count()).toBe(2);
  await close();
});

describe.each([
  ["with", true],
  ["without", false],
])("masked words %s JavaScript", (_name, javaScriptEnabled) => {
  test.each(["package.html", busiest])("are shown and hidden by the checkbox on %s", async (path) => {
    const { page, close } = await openPage(browser, {
      folder: builtSite,
      path,
      options: { javaScriptEnabled },
    });
    const plain = page.locator(".masked-plain").first();
    const dots = page.locator(".masked-dots").first();
    const box = page.getByLabel("Show masked words");
    const seen = async () => [await plain.isVisible(), await dots.isVisible()];
    expect(await seen()).toEqual([false, true]);
    await box.check();
    expect(await seen()).toEqual([true, false]);
    await box.uncheck();
    expect(await seen()).toEqual([false, true]);
    await close();
  });
});
