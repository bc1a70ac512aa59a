import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { term } from "../matcher/terms.js";
import { launchChromium } from "./openSite.js";
import { marks, openWhatIf, summary, tryOut } from "./whatIfPage.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const begins = Date.UTC(2024, 1, 2);
const ends = Date.UTC(2024, 1, 3);

/** A word, an exception and a rule that expire, and a word that begins. */
const terms = [
  term("plum", { termId: "p", validTo: ends }),
  term("fig jam", { action: "allow", validTo: ends }),
  term("jam", { validFrom: begins }),
  term("fig", { termId: "f" }),
  term("f AND NOT p", { kind: "rule", validTo: ends }),
];

test.each([
  [
    "2024-02-01T23:00:00Z",
    ["plum (hit kept)", "fig jam (hit exception)"],
    "1 term is not in force today: 1 begins later.",
  ],
  ["2024-02-02T12:00:00Z", ["plum (hit kept)", "fig jam (hit exception)"], ""],
  [
    "2024-02-03T00:00:00Z",
    ["fig (hit kept)", "jam (hit kept)"],
    "3 terms are not in force today: 3 expired.",
  ],
])("at %s terms that are not in force do not hit, and the page says how many", async (at, found, said) => {
  const { page, errors } = await openWhatIf(browser, { terms });
  await page.clock.setFixedTime(at);
  await tryOut(page, "a plum, fig jam");
  expect(await marks(page)).toEqual(found);
  const words = await summary(page, "rejects this text");
  expect(/[^.]* in force today[^.]*\./.exec(words)?.[0].trim() ?? "").toBe(said);
  expect(errors).toEqual([]);
});
