import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import type { PageData } from "../src/components/pageData.js";
import { drawn } from "./components/drawn.js";
import { calmDays, datedFiles, dayOf } from "./fixtures/datedWorkspace.js";
import { clusteredRate, rawDifference, withEffectiveN } from "./fixtures/rawRate.js";
import type { RawRate } from "./fixtures/rawRate.js";
import { numbersIn, numbersOf, percent, points, whole } from "./fixtures/shownNumbers.js";
import { prepareFolder, workspaceFolder } from "./artefacts/preparedFolder.js";
import { rowsIn, simulateFiles } from "./simulate/simulated.js";

/** A decision of people with its label, straight from the files. */
type Decided = {
  readonly item: string;
  readonly day: string;
  readonly policy: string;
  readonly advertiser: string;
  readonly rejected: boolean;
  readonly violating: boolean;
  readonly weight: number;
};

/**
 * Effective n is that of the items; where advertisers cluster, times what they leave of it over all decisions.
 * @param all given where items name advertisers
 */
function rateOf(metric: string, decided: readonly Decided[], all?: readonly Decided[]): RawRate {
  const ofItems = rateBy(metric, decided, ({ item, day }) => `${item} ${day}`);
  if (all === undefined) return ofItems;
  const [items, advertisers] = [
    rateBy(metric, all, ({ item }) => item),
    rateBy(metric, all, ({ advertiser }) => advertiser),
  ];
  const share = Math.min(1, advertisers.effectiveN / items.effectiveN);
  return withEffectiveN(ofItems, ofItems.effectiveN * share);
}

function rateBy(metric: string, decided: readonly Decided[], clusterOf: (one: Decided) => string): RawRate {
  const of = decided.filter(({ rejected, violating }) =>
    metric === "fpr" ? !violating : metric === "fdr" ? rejected : metric === "fnr" ? violating : true,
  );
  const isHit = ({ rejected, violating }: Decided): boolean =>
    metric === "accuracy" ? rejected === violating : metric === "fnr" ? !rejected : rejected;
  const units = of.map((one) => ({
    cluster: clusterOf(one),
    a: Number(isHit(one) && (metric !== "fdr" || !one.violating)) * one.weight,
    b: one.weight,
  }));
  return known(clusteredRate(units));
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Expected the raw files to give a value, got none");
  return value;
}

