import { expect, test } from "vitest";
import { monitorReleases } from "../../src/gate/monitorReleases.js";
import { truthNames } from "../../src/replay/traffic.js";
import type { ReleaseRecord } from "../../src/gate/monitorReleases.js";
import { randomFrom } from "../../src/stats/random.js";

const dayMs = 86_400_000;
const itemsADay = 200;

/** Items that stand for themselves, each of its own advertiser. */
function plain(count: number) {
  return {
    weights: new Float64Array(count).fill(1),
    clusters: Int32Array.from({ length: count }, (_, item) => item),
  };
}

/**
 * Forty days; on day 20 release b comes, which by the replay rejects 5 % of all items more than a. Logged is what a, then
 * b, rejects, and 3 % that no replay sees; from day 20 on `extra` of all items besides.
 */
function recordsOf(
  extra: number,
  { seed = 1, days = 40, weightOf = (_isLive: boolean, _isRejected: boolean): number => 1 } = {},
): ReleaseRecord[] {
  const random = randomFrom(seed);
  const count = days * itemsADay;
  const createdAt = Float64Array.from({ length: count }, (_, item) => (item / itemsADay) * dayMs);
  const draws = (share: number) => Uint8Array.from({ length: count }, () => Number(random.uniform() < share));
  const [ofA, more, unseen, surplus] = [draws(0.1), draws(0.05), draws(0.03), draws(extra)];
  const ofB = ofA.map((rejected, item) => Math.max(rejected, more[item] ?? 0));
  const isLive = (item: number): boolean => (createdAt[item] ?? 0) >= 20 * dayMs;
  const logged = Int8Array.from(createdAt, (_, item) => {
    const replayed = (isLive(item) ? ofB : ofA)[item] ?? 0;
    return Math.max(replayed, unseen[item] ?? 0, isLive(item) ? (surplus[item] ?? 0) : 0);
  });
  const truths = Uint8Array.from(ofA, (rejected) =>
    truthNames.indexOf(rejected === 1 ? "violating" : "good"),
  );
  const weights = Float64Array.from(logged, (rejected, item) => weightOf(isLive(item), rejected === 1));
  return monitorReleases({ createdAt, logged, truths, weights, clusters: plain(count).clusters }, [
    { label: "a", releasedAt: 0, rejects: ofA },
    { label: "b", releasedAt: 20 * dayMs, rejects: ofB },
  ]);
}

test("monitorReleases() finds a release as predicted, images and models that no replay sees included", () => {
  const [record] = recordsOf(0);
  expect(record).toMatchObject({
    label: "b",
    before: "a",
    daysBefore: 20,
    daysLive: 20,
    outcome: "as predicted",
    advice: "",
  });
  expect(record?.predicted).toBeCloseTo(0.1 + 0.03 * 0.9 + 0.05 * 0.9, 1);
  const width = (bounds: ReleaseRecord["interval"]): number => (bounds?.[1] ?? 0) - (bounds?.[0] ?? 0);
  expect(width(record?.canaryInterval)).toBeGreaterThan(2 * width(record?.interval)); // a day against twenty
});

/**
 * Forty items a day for eighty days, the releases on the days 0, 15 and 45. Of each day the log rejects items 0 to 3 and
 * 39. Of the first release nothing that is rejected is good; later item 0 is, in the days of the second with weight 1, in
 * those of the third with weight 10. Items 4 to 9 are let through, good and of weight 10; nobody labelled those behind.
 */
function labelledRecords(): ReleaseRecord[] {
  const count = 40 * 80;
  const items = Array.from({ length: count }, (_, item) => ({ at: item % 40, day: Math.floor(item / 40) }));
  const truthOf = ({ at, day }: { at: number; day: number }) =>
    at >= 10 ? "unlabelled" : at >= 4 || (at === 0 && day >= 15) ? "good" : "violating";
  const rejects = Uint8Array.from(items, ({ at }) => Number(at < 4 || at === 39));
  const log = {
    createdAt: Float64Array.from(items, ({ at, day }) => (day + at / 40) * dayMs),
    logged: Int8Array.from(rejects),
    truths: Uint8Array.from(items, (item) => truthNames.indexOf(truthOf(item))),
    weights: Float64Array.from(items, ({ at, day }) => (at >= 4 || (at === 0 && day >= 45) ? 10 : 1)),
    clusters: plain(count).clusters,
  };
  const releases = [0, 15, 45].map((day, at) => ({
    label: "abc".charAt(at),
    releasedAt: day * dayMs,
    rejects,
  }));
  return monitorReleases(log, releases);
}

test("monitorReleases() tells FPR and FDR by the labels of the release's own days, weighted by their samples", () => {
  const [b, c] = labelledRecords();
  expect(c).toMatchObject({ daysBefore: 28, daysLive: 28 });
  expect(b?.fpr).toMatchObject({ count: 28, total: 28 * 7 });
  expect(b?.fpr.value).toBeCloseTo(1 / 61, 9);
  expect(b?.fdr).toMatchObject({ count: 28, total: 28 * 4 });
  expect(b?.fdr.value).toBeCloseTo(1 / 4, 9);
  expect(c?.fpr.value).toBeCloseTo(10 / 70, 9);
  expect(c?.fdr.value).toBeCloseTo(10 / 13, 9);
});

