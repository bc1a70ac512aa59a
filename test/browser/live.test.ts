import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changedBlocks, choose, chosen, liveBlocks, liveHtml, openLive, query, settled } from "./livePage.js";
import { launchChromium } from "./openSite.js";
import { siteData, textInNode } from "./siteData.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const data = siteData();

/** Holds every live block of a page against what Node draws of the same data for the controls' choice. */
async function expectAsInNode(page: Page): Promise<void> {
  const state = await chosen(page);
  const blocks = await liveBlocks(page);
  expect(blocks.length).toBeGreaterThan(0);
  const differing = blocks.filter((block) => block.shown !== textInNode(block, data, state));
  expect(differing.map(({ view, options }) => `${view} ${options}`)).toEqual([]);
}

describe.each(["trends.html", "root-cause.html", "releases.html"])("%s", (path) => {
  test("is live with the default choice, which the URL does not repeat", async () => {
    const { page, errors } = await openLive(browser, path);
    expect(await chosen(page)).toEqual(
      JSON.parse((await page.getAttribute("form.controls", "data-defaults")) ?? ""),
    );
    expect(query(page)).toEqual({});
    await expectAsInNode(page);
    expect(errors).toEqual([]);
  });

  test("shows exactly the static HTML again after a choice and back to the default", async () => {
    const { page, errors } = await openLive(browser, path);
    const before = await liveHtml(page);
    const defaults = await chosen(page);
    const [name = ""] = Object.keys(defaults);
    const other = await page.$$eval(`select[name="${name}"] option:not(:checked)`, (found) =>
      found.map((option) => option.getAttribute("value") ?? ""),
    );
    await choose(page, { [name]: other[0] ?? "" });
    expect(changedBlocks(before, await liveHtml(page))).not.toEqual([]);
    await choose(page, { [name]: defaults[name] ?? "" });
    expect(query(page)).toEqual({});
    expect(changedBlocks(before, await liveHtml(page))).toEqual([]);
    expect(errors).toEqual([]);
  });
});

test.each([
  ["trends.html?language=xx", "language", ""],
  ["releases.html?from=1999-01", "from", undefined],
  ["root-cause.html?metric=nowhere", "metric", "fpr"],
])("%s falls back to what the page shows without a choice, and says so", async (path, name, shown) => {
  const { page, errors } = await openLive(browser, path);
  const defaults: Record<string, string> = JSON.parse(
    (await page.getAttribute("form.controls", "data-defaults")) ?? "",
  );
  expect((await chosen(page))[name]).toBe(shown ?? defaults[name]);
  expect(await page.locator(".unknown-choice").innerText()).toMatch(
    /^[A-Za-z ]+: this page does not know "(xx|1999-01|nowhere)" and shows ".+"\.$/,
  );
  await expectAsInNode(page);
  await choose(page, defaults);
  expect(await page.locator(".unknown-choice").innerText()).toBe("");
  expect(errors).toEqual([]);
});

describe("Trends", () => {
  test("shows French alone when the reader chooses it: in the charts, in their tables, in the URL", async () => {
    const { page, errors, external } = await openLive(browser, "trends.html");
    const before = await liveBlocks(page);
    await choose(page, { language: "fr" });
    expect(query(page)).toEqual({ language: "fr" });
    const after = await liveBlocks(page);
    expect(after.map(({ shown }, index) => shown === before[index]?.shown)).toEqual(after.map(() => false));
    await expectAsInNode(page);
    expect(await page.locator(".chart-subtitle").first().innerText()).toContain("language French");
    expect({ errors, external }).toEqual({ errors: [], external: [] });
  });

  test("keeps the choice over a reload, and takes it back with Back", async () => {
    const { page, errors } = await openLive(browser, "trends.html");
    const first = await liveHtml(page);
    await choose(page, { language: "fr", policy: "profanity_nh" });
    const second = await liveHtml(page);
    expect(query(page)).toEqual({ language: "fr", policy: "profanity_nh" });

    await page.reload();
    await settled(page);
    expect(await chosen(page)).toMatchObject({ language: "fr", policy: "profanity_nh" });
    expect(changedBlocks(second, await liveHtml(page))).toEqual([]);

    await page.goBack();
    await settled(page);
    expect(query(page)).toEqual({ language: "fr" });
    expect(await chosen(page)).toMatchObject({ language: "fr", policy: "" });
    await expectAsInNode(page);

    await page.goBack();
    await settled(page);
    expect(query(page)).toEqual({});
    expect(changedBlocks(first, await liveHtml(page))).toEqual([]);

    await page.goForward();
    await settled(page);
    expect(await chosen(page)).toMatchObject({ language: "fr", policy: "" });
    expect(errors).toEqual([]);
  });

  test("says so when a choice leaves no data", async () => {
    const { page } = await openLive(browser, "trends.html");
    const targets = await page.$$eval('select[name="target"] option', (found) =>
      found.map((option) => option.getAttribute("value") ?? ""),
    );
    await choose(page, { policy: "profanity_nh", target: targets.find((value) => value !== "") ?? "" });
    await expectAsInNode(page);
    expect((await liveBlocks(page)).map(({ shown }) => shown)).toContain(
      "No data for Recall with these choices.",
    );
  });
});

