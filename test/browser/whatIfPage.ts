import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { Term } from "../../src/matcher/term.js";
import { openPage } from "./openSite.js";
import type { OpenedPage } from "./openSite.js";
import { builtSite } from "./builtSite.js";
import { servePackage } from "./servePackage.js";

type WhatIf = {
  readonly terms: readonly Term[];
  /** Offered as the page offers those of a package that names markets. */
  readonly markets?: readonly string[];
  readonly options?: BrowserContextOptions;
};

/** Opens "Try a text" of the shared site until the test ends, with an invented package in place of its own. */
export async function openWhatIf(
  browser: Browser,
  { terms, markets = [], options = {} }: WhatIf,
): Promise<OpenedPage> {
  const opened = await openPage(browser, { folder: builtSite, path: "what-if.html", options });
  if (markets.length > 0) await opened.page.evaluate(offerMarkets, markets);
  onTestFinished(opened.close);
  await servePackage(opened.page, terms);
  return opened;
}

/** To be run in the page. */
function offerMarkets(markets: readonly string[]): void {
  const select = document.querySelector<HTMLSelectElement>(".trial-market");
  if (select === null) return;
  for (const market of markets) select.append(new Option(market, market));
  for (const part of [select, select.parentElement]) part?.removeAttribute("hidden");
}

/** Opens the fields with which a reader changes the package. */
export async function openChange(page: Page): Promise<void> {
  await page.locator(".trial-change > summary").click();
}

/** The field for the text. */
export function textField(page: Page): Locator {
  return page.getByLabel("Text", { exact: true });
}

/** Writes a text as a paste does, and waits until its hits are drawn. */
export async function tryOut(page: Page, text: string): Promise<void> {
  await textField(page).fill(text);
  await page.waitForSelector(".trial-result .tried-text");
}

/** The words of each mark without its number, with its classes. */
export function marks(page: Page): Promise<string[]> {
  return page.$$eval(".trial-result mark", (found) =>
    found.map((mark) => `${mark.querySelector(".hit-text")?.textContent} (${mark.className})`),
  );
}

/** The rows of the table of hits, cell by cell; terms as they are masked. */
export function hitRows(page: Page): Promise<string[]> {
  return page.$$eval(".trial-result tbody tr", (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")]
        .map((cell) => (cell.querySelector(".masked-dots") ?? cell).textContent)
        .join(" | "),
    ),
  );
}

/** What the page says of the text, once it says it. */
export async function summary(page: Page, part: string): Promise<string> {
  const region = page.locator(".trial-summary").filter({ hasText: part });
  await region.waitFor();
  return region.innerText();
}
