import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAxe, runAxe } from "../../loaders/site/axeRun.js";
import { term } from "../matcher/terms.js";
import { launchChromium, openPage } from "./openSite.js";
import { siteData } from "./siteData.js";
import { builtSite } from "./builtSite.js";
import { hitRows, marks, openChange, openWhatIf, summary, textField, tryOut } from "./whatIfPage.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const { report } = siteData();
const release = report.releases.at(-1)?.label ?? "";
const terms = [
  term("plum"),
  term("plum jam"),
  term("fig", { match: "prefix" }),
  term("pflaume", { languages: ["de"] }),
];
const open = () => openWhatIf(browser, { terms });

test("without JavaScript the page says what it needs, and shows an example", async () => {
  const { page, errors, close } = await openPage(browser, {
    folder: builtSite,
    path: "what-if.html",
    options: { javaScriptEnabled: false },
  });
  const main = page.locator("#observablehq-main");
  expect(await main.locator("noscript").innerText()).toContain("Trying a text needs JavaScript");
  const fields = main.locator("textarea, select, input");
  expect(await fields.count()).toBeGreaterThanOrEqual(4);
  expect(await fields.and(page.locator(":disabled")).count()).toBe(await fields.count());
  expect(await main.locator(".finding").innerText()).toContain(`words of package ${release}`);
  expect(await main.locator(".trial-example mark").count()).toBe(4);
  expect(errors).toEqual([]);
  await close();
});

test("package and matcher are loaded when a field is first used, and nothing after that", async () => {
  const { page, errors, external } = await open();
  const nameOf = (address: string) => new URL(address).pathname.replace(/\.\w{8}\./, ".");
  const own = /whatIf\/(?!takeOverTrial)|matcher|\/data\//;
  const before = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  expect(before.map(nameOf)).toContain("/_import/components/whatIf/takeOverTrial.js");
  expect(before.map(nameOf).filter((name) => own.test(name))).toEqual([]);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(nameOf(request.url())));
  await textField(page).focus();
  await expect.poll(() => requests, { timeout: 60_000 }).toContain("/_file/data/package.bin");
  await tryOut(page, "A plum");
  expect(requests).toContain("/_file/data/packageTerms.arrow");
  expect(requests).toContain("/_import/components/whatIf/tryText.js");
  const loaded = requests.length;
  await tryOut(page, "A ripe plum");
  await openChange(page);
  await page.getByLabel("Add a term").fill("ripe");
  await summary(page, "gained");
  expect(requests.slice(loaded)).toEqual([]);
  expect({ errors, external }).toEqual({ errors: [], external: [] });
});

