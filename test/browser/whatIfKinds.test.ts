import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { term } from "../matcher/terms.js";
import { launchChromium } from "./openSite.js";
import { hitRows, marks, openChange, openWhatIf, summary, textField, tryOut } from "./whatIfPage.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const words = [term("plum"), term("plum jam"), term("fig", { match: "prefix" })];

describe("a package of every kind", () => {
  const mixed = [
    term("plum", { termId: "p", markets: ["br"] }),
    term("cherry", { termId: "c", views: ["canonical", "evasive"] }),
    term(String.raw`j\w+`, { kind: "regex", match: "substring", markets: ["us"] }),
    term("plum tart", { action: "allow" }),
    term("c AND NOT p", { kind: "rule", termId: "r" }),
  ];
  const openMixed = () => openWhatIf(browser, { terms: mixed });

  test("marks evasive hits in the text as it was written, regexes, rules and exceptions", async () => {
    const { page, errors } = await openMixed();
    await tryOut(page, "🍑 CH3RRY, jam");
    expect(await marks(page)).toEqual(["CH3RRY (hit kept overlap)", "jam (hit kept)"]);
    expect(await hitRows(page)).toEqual([
      "1 | c••••• | word | evasive | 4–9 | never fired",
      "2 | • A•• N•• • | rule | evasive | 4–9 | never fired",
      "3 | j••• | regex, substring | canonical | 12–14 | never fired",
    ]);
    const readings = await page.locator(".trial-result .canonical-text p").allTextContents();
    expect(readings).toEqual([
      "🍑 ch3rry, jam",
      "And for evasive spellings:",
      expect.stringContaining("chery"),
    ]);
    await textField(page).fill("plum tart");
    expect(await marks(page)).toEqual(["plum tart (hit exception)"]);
    expect(await hitRows(page)).toEqual(["1 | p••• t••• | word, exception | canonical | 1–9 | never fired"]);
    expect(await summary(page, "pass")).toContain("Hits inside 1 exception do not count.");
    expect(errors).toEqual([]);
  });

  test("is narrowed by the market of the text", async () => {
    const { page } = await openWhatIf(browser, { terms: mixed, markets: ["br", "us"] });
    await tryOut(page, "plum jam");
    expect(await marks(page)).toEqual(["plum (hit kept)", "jam (hit kept)"]);
    await page.getByLabel("Market of the text").selectOption("us");
    expect(await marks(page)).toEqual(["jam (hit kept)"]);
    await page.getByLabel("Market of the text").selectOption("br");
    expect(await marks(page)).toEqual(["plum (hit kept)"]);
  });

  test("loads the library for regexes with the package only when that holds some", async () => {
    const { page } = await openMixed();
    await tryOut(page, "plum");
    expect(await loadedScripts(page)).toContainEqual(expect.stringMatching(/\/re2js/));
  });
});

