import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { topMoves } from "../../src/components/change/topMoves.js";
import type { PageData } from "../../src/components/pageData.js";
import { dailyCube, drawDays, times } from "../trends/daily.js";
import type { Day } from "../trends/daily.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const small = await smallData();

/** Days up to 2024-02-09 of French and English; those of French are given. */
function daily(french: readonly Day[], seed = 1): PageData {
  const calm = drawDays(times(french.length, 0.1), 200, seed);
  const cube = dailyCube([
    { slice: { language: "en", policy: "jam" }, days: calm },
    { slice: { language: "fr", policy: "jam" }, days: french },
  ]);
  return { ...small, reviewDaily: cube, scoredDaily: new Map([["human", cube]]) };
}

function bodyOf(data: PageData, line: string): HTMLElement {
  return new JSDOM(drawn(data, { fence: "note", line })).window.document.body;
}

test("note moves lists a metric that moved, with its first cause and a link that opens it", () => {
  const body = bodyOf(daily(drawDays([...times(33, 0.1), ...times(7, 0.2)], 200, 7)), "moves");
  expect(body.querySelector("p")?.textContent).toBe(
    "3 of 4 series (metric × stage) could be tested: the last 7 settled days, up to 2024-02-09, against the windows before; 2 moved beyond noise, corrected for all of them at a false discovery rate of 5 %.",
  );
  const [item] = body.querySelectorAll("li");
  expect(item?.textContent).toMatch(
    /^False positive rate of people went from \d+\.\d % to 1\d\.\d %: .+ First cause: language French: /,
  );
  expect([...body.querySelectorAll("a")].map(({ href }) => href)).toEqual([
    "./root-cause?metric=fpr&stage=human&window=7&baseline=4",
    "./root-cause?metric=accuracy&stage=human&window=7&baseline=4",
  ]);
});

test("note moves says that nothing moved where nothing did", () => {
  const body = bodyOf(daily(drawDays(times(40, 0.1), 200, 7)), "moves");
  expect(body.textContent).toMatch(/^Nothing moved beyond noise: /);
  expect(body.querySelector("li")).toBeNull();
});

test("note moves window=1 finds a day with few decisions by an exact test, and says so", () => {
  const few = [...drawDays(times(39, 0.02), 30, 7), { good: 30, rejected: 9 }];
  const data = daily(few);
  const cube = data.reviewDaily;
  const only = { ...cube, cells: cube.cells.filter(({ slice }) => slice["language"] === "fr") };
  const body = bodyOf({ ...data, scoredDaily: new Map([["human", only]]) }, "moves window=1");
  expect(body.textContent).toContain("moved beyond noise");
  expect(body.textContent).toContain("xact test");
});

test.each([
  [
    "without days",
    small.report,
    new Map(),
    "No decision with a label carries a day here, so nothing can be said of a change in time.",
  ],
  [
    "with too few days",
    small.report,
    small.scoredDaily,
    "Cannot tell what the last 7 settled days changed: there are no two windows of that length.",
  ],
])("note moves %s says why it has no answer", (...[, report, scoredDaily, words]) => {
  expect(bodyOf({ ...small, report, scoredDaily }, "moves").textContent).toBe(words);
});

test("topMoves(data, length) rarely names a move where there is none", () => {
  const seeds = Array.from({ length: 60 }, (_, at) => at + 1);
  const wrong = seeds.filter((seed) => {
    const data = daily(drawDays(times(40, 0.1), 200, 100 + seed), seed);
    return topMoves(data, 7).moves.length > 0;
  });
  expect(wrong.length).toBeLessThanOrEqual(6);
});