describe("a text", () => {
  test("shows its hits marked, as a table and in a sentence", async () => {
    const { page, errors } = await open();
    await tryOut(page, "🍑 PLUM  jam, Figs and pflaume");
    expect(await marks(page)).toEqual([
      "PLUM (hit kept overlap)",
      "  jam (hit kept)",
      "Fig (hit kept)",
      "pflaume (hit kept)",
    ]);
    expect(await page.locator(".trial-result mark sup").allTextContents()).toEqual([
      " hit 1",
      " hit 2",
      " hit 3",
      " hit 4",
    ]);
    expect(await hitRows(page)).toEqual([
      "1 | p••• | word | canonical | 4–7 | never fired",
      "2 | p••• j•• | word | canonical | 4–12 | never fired",
      "3 | f•• | word, prefix | canonical | 15–17 | never fired",
      "4 | p•••••• | word | canonical | 24–30 | never fired",
    ]);
    expect(await summary(page, "rejects")).toBe(`Package ${release} rejects this text: 4 hits of 4 terms.`);
    expect(await page.locator(".trial-summary").getAttribute("role")).toBe("status");
    expect(await page.locator(".trial-result .canonical-text p").first().textContent()).toBe(
      "🍑 plum jam, figs and pflaume",
    );
    await textField(page).fill("quince");
    expect(await summary(page, "pass")).toContain(`Package ${release} lets this text pass`);
    expect(await marks(page)).toEqual([]);
    await textField(page).fill("");
    await page.waitForFunction(() => document.querySelector(".trial-summary")?.textContent === "");
    expect(await page.locator(".trial-result").innerHTML()).toBe("");
    expect(errors).toEqual([]);
  });

  test("in a language is hit by its terms and those of every language", async () => {
    const { page } = await openWhatIf(browser, {
      terms: [term("plum"), term("pflaume", { languages: ["en"] }), term("prune", { languages: ["fr"] })],
    });
    await page.getByLabel("Language of the text").selectOption("fr");
    await tryOut(page, "plum pflaume prune");
    expect(await marks(page)).toEqual(["plum (hit kept)", "prune (hit kept)"]);
    await page.getByLabel("Language of the text").selectOption("");
    expect((await marks(page)).length).toBe(3);
  });

  test("that is hostile is shown as it was written and does nothing", async () => {
    const { page, errors } = await openWhatIf(browser, {
      terms: [term("<img src=x onerror=alert(1)>", { match: "substring" })],
    });
    const text = "<script>alert(1)</script> <img src=x onerror=alert(1)> \u202Eesrever\u2066 ${1+1}";
    await tryOut(page, text);
    await openChange(page);
    await page.getByLabel("Add a term").fill("<script>");
    await page.getByLabel("It matches").selectOption("substring");
    await summary(page, "gained");
    expect(await page.locator(".trial-result script, .trial-result img, .trial img").count()).toBe(0);
    expect(await marks(page)).toEqual(["<script> (hit gained)", "<img src=x onerror=alert(1)> (hit kept)"]);
    const shown = await page.$eval(".tried-text", (holder) => {
      for (const badge of holder.querySelectorAll("sup")) badge.remove();
      return { text: holder.textContent, bidi: getComputedStyle(holder).unicodeBidi };
    });
    expect(shown).toEqual({ text, bidi: expect.stringContaining("isolate") });
    const masks = await page.$$eval(".trial-result td .masked-dots", (found) =>
      found.map((mask) => getComputedStyle(mask).unicodeBidi),
    );
    expect(masks).toEqual(["isolate", "isolate"]);
    expect(errors).toEqual([]);
  });

  test("that is very long is tried up to a limit, and the page says so", async () => {
    const { page } = await open();
    await tryOut(page, `${"a".repeat(19_999)} ${"plum ".repeat(10)}`);
    expect(await summary(page, "Only")).toContain("Only the first 20,000 characters are tried.");
    expect(await marks(page)).toEqual([]);
  });

  test("stays in the page: not in the address, not in storage, and Enter sends nothing", async () => {
    const { page } = await open();
    const address = page.url();
    await tryOut(page, "a secret plum");
    await openChange(page);
    await page.getByLabel("Add a term").fill("secret");
    await page.getByLabel("Add a term").press("Enter");
    await summary(page, "gained");
    expect(page.url()).toBe(address);
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(kept).toEqual([0, 0, ""]);
    expect(await page.evaluate("history.state")).toBe(null);
    expect(await textField(page).getAttribute("spellcheck")).toBe("false");
  });
});

describe("a changed package", () => {
  const box = (page: Page, at: number) => page.locator(".trial-switches input").nth(at);

  test("loses the hits of a term that is switched off, until it is switched on", async () => {
    const { page } = await open();
    await tryOut(page, "plum jam");
    await openChange(page);
    await box(page, 0).press("Space");
    expect(await marks(page)).toEqual(["plum (hit kept overlap)", " jam (hit kept)"]);
    expect(await hitRows(page)).toEqual([
      "1 | p••• | word | canonical | 1–4 | lost | never fired",
      "2 | p••• j•• | word | canonical | 1–8 | kept | never fired",
    ]);
    await box(page, 1).press("Space");
    expect(await marks(page)).toEqual(["plum (hit lost overlap)", " jam (hit lost)"]);
    expect(await summary(page, "let it pass")).toContain(
      "With your change it would let it pass: 0 hits gained, 2 lost.",
    );
    // The box keeps the focus, and a term that is off stays off for another text.
    expect(await box(page, 1).evaluate((input) => input === document.activeElement)).toBe(true);
    await textField(page).fill("figs, plum");
    expect(await marks(page)).toEqual(["fig (hit kept)", "plum (hit lost)"]);
    expect(await page.locator(".trial-switches input").count()).toBe(3);
    await box(page, 0).check();
    expect(await marks(page)).toEqual(["fig (hit kept)", "plum (hit kept)"]);
  });

  test("gains the hits of an added term", async () => {
    const { page } = await open();
    await tryOut(page, "medlars");
    await openChange(page);
    await page.getByLabel("Add a term").fill("medlar");
    expect(await summary(page, "Your change does nothing")).toContain("lets this text pass");
    await page.getByLabel("It matches").selectOption("prefix");
    expect(await marks(page)).toEqual(["medlar (hit gained)"]);
    expect(await hitRows(page)).toEqual([
      "1 | m••••• | word, prefix | canonical | 1–6 | gained | not in the package",
    ]);
    expect(await summary(page, "would reject it")).toContain("1 hit gained, 0 lost");
    await page.getByLabel("Add a term").fill("\u200B");
    expect(await summary(page, "cannot be run")).toContain("The added term cannot be run.");
    expect(await page.locator(".trial-problem").innerText()).toContain("it can match nothing");
  });
});