describe("an added term", () => {
  test("may be a regex: its library is loaded then, and what cannot be run is said at the field", async () => {
    const { page, errors } = await openWhatIf(browser, { terms: words });
    await tryOut(page, "a medlar and 12 medlars");
    await openChange(page);
    expect(await loadedScripts(page)).not.toContainEqual(expect.stringMatching(/\/re2js/));
    await page.getByLabel("It is").selectOption("regex");
    expect(await page.getByLabel("It matches").inputValue()).toBe("substring");
    expect(await page.getByLabel("Looked for in").isDisabled()).toBe(true);
    await page.getByLabel("Add a term").fill(String.raw`med\w+|\d{2}`);
    await page.waitForSelector(".trial-result mark");
    expect(await marks(page)).toEqual(["medlar (hit gained)", "12 (hit gained)", "medlars (hit gained)"]);
    expect((await hitRows(page))[1]).toBe(
      "2 | m••••••••••• | regex, substring | canonical | 14–15 | gained | not in the package",
    );
    expect(await loadedScripts(page)).toContainEqual(expect.stringMatching(/\/re2js/));
    const problem = page.locator(".trial-problem");
    const field = page.getByLabel("Add a term");
    await field.fill("med(");
    expect(await problem.innerText()).toBe('Character 4: expected a ")" for this "(", got the end.');
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await field.fill("med(?=l)");
    expect(await problem.innerText()).toContain("Character 4: lookahead is not run");
    expect(await marks(page)).toEqual([]);
    await field.fill("med");
    expect(await problem.innerText()).toBe("");
    expect(await field.getAttribute("aria-invalid")).toBe(null);
    expect(errors).toEqual([]);
  });

  test("may be a rule, an exception, or a word in evasive spellings", async () => {
    const { page } = await openWhatIf(browser, {
      terms: [term("plum", { termId: "p" }), term("jam", { termId: "j" })],
    });
    await tryOut(page, "plum jam f1g");
    await openChange(page);
    const field = page.getByLabel("Add a term");
    await page.getByLabel("It is").selectOption("rule");
    await field.fill("NEAR(p, j, 2)");
    expect(await marks(page)).toEqual([
      "plum (hit kept overlap)",
      "  (hit gained)",
      "jam (hit kept overlap)",
    ]);
    await field.fill("p AND x");
    expect(await page.locator(".trial-problem").innerText()).toBe(
      'Character 7: expected a term_id of the package, got "x" (did you mean "p"?).',
    );
    await page.getByLabel("It is").selectOption("word");
    await page.getByLabel("Looked for in").selectOption("evasive");
    await field.fill("fig");
    expect(await marks(page)).toContain("f1g (hit gained)");
    await page.locator(".trial-action").selectOption("allow");
    await field.fill("plum jam");
    expect(await summary(page, "let it pass")).toContain("0 hits gained, 2 lost");
  });

  test("may be an edited one, which keeps the place of the term in rules", async () => {
    const { page } = await openWhatIf(browser, {
      terms: [term("plum", { termId: "p" }), term("p AND p", { kind: "rule" })],
    });
    await tryOut(page, "plums, plum");
    await openChange(page);
    expect(await page.locator(".trial-switches code").allTextContents()).toContain("p");
    await page.locator(".trial-switches button").first().click();
    const field = page.getByLabel("Add a term");
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await field.inputValue()).toBe("plum");
    await field.fill("plums");
    expect((await hitRows(page)).map((row) => row.split(" | ").slice(4, 6).join(" "))).toEqual([
      "1–5 gained",
      "1–5 gained",
      "8–11 lost",
      "8–11 lost",
    ]);
  });
});

test("nothing moves while a text is typed, and only what changed is drawn", async () => {
  const { page } = await openWhatIf(browser, { terms: words });
  await tryOut(page, "a plum jam, figs");
  await page.evaluate(() => {
    for (const part of document.querySelectorAll(".trial-result mark, .trial-result tr")) {
      part.setAttribute("data-drawn", "before");
    }
  });
  const places = () =>
    page.$$eval(".trial-change, .trial-summary, .trial-result > *:not(details)", (parts) =>
      parts.map((part) => part.getBoundingClientRect().top),
    );
  const before = await places();
  await textField(page).press("Home");
  await textField(page).pressSequentially("so plum, ");
  await summary(page, "4 hits");
  expect(await places()).toEqual(before);
  const drawn = (part: string) =>
    page.$$eval(`.trial-result ${part}`, (parts) => parts.map((one) => one.getAttribute("data-drawn")));
  expect(await drawn("mark")).toEqual([null, "before", "before", "before"]);
  expect(await drawn("tbody tr")).toEqual(["before", null, "before", "before"]);
  expect(await hitRows(page)).toEqual([
    "1 | p••• | word | canonical | 4–7 | never fired",
    "2 | p••• | word | canonical | 12–15 | never fired",
    "3 | p••• j•• | word | canonical | 12–19 | never fired",
    "4 | f•• | word, prefix | canonical | 22–24 | never fired",
  ]);
});

/** Addresses of the scripts that a page has loaded. */
function loadedScripts(page: Page): Promise<string[]> {
  return page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
}
