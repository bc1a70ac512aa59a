import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { PageData } from "../../src/components/pageData.js";
import { dailyCube, drawDays, times } from "../trends/daily.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const small = await smallData();

/** Forty days of two policies, one of few items, with a gap on the sixth and a day far out on the twentieth. */
function daily(maturesAfter?: string): PageData {
  const shares = [...times(19, 0.1), 0.5, ...times(20, 0.1)];
  const jam = drawDays(shares, 200, 1).map((day, at) => (at === 5 ? undefined : day));
  const cube = dailyCube([
    { slice: { language: "en", policy: "jam" }, days: jam },
    { slice: { language: "en", policy: "fruit" }, days: drawDays(times(40, 0.1), 20, 2) },
  ]);
  const metrics = small.report.metrics.map((metric) => ({
    ...metric,
    ...(maturesAfter ? { maturesAfter } : {}),
  }));
  const asOf = Date.UTC(2024, 1, 10);
  const workspace = { ...small.report.workspace, asOf };
  const guidelines = [
    { version: "g1", effectiveFrom: 0, policies: 2 },
    { version: "g2", effectiveFrom: Date.UTC(2024, 0, 15), policies: 2 },
  ];
  const report = { ...small.report, metrics, workspace, guidelines };
  return { ...small, report, reviewDaily: cube, scoredDaily: new Map([["human", cube]]) };
}

function draw(data: PageData, state: Record<string, string>) {
  const choice = { metric: "fpr", stage: "human", ...state };
  return new JSDOM(drawn(data, { fence: "chart", line: "days", state: choice })).window.document.body;
}

test("chart days draws a panel for each value, a gap as a gap, and few units hollow", () => {
  const body = draw(daily(), { split: "policy" });
  expect([...body.querySelectorAll(".panel-title")].map(({ textContent }) => textContent)).toEqual([
    "Says something of jam · n 7,800",
    "Says something of fruit · n 800",
  ]);
  const [jam, fruit] = [...body.querySelectorAll(".panel")].map((panel) => [
    ...panel.querySelectorAll("circle"),
  ]);
  const hollow = (dots: Element[] | undefined) =>
    dots?.filter((dot) => dot.getAttribute("fill") === "var(--theme-background)").length;
  expect([jam?.length, hollow(jam), fruit?.length, hollow(fruit)]).toEqual([39, 0, 40, 40]);
  const line = body.querySelector(".panel svg path[stroke-width]") ?? body.querySelector(".panel svg path");
  expect(line).not.toBeNull();
  expect(body.querySelectorAll("tbody tr").length).toBe(79);
});

test("chart days marks the day outside its limits, and says so in title and table", () => {
  const body = draw(daily(), { split: "policy" });
  const signs = [...body.querySelectorAll("svg text")].filter(({ textContent }) => textContent === "▲");
  expect(signs).toHaveLength(1);
  expect(body.querySelector(".chart-title")?.textContent).toBe(
    "FPR of people by policy: 1 of 79 days outside their limits, no alert",
  );
  const out = [...body.querySelectorAll("tbody tr")].filter((row) =>
    row.lastElementChild?.textContent?.includes("limit"),
  );
  expect(out.map((row) => row.children[1]?.textContent)).toEqual(["2024-01-20"]);
});

test("chart days links releases and guideline versions within its days", () => {
  const links = [...draw(daily(), { split: "" }).querySelectorAll("svg a")].map(
    (link) => link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "",
  );
  expect(links.toSorted()).toEqual([
    "./data-and-definitions.html#policies",
    "./data-and-definitions.html#policies",
    "./releases.html?from=r1&to=r1",
    "./releases.html?from=r1&to=r2",
    "./releases.html?from=r2&to=r3",
  ]);
});

test("chart days stripes days whose labels still come in, three lines a day, and gives them no limits", () => {
  const lines = (data: PageData) => draw(data, { split: "" }).querySelectorAll("svg line").length;
  expect(lines(daily("4d")) - lines(daily())).toBe(12);
  const body = draw(daily("4d"), { split: "" });
  const provisional = [...body.querySelectorAll("tbody tr")].filter(
    (row) => row.lastElementChild?.textContent === "provisional",
  );
  expect(provisional.map((row) => row.children[0]?.textContent)).toEqual([
    "2024-02-06",
    "2024-02-07",
    "2024-02-08",
    "2024-02-09",
  ]);
  expect(provisional.every((row) => row.children[6]?.textContent === "")).toBe(true);
});

test("chart trend of people over many days is the same chart; over few it is as it was", () => {
  const written = { fence: "chart", line: "trend fpr stage=human by=policy" };
  expect(drawn(daily(), written)).toContain("outside their limits");
  expect(drawn(small, written)).not.toContain("limits");
});

test("an alert is told in the title, and drawn at its days", () => {
  const data = daily();
  const rate = { count: 12, total: 40, effectiveN: 40, value: 0.3, interval: [0.2, 0.45] } as const;
  const alert = {
    metric: "fpr",
    stage: "human",
    slice: { policy: "fruit" },
    from: "2024-02-08",
    at: "2024-02-09",
    since: "2024-02-08",
    direction: "up",
    better: false,
    now: rate,
    before: { ...rate, count: 4, value: 0.1 },
    earlierDays: 37,
    difference: 0.2,
    differenceInterval: [0.1, 0.3],
    low: 0,
    high: 0.2,
    adjustedP: 0.001,
    state: "confirmed",
    p0: false,
    charts: [],
    sentence: "It rose.",
  } as const;
  const alerts = { series: 3, tested: 2, lastDay: "2024-02-09", q: 0.04, alerts: [alert] };
  const body = draw({ ...data, alerts }, { split: "policy" });
  expect(body.querySelector(".chart-title")?.textContent).toBe(
    "FPR of people by policy: Says something of fruit rose from 10.0 % to 30.0 %",
  );
  expect(body.querySelector(".panel-title")?.textContent).toBe(
    "Says something of fruit · n 800 · confirmed alert since 2024-02-08",
  );
  const chosen = draw({ ...data, alerts }, { split: "policy", language: "en" });
  expect(chosen.querySelector(".chart-title")?.textContent).toContain("no alert");
  const note = drawn({ ...data, alerts }, { fence: "note", line: "alerts" });
  expect(note).toContain("2 of 3 series");
  expect(note).toContain("./trends?metric=fpr&amp;stage=human&amp;split=policy#day-by-day");
});