test("monitorReleases() alarms in about one of twenty releases that do as predicted", () => {
  let alarms = 0;
  for (let seed = 1; seed <= 100; seed++)
    alarms += Number(recordsOf(0, { seed })[0]?.outcome !== "as predicted");
  expect(alarms).toBeLessThanOrEqual(12);
});

test("monitorReleases() advises to roll back what rejects more good items than predicted", () => {
  const [record] = recordsOf(0.06);
  expect(record?.outcome).toBe("more than predicted");
  expect(record?.advice).toMatch(/^Roll back to a: FPR rose by \+\d+\.\d points/);
});

test("monitorReleases() advises to label where a change of the samples, and not of the release, makes FPR look worse", () => {
  const [record] = recordsOf(0.06, { weightOf: (isLive, isRejected) => (isLive && !isRejected ? 50 : 1) });
  expect(record?.outcome).toBe("more than predicted");
  expect(record?.advice).toMatch(/^Label what b rejects/);
});

test("monitorReleases() tells what is too young from what goes as predicted", () => {
  const [record] = recordsOf(0, { days: 20 });
  expect(record).toMatchObject({
    outcome: "cannot tell",
    daysLive: 0,
    predicted: undefined,
    interval: undefined,
  });
  expect(
    monitorReleases(
      { createdAt: new Float64Array(0), logged: new Int8Array(0), truths: new Uint8Array(0), ...plain(0) },
      [],
    ),
  ).toEqual([]);
});

/** Forty items a day for so many days, of which the log and two releases, with the new one from day `on`, reject so many. */
function steadyRecords({
  logged,
  old,
  next,
  days = 30,
  on = 15,
}: {
  logged: number;
  old: number;
  next: number;
  days?: number;
  on?: number;
}): ReleaseRecord[] {
  const items = Array.from({ length: 40 * days }, (_, item) => item);
  const firstOfDay = (count: number) => items.map((item) => Number(item % 40 < count));
  const log = {
    createdAt: Float64Array.from(items, (item) => (item / 40) * dayMs),
    // by turns one more and one fewer, so that days differ
    logged: Int8Array.from(items, (item) =>
      Number(item % 40 < logged + (Math.floor(item / 40) % 2 === 0 ? 1 : -1)),
    ),
    truths: new Uint8Array(items.length),
    ...plain(items.length),
  };
  return monitorReleases(log, [
    { label: "a", releasedAt: 0, rejects: Uint8Array.from(firstOfDay(old)) },
    { label: "b", releasedAt: on * dayMs, rejects: Uint8Array.from(firstOfDay(next)) },
  ]);
}

test("monitorReleases() cannot tell by fewer than five days before a release", () => {
  const shares = { logged: 10, old: 10, next: 10 };
  expect(steadyRecords({ ...shares, on: 5 })[0]?.outcome).toBe("as predicted");
  expect(steadyRecords({ ...shares, on: 4 })[0]).toMatchObject({
    outcome: "cannot tell",
    reason: expect.stringMatching(/^4 days before it and 26 days of its own have enough/),
  });
});

test("monitorReleases() cannot tell where the log lacks what the package before rejects", () => {
  for (const shares of [
    { logged: 1, old: 10, next: 0 }, // below 0
    { logged: 39, old: 1, next: 10 }, // above 1
    { logged: 1, old: 10, next: 9 }, // about 0, a bound below it
  ]) {
    const [record] = steadyRecords(shares);
    expect(record).toMatchObject({
      outcome: "cannot tell",
      predicted: undefined,
      interval: undefined,
      advice: "",
    });
    expect(record?.sentence).toMatch(
      /^b cannot be held .* the log rejects .* where the replay of a rejects .*\.$/,
    );
  }
});

test("monitorReleases() keeps bounds in order and within [0, 1]", () => {
  for (const shares of [
    { logged: 1, old: 0, next: 0 },
    { logged: 1, old: 0, next: 0, days: 16 }, // a bound of one day, below 0 by chance
    { logged: 39, old: 39, next: 39 },
  ]) {
    const [record] = steadyRecords(shares);
    expect(record?.outcome).toBe("as predicted");
    for (const [low, high] of [record?.interval ?? [1, 0], record?.canaryInterval ?? [1, 0]]) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThan(high);
    }
  }
});

test("monitorReleases() leaves out releases that another of the same time replaced", () => {
  const days = 30;
  const createdAt = Float64Array.from({ length: 40 * days }, (_, item) => (item / 40) * dayMs);
  const logged = Int8Array.from(createdAt, (_, item) => Number(item % 40 < 4));
  const [rejects, truths] = [Uint8Array.from(logged), new Uint8Array(createdAt.length)];
  const releases = ["a", "b", "c"].map((label, at) => ({
    label,
    releasedAt: at === 0 ? 0 : 15 * dayMs,
    rejects,
  }));
  expect(monitorReleases({ createdAt, logged, truths, ...plain(createdAt.length) }, releases)).toMatchObject([
    { label: "c", before: "a", daysBefore: 15, daysLive: 15, outcome: "as predicted" },
  ]);
});
