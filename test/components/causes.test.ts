import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { exactPValue } from "../../src/components/change/exactPValue.js";
import type { PageData } from "../../src/components/pageData.js";
import { binomialTest } from "../../src/stats/binomialTest.js";
import type { CubeCell } from "../../src/model/cube.js";
import { dayAfter } from "../../src/trends/dayGroups.js";
import { dailyCube, drawDays, times } from "../trends/daily.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const small = await smallData();
const weeks = { metric: "fpr", stage: "human", window: "7", baseline: "4" };

/** Forty days of two languages and two policies up to 2024-02-09; the last seven of French jam reject with `share`. */
function daily(share: number, good = 200): PageData {
  const slices = ["en", "fr"].flatMap((language, l) =>
    ["fruit", "jam"].map((policy, p) => {
      const last = language === "fr" && policy === "jam" ? share : 0.1;
      const days = drawDays([...times(33, 0.1), ...times(7, last)], good, 1 + 2 * l + p);
      return { slice: { language, policy }, days };
    }),
  );
  const cube = dailyCube(slices);
  const release = { snapshotId: "a".repeat(64), terms: 3 };
  const releases = [
    { ...release, label: "r1", releasedAt: Date.UTC(2023, 11, 1) },
    { ...release, label: "r2", releasedAt: Date.UTC(2024, 0, 20) },
  ];
  const guidelines = [{ version: "g2", effectiveFrom: Date.UTC(2024, 1, 3), policies: 1 }];
  const report = { ...small.report, releases, guidelines };
  const policies = { ...small.policies, mistaken: [], cells: [] };
  return { ...small, report, policies, reviewDaily: cube, scoredDaily: new Map([["human", cube]]) };
}

function bodyOf(data: PageData, line: string, state: Record<string, string> = weeks): HTMLElement {
  const [fence = "", ...rest] = line.split(" ");
  return new JSDOM(drawn(data, { fence, line: rest.join(" "), state })).window.document.body;
}

function textsOf(body: HTMLElement, selector: string): string[] {
  return [...body.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "");
}

test("note causes names a planted slice, its size, its day and the event that fits it", () => {
  expect(textsOf(bodyOf(daily(0.3), "note causes"), "p, li")).toEqual([
    "False positive rate of people went from 9.7 % to 14.5 %: +4.8 points, 95 % interval +3.8 to +5.8 points.",
    "That stands out from noise. One slice changed beyond chance.",
    "After, from 2024-02-03 to 2024-02-09: 812 of 5,600 good items, effective n 5,600, 95 % interval 13.6–15.4 %. Before, from 2024-01-06 to 2024-02-02: 2,173 of 22,400 good items, effective n 22,400, 95 % interval 9.3–10.1 %.",
    "language French, policy Says something of jam: 29.3 % (410 of 1,400 good items, effective n 1,400, 95 % interval 27.0–31.7 %), 10.0 % before (561 of 5,600); about 270 more good items rejected than expected (95 % interval 237 to 302), 100 % of the change. Its days Releases",
    "Over the cells of all dimensions together, +4.8 points come from cells that are decided differently (rate) and 0.0 points from a different mix of cells.",
    "It holds since about 2024-02-03. The guideline version g2 of 2024-02-03 fits: with all events moved to other days, one fits as well with p 0.029.",
    "Unexplained rest: the named causes leave an excess of −1 good items rejected.",
  ]);
});

test("note causes links the days of the slice, and the release where one fits the change", () => {
  const planted = daily(0.3);
  const hrefs = (data: PageData, state: Record<string, string>) =>
    [...bodyOf(data, "note causes", state).querySelectorAll("a")].map(({ href }) => href);
  expect(hrefs(planted, weeks)).toEqual([
    "./trends.html?metric=fpr&stage=human&language=fr&policy=jam#day-by-day",
    "./releases.html",
  ]);
  const releases = planted.report.releases.map((release, at) =>
    at === 0 ? release : { ...release, releasedAt: Date.UTC(2024, 1, 3) },
  );
  const terms = small.terms.map((term) => ({ ...term, firstRelease: 1, lastRelease: 1 }));
  const auto = { ...planted, report: { ...planted.report, releases }, terms };
  const scoredDaily = new Map([["auto", planted.reviewDaily]]);
  expect(hrefs({ ...auto, scoredDaily }, { ...weeks, stage: "auto" })).toContain(
    "./releases.html?from=r1&to=r2",
  );
});

test("table causes puts the planted slice first, with both rates and its interval", () => {
  const [first = "", second = ""] = textsOf(bodyOf(daily(0.3), "table causes"), "tbody tr");
  expect(first).toBe(
    "language French, policy Says something of jamyes270237 to 302100 %10.0 % (561 of 5,600)29.3 % (410 of 1,400)",
  );
  expect(second).toContain("no");
});

test("table splits adds mix and rate up to the change, by each dimension", () => {
  expect(textsOf(bodyOf(daily(0.3), "table splits"), "tbody tr")).toEqual([
    "all together4+4.8 points0.0 points+4.8 points",
    "policy2+4.8 points0.0 points+4.8 points",
    "language2+4.8 points0.0 points+4.8 points",
  ]);
});

