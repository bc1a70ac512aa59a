import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { summariseHistory } from "../../src/lifecycle/history.js";
import type { HistoryEvent } from "../../src/lifecycle/history.js";
import type { HistorySource } from "../../src/model/lifecycle.js";
import { readHistory } from "../../loaders/tables/readHistory.js";
import { readWorkspace } from "../../loaders/tables/readWorkspace.js";

const dayMs = 86_400_000;
const source: HistorySource = {
  from: "events",
  columns: { at: "at", release: "release", list: "list", op: "op", term: "term" },
  lists: { watched: "watch", banned: "reject" },
  bulkCauses: ["revert"],
  bulkLargerThan: 3,
};

/** `day release +list:term` or `-list:term`, then perhaps a cause. */
function eventsOf(...texts: string[]): HistoryEvent[] {
  return texts.map((text) => {
    const [day, release = "", change = "", cause = null] = text.split(" ");
    const [list = "", term = ""] = change.slice(1).split(":");
    return {
      at: Number(day) * dayMs,
      release,
      list,
      op: change.startsWith("+") ? "add" : "remove",
      term,
      cause,
      copies: 1,
    };
  });
}

const small = eventsOf(
  "0 r1 +watched:plum",
  "1 r2 +watched:fig",
  "4 r3 -watched:plum",
  "4 r3 +banned:plum",
  "31 r4 +banned:fig",
  "32 r5 +banned:fig",
  "33 r6 -banned:plum revert",
  "33 r6 -watched:fig revert",
  "34 r7 +watched:a",
  "34 r7 +watched:b",
  "34 r7 +watched:c",
  "34 r7 +banned:a",
);

describe("summariseHistory(events, source)", () => {
  const found = summariseHistory(small, source);

  test("counts releases and churn without bulk, by its cause or its size", () => {
    expect(found.releases).toEqual({ count: 5, daysBetween: [1, 2, 9] });
  });

  test("gives months, lists and the bulk apart", () => {
    expect(found.churn).toEqual({ added: 5, removed: 1 });
    expect(found.bulk).toEqual({ releases: 2, added: 4, removed: 2 });
    expect(found.months).toEqual([
      { month: "1970-01", releases: 3, added: 3, removed: 1 },
      { month: "1970-02", releases: 2, added: 2, removed: 0 },
    ]);
    expect(found.lists).toEqual([
      { list: "watched", added: 2, removed: 1, standing: 3 },
      { list: "banned", added: 3, removed: 0, standing: 2 },
    ]);
  });

  test("takes a promotion from the first time that a term is watched to the first that it is banned", () => {
    expect(found.promotions).toEqual({ terms: 2, days: [10.5, 17, 23.5] });
  });

  test("counts what stood twice: on a list that held it, and on two lists when a release was done", () => {
    expect(found.duplicates).toEqual({ sameList: 1, otherList: 2 });
  });

  test("has no length of time to tell without events", () => {
    expect(summariseHistory([], source)).toMatchObject({
      events: 0,
      span: undefined,
      releases: { count: 0, daysBetween: undefined },
      promotions: { terms: 0, days: undefined },
    });
  });
});

type Row = Readonly<Record<string, string>>;

function rowsOf(file: string): Row[] {
  const bytes = readFileSync(file);
  return parse(file.endsWith(".gz") ? gunzipSync(bytes) : bytes, { columns: true });
}

describe("the history of SmokeDetector's lists", async () => {
  const dir = "data/smokedetector";
  const { events, source: declared } = await readHistory(await readWorkspace(dir));
  const found = summariseHistory(events, declared);

  test("452 patterns were watched and then blacklisted, in a median of 7.1 days, as the raw rows give it", () => {
    const [watched, days] = [new Map<string, number>(), new Map<string, number>()];
    for (const { list, op, pattern = "", occurred_at: at = "" } of rowsOf(`${dir}/inputs/events.csv.gz`)) {
      const since = watched.get(pattern);
      if (op === "add" && list === "watched_keywords.txt" && since === undefined)
        watched.set(pattern, Date.parse(at));
      if (op === "add" && list !== "watched_keywords.txt" && since !== undefined && !days.has(pattern))
        days.set(pattern, (Date.parse(at) - since) / dayMs);
    }
    const sorted = [...days.values()].toSorted((a, b) => a - b);
    const median = ((sorted[225] ?? 0) + (sorted[226] ?? 0)) / 2;
    expect([sorted.length, median.toFixed(1)]).toEqual([452, "7.1"]);
    expect(found.promotions.terms).toBe(452);
    expect(found.promotions.days?.[1]).toBeCloseTo(median, 9);
  });

  test("its events, bulk and all, add up to the version at the end of every month", () => {
    const standing = new Map<string, number>();
    const files = readdirSync(`${dir}/packages/smokedetector`).toSorted();
    const bad: string[] = [];
    let at = 0;
    for (const file of files) {
      const rows = rowsOf(`${dir}/packages/smokedetector/${file}`);
      const until = Date.parse(rows[0]?.["released_at"] ?? "");
      for (; at < events.length && (events[at]?.at ?? 0) < until; at++) {
        const { list, term, op, copies } = events[at] ?? { list: "", term: "", op: "add", copies: 0 };
        const key = `${list} ${term}`;
        standing.set(key, (standing.get(key) ?? 0) + (op === "add" ? copies : -copies));
      }
      const held = [...standing.values()].reduce((sum, copies) => sum + copies, 0);
      if (held !== rows.length) bad.push(`${file} ${held} ${rows.length}`);
    }
    expect(bad).toEqual([]);
    expect(found.lists.reduce((sum, { standing: terms }) => sum + terms, 0)).toBe(5853);
  });

  test("37 of 6,073 commits are bulk and hold 12,735 of 19,861 events, which are no churn", () => {
    const { bulk, churn, releases } = found;
    expect([events.length, bulk.releases, releases.count + bulk.releases]).toEqual([19_861, 37, 6073]);
    expect([bulk.added + bulk.removed, churn.added + churn.removed]).toEqual([12_735, 7126]);
  });

  test.skipIf(!existsSync("../shared/data/terms-smokedetector"))(
    "is that of the source but for who did it",
    () => {
      const raw = rowsOf("../shared/data/terms-smokedetector/events.csv");
      const packed = rowsOf(`${dir}/inputs/events.csv.gz`);
      const names = Object.keys(packed[0] ?? {});
      expect(packed).toEqual(raw.map((row) => Object.fromEntries(names.map((name) => [name, row[name]]))));
      expect(names).toEqual(Object.keys(raw[0] ?? {}).filter((name) => name !== "actor_pseudonym"));
    },
  );
});
