import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hitsOf, rowsOf } from "../matcher/terms.js";
import { manyTerms } from "./manyTerms.js";
import { launchChromium } from "./openSite.js";
import { hitRows, openWhatIf, textField, tryOut } from "./whatIfPage.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

test("each key in 2,000 characters is answered with the hits of 10,000 terms", async () => {
  const { terms, text } = manyTerms(10_000);
  /** First and last characters of all hits, as the page counts them: from one. */
  const places = (typed: string): string[] =>
    rowsOf(hitsOf(terms, [typed]))
      .map(([, , start = 0, end]) => `${start + 1}–${end}`)
      .toSorted();
  const { page } = await openWhatIf(browser, { terms });
  const shown = async (): Promise<string[]> =>
    (await hitRows(page)).map((row) => row.split(" | ")[4] ?? "").toSorted();
  await tryOut(page, text);
  expect(places(text).length).toBeGreaterThan(10);
  expect(await shown()).toEqual(places(text));
  await textField(page).press("End");
  for (let length = text.length - 1; length >= text.length - 30; length--) {
    await textField(page).press("Backspace");
    await expect.poll(shown, { timeout: 60_000 }).toEqual(places(text.slice(0, length)));
  }
});