test("note causes says that there is none where nothing changed", () => {
  const [moved, verdict, ...rest] = textsOf(bodyOf(daily(0.1), "note causes"), "p, li");
  expect(moved).toContain("95 % interval −");
  expect(verdict).toBe(
    "That is not distinguishable from noise, so there is nothing to explain; the slices below are the best candidates all the same.",
  );
  expect(rest).toHaveLength(1);
  expect(rest[0]).toMatch(/^After, from 2024-02-03 to 2024-02-09: /);
  expect(bodyOf(daily(0.1), "table causes").textContent).not.toContain("yes");
});

test("note causes of a day with few counts rests on an exact test, and says so", () => {
  const [, verdict] = textsOf(
    bodyOf(daily(0.9, 3), "note causes", { ...weeks, window: "1", baseline: "1" }),
    "p",
  );
  expect(verdict).toContain(
    "Exact test (the binomial tail, given the counts of both), since fewer than five good items rejected or of the others are expected in a window: p ",
  );
});

test.each([
  [
    "too few days",
    daily(0.1),
    { window: "28" },
    "Too few days: these two windows take 140 settled days, and the decisions with labels lie in 40, from 2024-01-01 to 2024-02-09. Choose a shorter window.",
  ],
  [
    "a stage without days",
    daily(0.1),
    { stage: "ata" },
    "No decision of auditors of QA (ATA) carries a day and a label of a later stage here, so nothing can be said of a change in time.",
  ],
  [
    "no unit of the metric",
    daily(0.1),
    { metric: "fnr" },
    "No data: none of the decisions from 2024-01-06 to 2024-02-02 counts for False negative rate (violating items).",
  ],
])("note causes says why it has no answer: %s", (...[, data, state, words]) => {
  expect(bodyOf(data, "note causes", { ...weeks, ...state }).textContent).toBe(words);
});

test("note causes cannot tell on fewer effective units than the metric asks for", () => {
  const [, verdict] = textsOf(bodyOf(daily(0.1, 1), "note causes", { ...weeks, baseline: "1" }), "p");
  expect(verdict).toMatch(
    /^Cannot tell: effective n is 28 before and 28 after, where this metric needs 30 in each\./,
  );
});

test("exactPValue() is the binomial tail of the rarer side, and none where enough is expected", () => {
  expect(exactPValue({ count: 0, total: 120 }, { count: 4, total: 40 })).toBeCloseTo(0.25 ** 4, 12);
  expect(exactPValue({ count: 120, total: 120 }, { count: 36, total: 40 })).toBeCloseTo(0.25 ** 4, 12);
  const skewed = exactPValue({ count: 30, total: 900 }, { count: 3, total: 31 });
  expect(skewed).toBeCloseTo(binomialTest(3, 33, 31 / 931), 8);
  expect(exactPValue({ count: 5, total: 50 }, { count: 5, total: 50 })).toBeUndefined();
  expect(exactPValue({ count: 5, total: 50 }, { count: 0, total: 0 })).toBeUndefined();
});

/** Good items of a day: two of weight 50, of which some are rejected, and ten of weight 1, of which some are. */
function weightedDay(day: string, heavy: number, light: number): CubeCell {
  const products = Array.from({ length: 10 }, () => 0);
  [products[4], products[9]] = [2500 * heavy + light, 2500 * (2 - heavy) + 10 - light];
  const sums = [0, 50 * heavy + light, 0, 50 * (2 - heavy) + 10 - light];
  return { slice: { day, language: "en", policy: "jam" }, sums, products };
}

test("note causes does not take a week in which no heavy decision errs for much information", () => {
  const cells = Array.from({ length: 14 }, (_, at) =>
    weightedDay(dayAfter("2024-01-01", at), Number(at < 2), Number(at === 10)),
  );
  const cube = { ...small.reviewDaily, cells };
  const data = { ...small, reviewDaily: cube, scoredDaily: new Map([["human", cube]]) };
  const [moved, verdict] = textsOf(bodyOf(data, "note causes", { ...weeks, baseline: "1" }), "p");
  expect(moved).toContain("went from 13.0 % to 0.1 %");
  expect(verdict).toMatch(/^Cannot tell: effective n is 16 before and 16 after/);
});

/** What is said of the evidence behind the planted slice at a stage. */
function evidenceOf(stage: string): string[] {
  const planted = daily(0.3);
  const cube = planted.reviewDaily;
  const terms = small.terms.map((term) => ({ ...term, language: "fr" }));
  const scoredDaily = new Map(["human", "auto"].map((name) => [name, cube]));
  const data = { ...planted, report: small.report, policies: small.policies, terms, scoredDaily };
  return textsOf(bodyOf(data, "note causes", { ...weeks, stage }), "small");
}

test("note causes says of people what they take for what under the policy of the slice", () => {
  expect(evidenceOf("human")).toEqual([
    "Over all days people say “Says something of fruit” where the label says “Says something of jam” (40 judgments), then “no violation” where the label says “Says something of jam” (3 judgments).",
  ]);
});

test("note causes names the terms behind a slice of the automatic stage, and masks what they hit", () => {
  expect(evidenceOf("auto")).toEqual([
    "Terms with most false positives there, over all days: p•••plum (10 false positives).",
    "Good items that they hit: •••• •••plum jam.",
  ]);
});