describe("Root cause", () => {
  const choice = { metric: "fnr", a: "human:language=de", b: "human:language=fr", by: "target" };

  test("compares what the reader picks, and keeps it in the URL", async () => {
    const { page, errors } = await openLive(browser, "root-cause.html");
    const defaults = await chosen(page);
    await choose(page, choice);
    expect(query(page)).toEqual(
      Object.fromEntries(Object.entries(choice).filter(([name, value]) => defaults[name] !== value)),
    );
    expect(await page.locator('[data-view="note contributions"]').innerText()).toMatch(
      /^False negative rate is .* for German .* for French /,
    );
    await expectAsInNode(page);
    const shown = await liveHtml(page);

    const url = new URL(page.url());
    const second = await openLive(browser, `${url.pathname.slice(1)}${url.search}`);
    expect(await chosen(second.page)).toMatchObject(choice);
    expect(changedBlocks(shown, await liveHtml(second.page))).toEqual([]);
    expect([...errors, ...second.errors]).toEqual([]);
  });

  test("turns the sign when the groups change places", async () => {
    const { page } = await openLive(browser, "root-cause.html");
    await choose(page, choice);
    const change = async () =>
      /^(\S+) points = /.exec(
        await page.locator('[data-view="chart bars contributions"] .chart-title').innerText(),
      )?.[1] ?? "none";
    const there = await change();
    await choose(page, { a: choice.b, b: choice.a });
    const back = await change();
    const turned: Readonly<Record<string, string>> = { "+": "−", "−": "+" };
    expect(there).toMatch(/^[+−]\d/);
    expect(back).toBe(`${turned[there.slice(0, 1)]}${there.slice(1)}`);
  });

  test("refuses to compare people with a package", async () => {
    const { page } = await openLive(browser, "root-cause.html");
    const release = data.report.releases.at(-1)?.label ?? "";
    await choose(page, { a: "human:language=fr", b: `auto:${release}` });
    const refusal =
      "Choose two groups of the same stage: people and packages decide on different grounds, so one metric of both is two metrics.";
    const compared = (await liveBlocks(page)).filter(({ view }) => view.endsWith("contributions"));
    expect(compared.map(({ shown }) => shown)).toEqual([refusal, refusal, refusal]);
  });

  test("says why a metric moved between the windows that the reader picks, and keeps them in the URL", async () => {
    const { page, errors } = await openLive(browser, "root-cause.html");
    const windows = { metric: "accuracy", window: "1", baseline: "4" };
    await choose(page, windows);
    expect(query(page)).toEqual(windows);
    expect(await page.locator('[data-view="note causes"]').innerText()).toMatch(
      /^Accuracy of people went from /,
    );
    await expectAsInNode(page);
    const shown = await liveHtml(page);
    await page.reload();
    await settled(page);
    expect(await chosen(page)).toMatchObject(windows);
    expect(changedBlocks(shown, await liveHtml(page))).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe("Releases", () => {
  /** `{gained, lost, new, fixed}` from the sentence. */
  async function counts(page: Page): Promise<Record<string, string | undefined>> {
    const text = await page.locator(".finding").last().innerText();
    const count = (words: string) => new RegExp(`([\\d,]+) ${words}`).exec(text)?.[1];
    return {
      gained: count("newly caught violations"),
      lost: count("violations no longer caught"),
      rejected: count("newly rejected good items"),
      freed: count("good items no longer rejected"),
    };
  }

  test("swap gained with lost and new with fixed when the releases change places", async () => {
    const { page, errors } = await openLive(browser, "releases.html");
    const [first, last] = [data.report.releases[0]?.label ?? "", data.report.releases.at(-1)?.label ?? ""];
    await choose(page, { from: first, to: last });
    expect(query(page)).toMatchObject({ from: first });
    await expectAsInNode(page);
    const there = await counts(page);
    expect(Object.values(there).every((count) => count !== undefined)).toBe(true);
    expect(there["gained"]).not.toBe(there["lost"]);

    await choose(page, { from: last, to: first });
    await expectAsInNode(page);
    expect(await counts(page)).toEqual({
      gained: there["lost"],
      lost: there["gained"],
      rejected: there["freed"],
      freed: there["rejected"],
    });
    expect(errors).toEqual([]);
  });

  test("say that nothing changes from a release to itself", async () => {
    const { page } = await openLive(browser, "releases.html");
    const label = data.report.releases[0]?.label ?? "";
    await choose(page, { from: label, to: label });
    expect(await page.locator(".finding").last().innerText()).toBe(
      `Package ${label} decides all 22,254 items as package ${label} did.`,
    );
    await expectAsInNode(page);
  });
});
