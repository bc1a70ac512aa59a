import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { PageData } from "../../src/components/pageData.js";
import { drawn } from "../components/drawn.js";
import { clusteredRate, withEffectiveN } from "../fixtures/rawRate.js";
import type { RawRate } from "../fixtures/rawRate.js";
import { percent, whole } from "../fixtures/shownNumbers.js";
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
const means = (event: Row | undefined): boolean | undefined =>
  event?.["decision"] === "reject" ? true : event?.["decision"] === "approve" ? false : undefined;
const dayOf = (event: Row): string => (event["ended_at"] ?? "").slice(0, 10);
const clusterOf = ({ item_id: item = "" }: Row): string => advertiserOf.get(item) || item;

function groups(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return [...found.values()];
}

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
const itemKey = (row: Row): string => `${row["item_id"]} ${row["item_version"]} ${row["market"]}`;
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

test.each([
  ["appealed", "auto"],
  ["appealed", "human"],
  ["overturned", "auto"],
  ["overturned", "human"],
])("appeals %s of the stage %s, by the day of the rejection", async (what, stage) => {
  const own = rejections.filter(({ last }) => last["stage"] === stage);
  const days = [...new Set(own.map(({ last }) => dayOf(last)))].toSorted();
  const byDay = days.map((day) => ({ day, rows: own.filter(({ last }) => dayOf(last) === day) }));
  const advertisers = byDay.map(({ rows }) => new Set(rows.map(({ last }) => clusterOf(last))).size);
  const few = advertisers.filter((count) => count < 5).length;
  const leastOther = Math.min(...advertisers.filter((count) => count >= 5));
  const isShown = (_: unknown, at: number): boolean =>
    (advertisers[at] ?? 0) >= 5 && (few !== 1 || advertisers.indexOf(leastOther) !== at);
  const expected = byDay.filter(isShown).flatMap(({ day, rows }) => {
    const units = rows.flatMap(({ last, appeal }) => {
      const turned = means(appeal);
      const cluster = clusterOf(last);
      if (what === "appealed") return [{ cluster, a: Number(appeal !== undefined), b: 1 }];
      return turned === undefined ? [] : [{ cluster, a: Number(!turned), b: 1 }];
    });
    const rate = clusteredRate(units);
    return rate === undefined
      ? []
      : [rowOf(day, withEffectiveN(rate, Math.min(rate.total, rate.effectiveN)))];
  });
  expect(expected.length).toBeGreaterThan(2);
  expect(shownRows(await pages(), `appeals ${what} stage=${stage}`)).toEqual(expected);
});

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

/** Krippendorff's α of items that weigh so much each: one minus the disagreement seen over that of all pairs. */
function alphaOf(votes: readonly (readonly boolean[])[], weights: readonly number[]): number {
  let [seen, rejecting, approving] = [0, 0, 0];
  for (const [at, own] of votes.entries()) {
    const rejections = own.filter(Boolean).length;
    const weight = weights[at] ?? 1;
    seen += (weight * rejections * (own.length - rejections)) / (own.length - 1);
    rejecting += weight * rejections;
    approving += weight * (own.length - rejections);
  }
  return 1 - ((rejecting + approving - 1) * seen) / (rejecting * approving);
}

/** By how much α moves with the weight of each item, and 1.96 times the spread of that. */
function alphaRange(votes: readonly (readonly boolean[])[]): number[] {
  const even = votes.map(() => 1);
  const step = 1e-5;
  const moves = votes.map((_, at) => {
    const [more, less] = [1 + step, 1 - step].map((weight) => alphaOf(votes, even.with(at, weight)));
    return ((more ?? 0) - (less ?? 0)) / (2 * step);
  });
  const mean = moves.reduce((sum, move) => sum + move, 0) / moves.length;
  const spread = moves.reduce((sum, move) => sum + (move - mean) ** 2, 0);
  const value = alphaOf(votes, even);
  if (Number.isNaN(value)) return [];
  const half = 1.959963984540054 * Math.sqrt((spread * votes.length) / (votes.length - 1));
  const all = votes.flat();
  const byChance =
    (2 * all.filter(Boolean).length * all.filter((vote) => !vote).length) / (all.length * (all.length - 1));
  const zz = 1.959963984540054 ** 2;
  if (value === 1) return [1, Math.max(-1, 1 - zz / (votes.length + zz) / byChance), 1]; // Wilson's upper end of 0 of n
  return [value, Math.max(-1, value - half), Math.min(1, value + half)];
}

test("alpha of each policy, worst first, those without one last", async () => {
  const { report } = await pages();
  const policyOf = new Map(rowsIn(files, "items").map((item) => [item["item_id"], item["policy_id"]]));
  const judged = groups(
    events.filter((event) => event["stage"] === "human" && means(event) !== undefined),
    (event) => `${itemKey(event)} ${event["policy_version"]}`,
  );
  const ofPolicies = groups(
    judged.flatMap((rows) => rows.slice(0, 1)),
    (event) => policyOf.get(event["item_id"]) ?? "",
  ).map(([first = {}]) => policyOf.get(first["item_id"]) ?? "");
  const shown = ofPolicies.map((policy) => {
    const own = judged.filter(([event]) => (policyOf.get(event?.["item_id"]) ?? "") === policy);
    const votes = own.filter((rows) => rows.length > 1).map((rows) => rows.map((row) => means(row) === true));
    const range = alphaRange(votes);
    const [value, ...ends] = range.map((number) => number.toFixed(3).replace("-", "−"));
    const size = votes.length < 30 ? " (small n)" : "";
    return {
      value: range[0] ?? 2,
      cells: [
        report.policies[policy] ?? "none",
        "Agreement of reviewers (Krippendorff's alpha)",
        "human",
        value === undefined ? "no data" : `${value}${size}`,
        value === undefined ? "no data" : ends.join(" to "),
        `${whole(votes.length)} items judged twice or more`,
      ],
    };
  });
  expect(shown.length).toBeGreaterThan(3);
  const { document } = new JSDOM(
    drawn(await pages(), { fence: "table", line: "values agreement_alpha by=policy" }),
  ).window;
  const rows = [...document.querySelectorAll("tbody tr")];
  const cells = rows.map((row) => [...row.querySelectorAll("th,td")].map((cell) => cell.textContent));
  expect(cells).toEqual(shown.toSorted((a, b) => a.value - b.value).map((one) => one.cells));
});
