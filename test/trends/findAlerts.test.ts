import { beforeAll, describe, expect, it } from "vitest";
import { readMetrics } from "../../loaders/tables/readMetrics.js";
import type { Cube } from "../../src/model/cube.js";
import type { Metric } from "../../src/model/metric.js";
import { findAlerts } from "../../src/trends/findAlerts.js";
import { dailyCube, drawDays, times } from "./daily.js";

let metrics: Metric[] = [];
beforeAll(async () => {
  metrics = (await readMetrics()).filter(({ id }) => ["accuracy", "fpr", "fdr", "fnr"].includes(id));
});

const asOf = Date.UTC(2024, 2, 1); // the day after the sixtieth
const calm = times(60, 0.1);
const moved = [...times(58, 0.1), 0.4, 0.4];

function watch(cube: Cube, more: { metrics?: Metric[]; p0?: string[]; asOf?: number } = {}) {
  return findAlerts({
    cubes: new Map([["human", cube]]),
    metrics,
    dimensions: ["policy"],
    p0: [],
    asOf,
    ...more,
  });
}

describe("findAlerts(watch)", () => {
  it("leaves out metrics that are not watched", async () => {
    const leakage = (await readMetrics()).filter(({ id }) => id === "leakage");
    expect(leakage).toMatchObject([{ watched: false }]);
    const cube = dailyCube([{ slice: { policy: "jam" }, days: drawDays(moved, 200, 1) }]);
    expect(watch(cube, { metrics: leakage }).series).toBe(0);
  });

  it("tells the slice that moved and the whole with it, every number as by hand", () => {
    const days = drawDays(moved, 200, 1);
    const { alerts } = watch(
      dailyCube([
        { slice: { policy: "jam" }, days },
        { slice: { policy: "fruit" }, days: drawDays(calm, 200, 2) },
      ]),
      { metrics: metrics.filter(({ id }) => id === "fpr") },
    );
    expect(alerts.map(({ metric, slice }) => [metric, slice])).toEqual([
      ["fpr", { policy: "jam" }],
      ["fpr", {}],
    ]);
    const rejected = (part: typeof days): number => part.reduce((sum, day) => sum + day.rejected, 0);
    const [now, before] = [rejected(days.slice(-2)) / 400, rejected(days.slice(0, 57)) / (57 * 200)];
    expect(alerts[0]).toMatchObject({
      from: "2024-02-28",
      at: "2024-02-29",
      since: "2024-02-28",
      direction: "up",
      better: false,
      state: "confirmed",
      p0: false,
      now: { count: rejected(days.slice(-2)), total: 400, value: now },
      before: { total: 57 * 200, value: before },
      earlierDays: 57,
      difference: now - before,
      charts: ["limit", "drift", "weekday"],
    });
    expect(alerts[0]?.now.effectiveN).toBeCloseTo(400, 6);
    expect(alerts[0]?.high).toBeLessThan(now);
    expect(alerts[0]?.adjustedP).toBeLessThan(0.04);
  });

  it("counts the series and those tested, each pair of complements once", async () => {
    const cube = dailyCube([
      { slice: { policy: "jam" }, days: drawDays(calm, 200, 1) },
      { slice: { policy: "fruit" }, days: drawDays(calm, 2, 2) },
    ]);
    const all = (await readMetrics()).filter(({ id }) => ["fdr", "precision", "fpr", "recall"].includes(id));
    // fpr, fdr and recall of the whole and of two policies; nothing violates, so recall is never tested, nor is a
    // policy with two items a day.
    const { series, tested, lastDay, alerts } = watch(cube, { metrics: all });
    expect({ series, tested, lastDay, alerts }).toEqual({
      series: 9,
      tested: 4,
      lastDay: "2024-02-29",
      alerts: [],
    });
  });

  it("is silent while labels may still come in, and tests the days before", () => {
    const cube = dailyCube([{ slice: { policy: "jam" }, days: drawDays(moved, 400, 1) }]);
    const fpr = metrics.filter(({ id }) => id === "fpr");
    expect(watch(cube, { metrics: fpr }).alerts).not.toEqual([]);
    const slow = fpr.map((metric) => ({ ...metric, maturesAfter: "2d" }));
    const { alerts, lastDay } = watch(cube, { metrics: slow });
    expect({ alerts, lastDay }).toEqual({ alerts: [], lastDay: "2024-02-27" });
  });

  it("does not test what has no data in its last three days", () => {
    const days = [...drawDays(moved, 400, 1), undefined, undefined, undefined];
    const other = { slice: { policy: "fruit" }, days: drawDays(times(63, 0.1), 400, 3) };
    const fpr = metrics.filter(({ id }) => id === "fpr");
    const { alerts, tested } = watch(dailyCube([{ slice: { policy: "jam" }, days }, other]), {
      metrics: fpr,
    });
    expect({ alerts, tested }).toEqual({ alerts: [], tested: 2 });
  });

  it("tells a P0 policy at once, as unconfirmed, and no other", () => {
    const slices = Array.from({ length: 40 }, (_, i) => ({
      slice: { policy: `calm${i}` },
      days: drawDays(calm, 300, i),
    }));
    const jam = {
      slice: { policy: "jam" },
      days: [...drawDays(times(59, 0.1), 300, 5), { good: 300, rejected: 43 }],
    };
    const cube = dailyCube([...slices, jam]);
    const fpr = metrics.filter(({ id }) => id === "fpr");
    const ofJam = (p0: string[]) =>
      watch(cube, { metrics: fpr, p0 }).alerts.filter(({ slice }) => slice["policy"] === "jam");
    expect(ofJam(["jam"])).toMatchObject([{ state: "unconfirmed", p0: true }]);
    expect(ofJam([])).toEqual([]);
  });

  it("takes a weekday's own level for normal", () => {
    const weekly = (last: number) =>
      Array.from({ length: 63 }, (_, i) => (i === 62 ? last : i % 7 > 4 ? 0.3 : 0.1));
    const of = (last: number) =>
      watch(dailyCube([{ slice: { policy: "jam" }, days: drawDays(weekly(last), 400, 9) }]), {
        metrics: metrics.filter(({ id }) => id === "fpr"),
        asOf: Date.UTC(2024, 2, 4),
      }).alerts.map(({ slice }) => slice);
    expect(of(0.3)).toEqual([]); // day 62 is a Sunday
    expect(of(0.1)).not.toEqual([]);
  });

  it("has nothing to say without days", () => {
    const undated = dailyCube([{ slice: { policy: "jam" }, days: [] }]);
    expect(watch(undated)).toEqual({ series: 0, tested: 0, lastDay: null, q: 0.04, alerts: [] });
  });
});
