import { expect, test } from "vitest";
import { liveRates } from "../../src/gate/liveRate.js";
import type { LiveLabel } from "../../src/gate/liveRate.js";

/** So many labelled items, each of an advertiser of its own. */
function labels(count: number, label: Omit<LiveLabel, "cluster">, first = 0): LiveLabel[] {
  return Array.from({ length: count }, (_, at) => ({ ...label, cluster: first + at }));
}

const wrong = { isGood: true, isRejected: true, weight: 1 };
const passed = { isGood: true, isRejected: false, weight: 1 };
const caught = { isGood: false, isRejected: true, weight: 1 };
const missed = { isGood: false, isRejected: false, weight: 1 };

test("liveRates(labels) has Wilson's interval from 20 labels on, and no missed violation in it", () => {
  const all = [...labels(2, wrong), ...labels(18, passed, 100), ...labels(17, caught, 200)];
  const { fpr, fdr } = liveRates([...all, ...labels(40, missed, 300)]);
  expect(fpr).toMatchObject({ count: 2, total: 20, value: 0.1 });
  expect(fpr.effectiveN).toBeCloseTo(20, 9);
  expect(fpr.interval?.map((end) => end.toFixed(4))).toEqual(["0.0279", "0.3010"]);
  expect(fdr).toMatchObject({ count: 2, total: 19, interval: undefined });
  expect(fdr.value).toBeCloseTo(2 / 19, 9);
});

test("liveRates(labels) weighs a label by its sample: rejected items are audited more often", () => {
  const all = [...labels(10, wrong), ...labels(30, { ...passed, weight: 40 }, 100)];
  const { fpr } = liveRates([...all, ...labels(10, { ...caught, weight: 3 }, 200)]);
  expect(fpr).toMatchObject({ count: 10, total: 40 });
  expect(fpr.value).toBeCloseTo(10 / (10 + 30 * 40), 9);
  expect(fpr.effectiveN).toBeLessThan(40);
  expect(liveRates([...all, ...labels(10, { ...caught, weight: 3 }, 200)]).fdr.value).toBeCloseTo(10 / 40, 9);
});

test("liveRates(labels) takes an advertiser's items as one cluster", () => {
  const apart = [...labels(20, wrong), ...labels(20, passed, 100)];
  const copies = apart.map((label) => ({ ...label, cluster: Math.floor(label.cluster / 5) }));
  expect(liveRates(apart).fpr.effectiveN).toBeCloseTo(40, 9);
  expect(liveRates(copies).fpr.effectiveN).toBeCloseTo(8, 9);
});

test("liveRates([]) has nothing of nothing", () => {
  expect(liveRates([]).fpr).toEqual({
    count: 0,
    total: 0,
    value: undefined,
    effectiveN: 0,
    interval: undefined,
  });
});