const tiles = (/```metric\n([^`]*)```/.exec(readFileSync("src/index.md", "utf8"))?.[1] ?? "")
  .trim()
  .split("\n");
const ofPeople = tiles.filter((line) => line.includes("stage=main"));

/** Every tile of people says nothing but the last days, the days before and their difference. */
function expectTiles(
  data: PageData,
  decided: readonly Decided[],
  { byAdvertiser }: { byAdvertiser: boolean },
) {
  const days = [...new Set(decided.map(({ day }) => day))].toSorted();
  const count = (Date.parse(days.at(-1) ?? "") - Date.parse(days[0] ?? "")) / 86_400_000 + 1;
  const length = Math.min(28, Math.floor(count / 2));
  const last = days.at(-1) ?? "";
  const start = (back: number) =>
    new Date(Date.parse(last) - (back - 1) * 86_400_000).toISOString().slice(0, 10);
  const within = (from: string, to: string) => decided.filter(({ day }) => day >= from && day < to);
  expect(ofPeople).toHaveLength(2);
  for (const line of ofPeople) {
    const metric = line.split(" ")[0] ?? "";
    const all = byAdvertiser ? decided : undefined;
    const now = rateOf(metric, within(start(length), "9999"), all);
    const before = rateOf(metric, within(start(2 * length), start(length)), all);
    const { difference, interval } = rawDifference(before, now);
    const { document } = new JSDOM(drawn(data, { fence: "metric", line })).window;
    const shown = [...(document.querySelector(".tile")?.children ?? [])]
      .map((part) => part.textContent)
      .join("; ");
    const allowed = [...numbersOf(now), percent(before.value), points(difference), ...interval.map(points)];
    const written = numbersIn(shown, [last]);
    const known = new Set([...allowed, String(length), "95", "30"]);
    expect(
      written.filter((number) => !known.has(number)),
      shown,
    ).toEqual([]);
    expect(written, shown).toEqual(
      expect.arrayContaining([...numbersOf(now).slice(0, 4), percent(before.value)]),
    );
  }
}

describe("Today of an invented workspace of 24 days", () => {
  const days = [
    ...calmDays(22),
    ...Array.from({ length: 2 }, () => ({ good: 60, rejected: 24, violating: 20 })),
  ];
  const files = datedFiles(days);
  const rows = (name: string) =>
    (files[name] ?? "")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
  const policyOf = new Map(rows("posts.csv").map(([id = "", , , policy = ""]) => [id, policy]));
  const gold = new Map(
    rows("reviews.csv").flatMap(([, item = "", stage, verdict]) =>
      stage === "gold" ? [[item, verdict]] : [],
    ),
  );
  const decided = rows("reviews.csv").flatMap(([, item = "", stage, verdict, at = ""]): Decided[] =>
    stage !== "human"
      ? []
      : [
          {
            item,
            day: at.slice(0, 10),
            policy: policyOf.get(item) ?? "",
            advertiser: "",
            rejected: verdict === "reject",
            violating: gold.get(item) === "reject",
            weight: 1,
          },
        ],
  );

  test("its tiles, alerts, due decisions and dates are those of the raw files", async () => {
    const { data } = await prepareFolder(await workspaceFolder(files));
    expectTiles(data, decided, { byAdvertiser: false });

    const dates = days.map((_, at) => dayOf(at));
    const [recent, earlier] = [dates.slice(-2), dates.slice(0, -3)];
    const { alerts } = data.alerts;
    expect(alerts.length).toBeGreaterThan(3);
    for (const alert of alerts) {
      const policy = alert.slice["policy"];
      const of = (part: readonly string[]) =>
        rateOf(
          alert.metric,
          decided.filter(
            (one) =>
              part.includes(one.day) && (policy === undefined || policy === null || one.policy === policy),
          ),
        );
      const [now, before] = [of(alert.from === alert.at ? recent.slice(1) : recent), of(earlier)];
      const { difference, interval } = rawDifference(before, now);
      const bare = alert.sentence.replace(/adjusted p .* series\./, "");
      const allowed = new Set([
        ...numbersOf(now),
        ...numbersOf(before),
        points(difference),
        ...interval.map(points),
        String(earlier.length),
        "95",
      ]);
      const written = numbersIn(bare, [...dates, "P0"]);
      expect(
        written.filter((number) => !allowed.has(number)),
        bare,
      ).toEqual([]);
      expect(written, bare).toEqual(
        expect.arrayContaining([
          ...numbersOf(now).slice(0, 4),
          ...numbersOf(before).slice(0, 4),
          points(difference),
        ]),
      );
      expect(dates).toContain(alert.since);
    }

    const { document } = new JSDOM(drawn(data, { fence: "note", line: "findings" })).window;
    const listed = [...document.querySelectorAll("li")].map((item) => item.textContent ?? "");
    expect(listed.length).toBeLessThanOrEqual(5);
    expect(listed.slice(0, 3).every((text) => alerts.some(({ sentence }) => text.startsWith(sentence)))).toBe(
      true,
    );
    const due = new JSDOM(drawn(data, { fence: "note", line: "due" })).window.document;
    expect([...due.querySelectorAll("li")].map((item) => item.textContent?.replace(" Its days", ""))).toEqual(
      alerts.filter(({ slice }) => slice["policy"] === "jam").map(({ sentence }) => sentence),
    );
    const fresh =
      new JSDOM(drawn(data, { fence: "note", line: "fresh" })).window.document.body.textContent ?? "";
    for (const fact of [
      `Data as of${dayOf(24)}`,
      `of people${dayOf(23)}`,
      `label${whole(24 * 80)} of ${whole(24 * 80)}`,
    ])
      expect(fresh).toContain(fact);
  });

  test("without a change nothing stands out and nothing is due", async () => {
    const { data } = await prepareFolder(await workspaceFolder(datedFiles(calmDays(14))));
    expect(drawn(data, { fence: "note", line: "findings" })).toContain("Nothing stands out from noise.");
    expect(drawn(data, { fence: "note", line: "due" })).toContain("no P0 policy has moved");
  });
});

test("Today of a simulated business: its tiles of people, weighted, are those of the raw files", async () => {
  const files = simulateFiles({ seed: 3, days: 16, items: 1600, plan: [] });
  const advertiserOf = new Map(
    rowsIn(files, "items").map((item) => [item["item_id"], item["advertiser_id"] ?? ""]),
  );
  const labels = new Map<string, { rank: number; violating: boolean; weight: number }>();
  const events = rowsIn(files, "events");
  const chanceOf = new Map(events.map((event) => [event["event_id"], Number(event["incl_prob"] || 1)]));
  for (const event of events) {
    const { item_id: item = "", stage = "", decision, prior_event_id: prior = "", event_id: id = "" } = event;
    const rank = ["qa", "ata", "gold"].indexOf(stage);
    if (rank < 0 || rank < (labels.get(item)?.rank ?? 0)) continue;
    // Gold is a sample of its own; what ATA audits was drawn by QA.
    const chance = chanceOf.get(stage === "ata" ? prior : id) ?? 1;
    labels.set(item, { rank, violating: decision === "reject", weight: 1 / chance });
  }
  const decided = events.flatMap(
    ({ item_id: item = "", stage, decision = "", ended_at: at = "" }): Decided[] => {
      const label = labels.get(item);
      if (stage !== "human" || label === undefined || !["approve", "reject"].includes(decision)) return [];
      const advertiser = advertiserOf.get(item) ?? "";
      return [
        { item, day: at.slice(0, 10), policy: "", advertiser, rejected: decision === "reject", ...label },
      ];
    },
  );
  const { data } = await prepareFolder(await workspaceFolder(Object.fromEntries(files)));
  expectTiles(data, decided, { byAdvertiser: true });
});
