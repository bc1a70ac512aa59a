import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { PageData } from "../../src/components/pageData.js";
import { drawn } from "../components/drawn.js";
import { clusteredRate, withEffectiveN } from "../fixtures/rawRate.js";
import type { RawRate } from "../fixtures/rawRate.js";
import { percent, whole } from "../fixtures/shownNumbers.js";
import { groups, itemKey, means } from "../simulate/eventRows.js";
import { rowsIn, simulateFiles } from "../simulate/simulated.js";
import type { Row } from "../simulate/simulated.js";
import { prepareFolder, workspaceFolder } from "./preparedFolder.js";

// What became of decisions, day by day, again from the simulated CSV files and by its definition.

const files = simulateFiles({ seed: 5, days: 20, items: 4000, plan: [] });
let prepared: Promise<PageData> | undefined;

/** The pages of all files, prepared once; they stay in memory when the folder goes with the first test. */
function pages(): Promise<PageData> {
  prepared ??= workspaceFolder(Object.fromEntries(files)).then(
    async (dir) => (await prepareFolder(dir)).data,
  );
  return prepared;
}

const events = rowsIn(files, "events");
const eventOf = new Map(events.map((event) => [event["event_id"], event]));
const advertiserOf = new Map(rowsIn(files, "items").map((item) => [item["item_id"], item["advertiser_id"]]));
const dayOf = (event: Row): string => (event["ended_at"] ?? "").slice(0, 10);
const clusterOf = ({ item_id: item = "" }: Row): string => advertiserOf.get(item) || item;

/** Day, value, count, total, effective n and interval, as a table under a chart says them. */
function rowOf(day: string, { value, count, total, effectiveN, interval }: RawRate): string[] {
  const ends = interval.map((end) => percent(end).replace(/\.0$/, ""));
  const size = whole(Math.round(effectiveN));
  return [
    day,
    `${percent(value)} %`,
    whole(count),
    whole(total),
    size,
    ends.map((end) => `${end} %`).join("–"),
  ];
}

/** The same cells of every row of the table of a chart; a day without a unit has none. */
function shownRows(page: PageData, line: string): string[][] {
  const { document } = new JSDOM(drawn(page, { fence: "chart", line })).window;
  const rows = [...document.querySelectorAll("tbody tr")];
  return rows.map((row) =>
    [...row.querySelectorAll("th,td")].slice(0, 6).map((cell) => cell.textContent ?? ""),
  );
}

const order = (stage = ""): number => (stage === "human" ? 1 : 0);
const latest = (rows: readonly Row[]): Row | undefined =>
  rows.toSorted(
    (a, b) =>
      (b["ended_at"] ?? "").localeCompare(a["ended_at"] ?? "") ||
      order(b["stage"]) - order(a["stage"]) ||
      (a["event_id"] ?? "").localeCompare(b["event_id"] ?? ""),
  )[0];
const appealOf = new Map(
  groups(
    events.filter(({ stage }) => stage === "appeal"),
    itemKey,
  ).map((rows) => {
    const last = latest(rows) ?? {};
    return [itemKey(last), last];
  }),
);
const rejections = groups(
  events.filter(
    (event) =>
      ["auto", "human"].includes(event["stage"] ?? "") &&
      means(event) !== undefined &&
      event["outcome_state"] !== "pending",
  ),
  itemKey,
).flatMap((rows) => {
  const last = latest(rows) ?? {};
  return means(last) === true ? [{ last, appeal: appealOf.get(itemKey(last)) }] : [];
});

test.each(["auto", "human"])("appeals of the stage %s, by the day of the rejection", async (stage) => {
  const own = rejections.filter(({ last }) => last["stage"] === stage);
  const days = [...new Set(own.map(({ last }) => dayOf(last)))].toSorted();
  const byDay = days.map((day) => ({ day, rows: own.filter(({ last }) => dayOf(last) === day) }));
  const advertisers = byDay.map(({ rows }) => new Set(rows.map(({ last }) => clusterOf(last))).size);
  const few = advertisers.filter((count) => count < 5).length;
  const leastOther = Math.min(...advertisers.filter((count) => count >= 5));
  const isShown = (_: unknown, at: number): boolean =>
    (advertisers[at] ?? 0) >= 5 && (few !== 1 || advertisers.indexOf(leastOther) !== at);
  const expected = byDay.filter(isShown).flatMap(({ day, rows }) => {
    const units = rows.map(({ last, appeal }) => ({
      cluster: clusterOf(last),
      a: Number(appeal !== undefined),
      b: 1,
    }));
    const rate = clusteredRate(units);
    return rate === undefined
      ? []
      : [rowOf(day, withEffectiveN(rate, Math.min(rate.total, rate.effectiveN)))];
  });
  expect(expected.length).toBeGreaterThan(2);
  expect(shownRows(await pages(), `appeals appealed stage=${stage}`)).toEqual(expected);
});

