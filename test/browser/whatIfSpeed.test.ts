import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { term } from "../matcher/terms.js";
import { launchChromium } from "./openSite.js";
import { marks, openWhatIf, textField, tryOut } from "./whatIfPage.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** Different invented words of three to five syllables, some of them phrases, and a text of such words. */
function manyTerms(count: number) {
  const syllables = "ba bel dor fi ga kan lo mi nu pra ri sto ta vu ze shi".split(" ");
  let state = 1;
  const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const word = () => Array.from({ length: 3 + next(3) }, () => syllables[next(16)]).join("");
  const names = new Set<string>();
  while (names.size < count) names.add(next(4) === 0 ? `${word()} ${word()}` : word());
  const matches = ["word", "prefix", "substring"] as const;
  const terms = [...names].map((name) => term(name, { match: matches[next(10)] ?? "word" }));
  const text = Array.from({ length: 500 }, word).join(" ").slice(0, 2000);
  return { terms, text };
}

test("each key in 2,000 characters is answered with the hits of 10,000 terms", async () => {
  const { terms: many, text } = manyTerms(10_000);
  const { page } = await openWhatIf(browser, { terms: many });
  await tryOut(page, text);
  expect((await marks(page)).length).toBeGreaterThan(10);
  await page.evaluate(() => {
    const holder = document.querySelector(".trial-result");
    if (holder === null) return;
    addEventListener("input", () => performance.mark("input"), { capture: true });
    new MutationObserver(() => {
      performance.measure("hits", "input");
      requestAnimationFrame(() => setTimeout(() => performance.measure("painted", "input")));
    }).observe(holder, { childList: true, characterData: true, subtree: true });
  });
  await textField(page).press("End");
  const taskMs = await taskTimer(page);
  const cpu: number[] = [];
  const keys = 30;
  for (let i = 0; i < keys; i++) {
    const before = await taskMs();
    await textField(page).press("Backspace");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    cpu.push((await taskMs()) - before);
  }
  const times = async (name: string) => {
    const found = await page.evaluate(
      (measure) => performance.getEntriesByName(measure).map(({ duration }) => duration),
      name,
    );
    return found.toSorted((a, b) => a - b);
  };
  const [hits, painted] = [await times("hits"), await times("painted")];
  expect(hits.length).toBe(keys);
  const words = (sorted: readonly number[]) =>
    `median ${sorted[sorted.length >> 1]?.toFixed(1)} ms, slowest ${sorted.at(-1)?.toFixed(1)} ms`;
  const count = (await marks(page)).length;
  const sorted = cpu.toSorted((a, b) => a - b);
  process.stdout.write(
    `key to hits, 10,000 terms, ${count} marks: ${words(hits)}; to the next frame: ${words(painted)}; of the page's CPU time: ${words(sorted)}\n`,
  );
  expect(sorted.at(-1)).toBeLessThan(50);
});

/** CPU time of the page's main thread so far, in ms: unlike the time of a clock it does not grow with what else runs. */
async function taskTimer(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}
