import { expect, test } from "vitest";
import { summariseHistory } from "../../src/lifecycle/history.js";
import { growthOfLog, growthOfReleases } from "../../src/lifecycle/packageGrowth.js";

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

test("growthOfReleases(releases) adds up months and leaves out where the package begins", () => {
  const found = growthOfReleases([
    { releasedAt: at("2024-01-10"), added: 0, removed: 0 },
    { releasedAt: at("2024-01-20"), added: 5, removed: 1 },
    { releasedAt: at("2024-01-22"), added: 2, removed: 0 },
    { releasedAt: at("2024-03-22"), added: 1, removed: 4 },
  ]);
  expect(found).toMatchObject({
    source: "snapshots",
    releases: 3,
    added: 8,
    removed: 5,
    daysBetween: [6, 10, 35],
    bulk: null,
    promotions: null,
  });
  expect(
    found.months.map(({ month, releases, added, removed }) => [month, releases, added, removed]),
  ).toEqual([
    ["2024-01", 2, 7, 1],
    ["2024-03", 1, 1, 4],
  ]);
});

test("growthOfReleases(releases) knows nothing of one release, or of releases without a time", () => {
  expect(growthOfReleases([])).toMatchObject({ source: null, months: [], daysBetween: null });
  expect(growthOfReleases([{ releasedAt: at("2024-01-10"), added: 0, removed: 0 }]).source).toBe(null);
  const untimed = { releasedAt: null, added: 3, removed: 0 };
  expect(growthOfReleases([untimed, untimed]).source).toBe(null);
});

test("growthOfLog(summary) puts bulk changes beside the others of their month", () => {
  const source = {
    from: "events",
    columns: { at: "at", release: "release", list: "list", op: "op", term: "term" },
    lists: { watched: "watch", banned: "reject" },
    bulkCauses: ["revert"],
    bulkLargerThan: 3,
  } as const;
  const event = {
    at: at("2024-01-10"),
    release: "r1",
    list: "watched",
    op: "add",
    term: "plum",
    cause: null,
    copies: 1,
  } as const;
  const found = growthOfLog(
    summariseHistory(
      [
        event,
        { ...event, at: at("2024-01-12"), release: "r2", list: "banned" },
        { ...event, at: at("2024-01-13"), release: "r3", op: "remove", cause: "revert" },
        { ...event, at: at("2024-02-01"), release: "r4", op: "remove", cause: "revert" },
      ],
      source,
    ),
  );
  expect(found.months).toEqual([
    { month: "2024-01", releases: 2, added: 2, removed: 0, bulkReleases: 1, bulkAdded: 0, bulkRemoved: 1 },
    { month: "2024-02", releases: 0, added: 0, removed: 0, bulkReleases: 1, bulkAdded: 0, bulkRemoved: 1 },
  ]);
  expect(found).toMatchObject({ source: "log", promotions: { terms: 1, days: [2, 2, 2] } });
});