test.each(["auto", "human"])(
  "no outcome of a day's appeals of fewer than five advertisers: %s",
  async (stage) => {
    const decided = rejections.filter(
      ({ last, appeal }) => last["stage"] === stage && means(appeal) !== undefined,
    );
    const own = decided.map(({ last }) => last);
    const days = groups(own, dayOf);
    const most = Math.max(...days.map((rows) => new Set(rows.map(clusterOf)).size));
    expect([days.length > 0, most < 5]).toEqual([true, true]);
    expect(shownRows(await pages(), `appeals overturned stage=${stage}`)).toEqual([]);
    expect(drawn(await pages(), { fence: "chart", line: `appeals overturned stage=${stage}` })).toContain(
      "outcomes are not shown: fewer than 5 advertisers",
    );
  },
);

const ranks = ["auto", "human", "qa", "ata", "gold"];
const rankOf = (event: Row): number => ranks.indexOf(event["stage"] ?? "");

/** Labels audit events that may audit others: one over the chances of the samples up to the first that labels. */
function weightOf(label: Row, scored: number): number {
  const prior = eventOf.get(label["prior_event_id"] ?? "");
  const chain = [label, prior, eventOf.get(prior?.["prior_event_id"] ?? "")].filter(
    (one) => one !== undefined,
  );
  const first = Math.min(...chain.map(rankOf).filter((rank) => rank >= 2));
  const drawn = chain.filter((one) => rankOf(one) > scored && rankOf(one) <= first);
  return drawn.reduce((weight, one) => weight / Number(one["incl_prob"] || 1), 1);
}

test.each(["auto", "human"])("leakage of the stage %s, by the day of the decision", async (stage) => {
  const labels = new Map(
    groups(
      events.filter((event) => rankOf(event) >= 2 && means(event) !== undefined),
      itemKey,
    ).map((rows) => {
      const [best = {}] = rows.toSorted((a, b) => rankOf(b) - rankOf(a));
      return [itemKey(best), best];
    }),
  );
  const judged = events.flatMap((event) => {
    const label = labels.get(itemKey(event));
    if (event["stage"] !== stage || means(event) === undefined || label === undefined) return [];
    const weight = weightOf(label, ranks.indexOf(stage));
    const isApproved = means(event) === false;
    const unit = { a: isApproved && means(label) === true ? weight : 0, b: isApproved ? weight : 0 };
    return [{ ...unit, day: dayOf(event), item: event["item_id"] ?? "", advertiser: clusterOf(event) }];
  });
  const by = (units: typeof judged, name: "item" | "advertiser"): RawRate | undefined =>
    clusteredRate(units.map((unit) => ({ ...unit, cluster: unit[name] })));
  const [ofItems, ofAdvertisers] = [by(judged, "item"), by(judged, "advertiser")];
  const isPartial = (ofItems?.value ?? 0) > 0; // else the spread between advertisers says nothing
  const share = isPartial ? Math.min(1, (ofAdvertisers?.effectiveN ?? 0) / (ofItems?.effectiveN ?? 1)) : 1;
  const days = [...new Set(judged.map(({ day }) => day))].toSorted();
  const expected = days.flatMap((day) => {
    const rate = by(
      judged.filter((unit) => unit.day === day),
      "item",
    );
    return rate === undefined ? [] : [rowOf(day, withEffectiveN(rate, rate.effectiveN * share))];
  });
  expect(expected.length).toBeGreaterThan(10);
  expect(shownRows(await pages(), `trend leakage stage=${stage} over=days`)).toEqual(expected);
});

test("without appeals and without a log of the automatic stage the charts say that there is no data", async () => {
  const kept = [...files].map(([path, text]): [string, string] => [
    path,
    path.startsWith("events/")
      ? text
          .split("\n")
          .filter((line) => !/,(?:auto|appeal),\d,/.test(line))
          .join("\n")
      : text,
  ]);
  const { data: less } = await prepareFolder(await workspaceFolder(Object.fromEntries(kept)));
  const text = (line: string): string | undefined =>
    new JSDOM(drawn(less, { fence: "chart", line })).window.document.body.textContent?.trim();
  expect(text("appeals appealed stage=auto")).toBe("Nothing to show without appeals.");
  expect(text("trend leakage stage=auto over=days")).toBe(
    "No data for Leakage rate (false omission rate) with these choices.",
  );
});
