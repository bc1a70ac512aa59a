import { expect, test } from "vitest";
import type { TermRow } from "../../src/model/artefact.js";
import type { HitCounts, WrongExposure } from "../../src/model/packageHealth.js";
import { drawn } from "./drawn.js";
import { smallData } from "./smallData.js";

const plain = await smallData();
const facts = { fence: "table", line: "term facts", params: { termId: "t1" } };

/** Plum hits good items of these currencies, an impression of each of which earned 0.5. */
function withMoney(...exposures: readonly WrongExposure[]): typeof plain {
  const cost = {
    blocked: [],
    leaked: [],
    earned: [],
    earnings: exposures.slice(0, 5).map(({ currency }) => ({ currency, each: 0.5 })),
  };
  return {
    ...plain,
    overkill: { ...plain.overkill, cost },
    packageHealth: { ...plain.packageHealth, wrongExposure: { t1: exposures } },
  };
}

test("what good items would have earned is told by currency, never added, three at most", () => {
  const two = withMoney({ currency: "EUR", exposure: 2000 }, { currency: null, exposure: 10 });
  expect(drawn(two, facts)).toContain(">1,000 EUR · 5 without a currency<");
  const five = ["EUR", "USD", "JPY", "BRL", "MXN"].map((currency) => ({ currency, exposure: 8 }));
  expect(drawn(withMoney(...five), facts)).toContain(">4 EUR · 4 USD · 4 JPY · 2 more currencies<");
  expect(drawn(withMoney(...five.slice(0, 4)), facts)).toContain("· 1 more currency<");
  expect(drawn(withMoney(...five), { fence: "table", line: "terms" })).toContain(
    ">4 EUR · 4 USD · 4 JPY · 2 more currencies<",
  );
});

test("money is said to be expected, and not told where delivery does not price it", () => {
  const words = "expected impressions × average revenue of a delivered impression";
  expect(drawn(withMoney({ currency: "EUR", exposure: 2 }), facts)).toContain(words);
  expect(drawn(withMoney(), facts)).not.toContain(words);
  const unpriced = withMoney(...Array.from({ length: 6 }, (_, at) => ({ currency: `C${at}`, exposure: 1 })));
  expect(drawn(unpriced, facts)).toContain("2 more currencies<");
});

const page = { fence: "table", line: "term precision", params: { termId: "t1" } };

/** The cells of the row of a table that begins with some words, without the other markup. */
function cellsOf(html: string, words: string): string[] {
  const row = html.split("<tr>").find((one) => one.startsWith(`<td>${words}`)) ?? "";
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell ?? "").slice(1);
}

/** Plum with other counts, and ages. */
function plumWith(counts: Partial<TermRow>, ages: Readonly<Record<string, HitCounts>> = {}): typeof plain {
  return {
    ...plain,
    terms: plain.terms.map((term) => (term.termId === "t1" ? { ...term, ...counts } : term)),
    packageHealth: { ...plain.packageHealth, ages: { t1: ages } },
  };
}

test("parts of what a term hits have a precision with its counts and interval, no data without a label", () => {
  const html = drawn(plumWith({ aloneHits: 3, aloneTp: 0, aloneFp: 0 }), page);
  expect(cellsOf(html, "All")).toEqual(["50", "30", "10", "75.0 %", "59.8–85.8 %"]);
  expect(cellsOf(html, "Hit by no other term")).toEqual(["20", "15", "5", "75.0 %", "53.1–88.8 %"]);
  expect(cellsOf(html, "Whole stack")).toEqual(["3", "0", "0", "no data", "no data"]);
  expect(cellsOf(html, "Of the last 28 days")).toEqual(["12", "8", "2", "80.0 %", "49.0–94.3 %"]);
  expect(cellsOf(html, "Of the days before these")).toEqual(["38", "22", "8", "73.3 %", "55.6–85.8 %"]);
  expect(html).not.toContain("evasive");
});

test("what only the evasive view finds has its own precision, and so has each age", () => {
  const before = { hits: 9, tp: 1, fp: 1 };
  const html = drawn(plumWith({ evasiveHits: 10, evasiveTp: 1, evasiveFp: 4 }, { before }), page);
  expect(cellsOf(html, "Found in the evasive view alone").slice(0, 4)).toEqual(["10", "1", "4", "20.0 %"]);
  expect(cellsOf(html, "Found in the canonical view").slice(0, 4)).toEqual(["40", "29", "6", "82.9 %"]);
  expect(cellsOf(html, "Of days before its first release").slice(0, 4)).toEqual(["9", "1", "1", "50.0 %"]);
  expect(cellsOf(html, "Of days 1 to 30")).toEqual(["0", "0", "0", "no data", "no data"]);
  expect(drawn(plumWith({}, {}), page)).not.toContain("before its first release");
});

test("labels of few advertisers make the intervals of parts wider", () => {
  const html = drawn(plumWith({ advertisers: 8 }), page);
  expect(cellsOf(html, "All")).toEqual(["50", "30", "10", "75.0 %", "40.9–92.9 %"]);
});

test("the last days and those before differ in precision only where a test says so", () => {
  const recent = "Precision of the last days against the days before";
  expect(cellsOf(drawn(plain, facts), recent)[0]).toMatch(/^\+6\.7 points .*: cannot tell them apart$/);
  const labels = { labelled: 400, advertisers: 400, tp: 200, fp: 200, hits: 400 };
  const worse = plumWith({ ...labels, recentHits: 100, recentTp: 10, recentFp: 90 });
  expect(cellsOf(drawn(worse, facts), recent)[0]).toMatch(/^−53\.3 points .*: they differ$/);
  const none = plumWith({ recentTp: 0, recentFp: 0 });
  expect(cellsOf(drawn(none, facts), recent)).toEqual(["cannot tell: no label lately"]);
  const undated = { ...plain, packageHealth: { ...plain.packageHealth, recent: null } };
  expect(drawn(undated, facts)).not.toContain(recent);
});

test.each([
  ["term policies", "Says something of fruit", ["30", "30", "0", "100.0 %", "88.6–100.0 %"]],
  ["term by language", "English", ["40", "20", "10", "66.7 %", "48.8–80.8 %"]],
])("%s has the interval of each precision", (line, name, cells) => {
  expect(cellsOf(drawn(plain, { ...page, line }), name)).toEqual(cells);
});

test("a term that a release removed is told to be retired", () => {
  const html = drawn(plumWith({ lastRelease: 1 }), { ...page, fence: "note", line: "term" });
  expect(html).toContain("<strong>Retired.</strong> Release r3 removed this term");
  expect(html).toContain("as r2 had it");
});
