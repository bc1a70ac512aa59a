import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { manyTerms } from "../test/browser/manyTerms.js";
import { launchChromium, openPage } from "../test/browser/openSite.js";
import { servePackage } from "../test/browser/servePackage.js";

// How soon the page "Try a text" answers a key: 30 keys in 2,000 characters, with 10,000 terms, in Chromium.
// Run with `npm run bench:keys` after a build; `-- --site dist --keys 30 --terms 10000` are the defaults.

const { values } = parseArgs({
  options: {
    site: { type: "string", default: "dist" },
    keys: { type: "string", default: "30" },
    terms: { type: "string", default: "10000" },
  },
});

const { terms, text } = manyTerms(Number(values.terms));
const browser = await launchChromium();
const { page, close } = await openPage(browser, { folder: resolve(values.site), path: "what-if.html" });
await servePackage(page, terms);
const field = page.getByLabel("Text", { exact: true });
await field.fill(text);
await page.waitForSelector(".trial-result .tried-text");
await watchAnswers(page);
await field.press("End");
const cpu = await pressKeys(Number(values.keys));
const [hits, painted] = [await durations("hits"), await durations("painted")];
await close();
await browser.close();
process.stdout.write(`| from a key, ${hits.length} of ${values.keys} answered | median ms | slowest ms |
| --- | ---: | ---: |
| to its hits in the page | ${summaryOf(hits)} |
| to the next frame | ${summaryOf(painted)} |
| CPU of the page's main thread (goal 50) | ${summaryOf(cpu)} |
`);

/** Measures in the page from each input to the change of the result and to the frame after it. */
async function watchAnswers(opened: Page): Promise<void> {
  await opened.evaluate(() => {
    const holder = document.querySelector(".trial-result");
    if (holder === null) return;
    addEventListener("input", () => performance.mark("input"), { capture: true });
    new MutationObserver(() => {
      performance.measure("hits", "input");
      requestAnimationFrame(() => setTimeout(() => performance.measure("painted", "input")));
    }).observe(holder, { childList: true, characterData: true, subtree: true });
  });
}

/** CPU time that each key takes, in ms. */
async function pressKeys(keys: number): Promise<number[]> {
  const taskMs = await taskTimer(page);
  const taken: number[] = [];
  for (let key = 0; key < keys; key++) {
    const before = await taskMs();
    await field.press("Backspace");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    taken.push((await taskMs()) - before);
  }
  return taken;
}

/** CPU time of the page's main thread so far, in ms: unlike the time of a clock it does not grow with what else runs. */
async function taskTimer(opened: Page): Promise<() => Promise<number>> {
  const session = await opened.context().newCDPSession(opened);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

function durations(measure: string): Promise<number[]> {
  return page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration), measure);
}

function summaryOf(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[sorted.length >> 1]?.toFixed(1)} | ${sorted.at(-1)?.toFixed(1)}`;
}