test("an item is tried masked until the reader asks, and typing leaves it", async () => {
  const { page } = await openWhatIf(browser, { terms: [term("e", { match: "substring" })] });
  const select = page.getByLabel("Or an item of the traffic");
  const option = select.locator("option").nth(1);
  const text = (await option.getAttribute("data-text")) ?? "";
  expect(text).not.toBe("");
  await select.selectOption({ index: 1 });
  await page.waitForSelector(".trial-result .tried-text");
  const shown = async () =>
    (await page.locator(".trial-result .tried-text").innerText()).replaceAll(/[\s\d,+]|hits?/g, "");
  expect(await shown()).not.toMatch(/\p{L}/u);
  await page.getByLabel("Show masked words").check();
  expect(await shown()).toMatch(/\p{L}/u);
  await page.getByLabel("Show masked words").uncheck();
  expect(await textField(page).inputValue()).toBe("");
  await textField(page).fill("tree");
  expect(await select.inputValue()).toBe("");
  expect(await marks(page)).toEqual(["e (hit kept)", "e (hit kept)"]);
});

test("the package of the site itself can be tried", async () => {
  const { page, errors, close } = await openPage(browser, { folder: builtSite, path: "what-if.html" });
  await page.getByLabel("Or an item of the traffic").selectOption({ index: 1 });
  await page.waitForSelector(".trial-result mark");
  const link = page.locator(".trial-result td a").first();
  const address = (await link.getAttribute("href")) ?? "";
  await page.goto(new URL(address, page.url()).href);
  expect(await page.locator("h1").innerText()).toMatch(/^Term /);
  expect(errors).toEqual([]);
  await close();
});

test("a package that cannot be loaded is asked for again with the next key", async () => {
  const { page } = await open();
  let refuse = true;
  await page.route(/\/package\.\w+\.bin$/, (route) => (refuse ? route.abort() : route.fallback()));
  await textField(page).fill("plum");
  expect(await summary(page, "could not be loaded")).toContain("type again");
  refuse = false;
  await tryOut(page, "plum jam");
  expect((await marks(page)).length).toBe(2);
});

test("Tab leads through the fields to the result and on, in the order of the page", async () => {
  const { page } = await open();
  await tryOut(page, "plum");
  await openChange(page);
  await textField(page).focus();
  const stops: string[] = [];
  for (let i = 0; i < 14; i++) {
    stops.push(
      await page.evaluate(() => {
        const active = document.activeElement;
        return `${active?.localName} ${active?.className || active?.getAttribute("aria-label") || ""}`.trim();
      }),
    );
    await page.keyboard.press("Tab");
  }
  expect(stops).toEqual([
    "textarea",
    "select trial-language",
    "select trial-item",
    "summary",
    "input trial-added",
    "select trial-kind",
    "select trial-match",
    "select trial-views",
    "select trial-action",
    "input",
    "button",
    "div table-scroll",
    "summary",
    "a observablehq-header-anchor",
  ]);
});

test.each([
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
  { colorScheme: "light", width: 320 },
  { colorScheme: "dark", width: 320 },
] as const)("holds with a result in $colorScheme at $width px", async ({ colorScheme, width }) => {
  const options = { colorScheme, viewport: { width, height: 900 } };
  const { page } = await openWhatIf(browser, { terms, options });
  await tryOut(page, `plum jam, figs and ${"a".repeat(200)} with a plum`);
  await openChange(page);
  await page.getByLabel("Add a term").fill("with");
  await page.locator(".trial-switches input").first().uncheck();
  await summary(page, "gained");
  const sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  expect(await page.evaluate(sideways)).toBe(0);
  await addAxe(page);
  expect(await runAxe(page)).toEqual([]);
});
