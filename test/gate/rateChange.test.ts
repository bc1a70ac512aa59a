import { expect, test } from "vitest";
import type { Compared } from "../../src/gate/compared.js";
import { countedChange } from "../../src/gate/countedChange.js";
import { rateChanges } from "../../src/gate/rateChange.js";
import { changeInterval } from "../../src/gate/rateEstimate.js";
import { utf8Column } from "../../src/matcher/utf8Column.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { truthNames } from "../../src/replay/traffic.js";
import { randomFrom } from "../../src/stats/random.js";
import { wilson } from "../../src/stats/wilson.js";

/** One item: its truth, both decisions, and its weight and cluster where they are not 1 and its own. */
type Item = readonly [truth: Truth, before: 0 | 1, after: 0 | 1, weight?: number, cluster?: number];

function comparedOf(items: readonly Item[]): Compared {
  return {
    ids: utf8Column(items.map((_, at) => `i${at}`)),
    truths: Uint8Array.from(items, ([truth]) => truthNames.indexOf(truth)),
    weights: Float64Array.from(items, ([, , , weight = 1]) => weight),
    clusters: Int32Array.from(items, ([, , , , cluster], at) => cluster ?? at),
    sliceOf: new Int32Array(items.length),
    slices: [{}],
    dimensions: [],
    money: [],
    before: Uint8Array.from(items, ([, before]) => before),
    after: Uint8Array.from(items, ([, , after]) => after),
  };
}

function rateChange(compared: Compared, truth: "violating" | "good") {
  return rateChanges(compared)[truth === "violating" ? "recall" : "fpr"];
}

function times(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

test("rateChanges() of items that are all labelled is the paired difference", () => {
  const compared = comparedOf([
    ...times(40, ["violating", 0, 0]),
    ...times(20, ["violating", 0, 1]),
    ...times(5, ["violating", 1, 0]),
    ...times(35, ["violating", 1, 1]),
    ...times(80, ["good", 0, 0]),
    ...times(4, ["good", 0, 1]),
  ]);
  const recall = rateChange(compared, "violating");
  expect(recall.labelled).toBe(100);
  expect(recall.before).toBeCloseTo(0.4, 12);
  expect(recall.after).toBeCloseTo(0.55, 12);
  expect(recall.change).toBeCloseTo(0.15, 12);
});

test("rateChanges() of an addition has nearly Wilson's interval of the items that it rejects newly", () => {
  const compared = comparedOf([
    ...times(80, ["good", 0, 0]),
    ...times(4, ["good", 0, 1]),
    ...times(20, ["violating", 0, 1]),
  ]);
  const { before, change, interval } = rateChange(compared, "good");
  expect(before).toBe(0);
  expect(change).toBeCloseTo(4 / 84, 12);
  for (const [end, value] of (wilson(4, 84) ?? []).entries())
    expect(Math.abs((interval?.[end] ?? 0) - value)).toBeLessThan(0.012);
});

test("rateChanges() is 0 without doubt where no decision changes, and undefined where it cannot be told", () => {
  const same = rateChange(
    comparedOf([
      ["violating", 1, 1],
      ["violating", 0, 0],
      ["good", 0, 0],
    ]),
    "violating",
  );
  expect([same.change, same.interval]).toEqual([0, [0, 0]]);
  const unknown = {
    before: undefined,
    after: undefined,
    change: undefined,
    interval: undefined,
    parts: undefined,
  };
  const noLabel = comparedOf([
    ["violating", 1, 1],
    ["unlabelled", 0, 1],
    ["good", 0, 0],
  ]);
  expect(rateChange(noLabel, "violating")).toEqual({ labelled: 1, ...unknown });
  expect(rateChange(comparedOf([["good", 0, 1]]), "violating")).toEqual({ labelled: 0, ...unknown });
  expect(rateChange(comparedOf([]), "good")).toEqual({ labelled: 0, ...unknown });
});

test("rateChanges() weighs labels by their samples: one of ten approvals stands for ten", () => {
  const compared = comparedOf([
    ...times(10, ["violating", 1, 1]),
    ...times(3, ["violating", 0, 1, 10]),
    ...times(1, ["good", 0, 1, 10]),
    ...times(36, ["unlabelled", 0, 1]),
    ...times(5, ["violating", 0, 0, 10]),
    ...times(5, ["good", 0, 0, 10]),
    ...times(90, ["unlabelled", 0, 0]),
  ]);
  // 40 newly rejected, of which 3 of 4 violate; 100 approved, of which half do; 10 rejected before.
  const { change, before } = rateChange(compared, "violating");
  expect(change).toBeCloseTo(30 / 90, 12);
  expect(before).toBeCloseTo(10 / 90, 12);
});

test("rateChanges() takes labels that were asked for where decisions change for what they are", () => {
  const rest = [...times(20, ["violating", 0, 0, 50] as const), ...times(80, ["good", 0, 0, 50] as const)];
  const open = [...rest, ...times(4_900, ["unlabelled", 0, 0] as const)];
  const asked = comparedOf([...open, ...times(60, ["good", 0, 1]), ...times(40, ["violating", 0, 1])]);
  expect(rateChange(asked, "good").change).toBeCloseTo(60 / (60 + 4_000), 12); // and not 60 of 60 + 80 · 50 by chance alone
});

test("rateChanges() does not trust one heavy label among few", () => {
  const compared = comparedOf([
    ["good", 0, 1, 18],
    ...times(2, ["violating", 0, 1]),
    ...times(25, ["unlabelled", 0, 1]),
    ...times(500, ["good", 0, 0]),
  ]);
  const { change = 0, interval, parts } = rateChange(compared, "good");
  expect(parts?.gained.effectiveN).toBeCloseTo(20 ** 2 / 326, 9);
  expect(change).toBeCloseTo((28 * 0.9) / (500 + 28 * 0.9), 12);
  expect(interval?.[0]).toBe(0);
});

test("rateChanges() is less sure where advertisers send many items", () => {
  const items = (sizeOfCluster: number): Item[] =>
    Array.from({ length: 400 }, (_, at) => {
      const cluster = Math.floor(at / sizeOfCluster);
      return ["good", 0, cluster % 10 === 0 ? 1 : 0, 1, cluster] as const;
    });
  const width = (sizeOfCluster: number): number => {
    const [low = 0, high = 0] = rateChange(comparedOf(items(sizeOfCluster)), "good").interval ?? [];
    return high - low;
  };
  expect(width(10) / width(1)).toBeGreaterThan(2.5);
});

test("rateChanges() is held by its interval in 95 of 100 samples, within chance", () => {
  const random = randomFrom(7);
  let [held, runs] = [0, 0];
  for (let run = 0; run < 400; run++) {
    const items = Array.from({ length: 3_000 }, (): Item => {
      const violating = random.uniform() < 0.2;
      const before = random.uniform() < (violating ? 0.6 : 0.02) ? 1 : 0;
      const flips = random.uniform() < (violating ? 0.06 : 0.015);
      const after = flips ? (before === 1 ? 0 : 1) : before;
      const chance = before === 1 || after === 1 ? 0.5 : 0.2;
      const isLabelled = random.uniform() < chance;
      return [isLabelled ? (violating ? "violating" : "good") : "unlabelled", before, after, 1 / chance];
    });
    const { interval } = rateChange(comparedOf(items), "violating");
    const truth = 0.06 * (0.4 - 0.6); // newly rejected less newly approved, of violating items
    if (interval === undefined) continue;
    runs++;
    held += Number(interval[0] <= truth && truth <= interval[1]);
  }
  expect(runs).toBeGreaterThan(390);
  expect(held / runs).toBeGreaterThan(0.92);
  expect(held / runs).toBeLessThan(0.99);
});

test("countedChange() of counts is what rateChanges() gives for items one by one", () => {
  const counts = {
    gainedTP: 12,
    lostTP: 5,
    sameTP: 40,
    sameFN: 60,
    newFP: 9,
    fixedFP: 2,
    sameFP: 3,
    sameTN: 200,
    unlabelledGained: 30,
    unlabelledLost: 7,
    sameUnlabelledRejected: 11,
    sameUnlabelledApproved: 300,
  };
  const compared = comparedOf([
    ...times(12, ["violating", 0, 1]),
    ...times(5, ["violating", 1, 0]),
    ...times(40, ["violating", 1, 1]),
    ...times(60, ["violating", 0, 0]),
    ...times(9, ["good", 0, 1]),
    ...times(2, ["good", 1, 0]),
    ...times(3, ["good", 1, 1]),
    ...times(200, ["good", 0, 0]),
    ...times(30, ["unlabelled", 0, 1]),
    ...times(7, ["unlabelled", 1, 0]),
    ...times(11, ["unlabelled", 1, 1]),
    ...times(300, ["unlabelled", 0, 0]),
  ]);
  for (const truth of ["violating", "good"] as const) {
    const [counted, itemised] = [countedChange(counts, truth), rateChange(compared, truth)];
    expect(counted.change).toBeCloseTo(itemised.change ?? Number.NaN, 12);
    expect(counted.labelled).toBe(itemised.labelled);
    for (const end of [0, 1])
      expect(counted.interval?.[end]).toBeCloseTo(itemised.interval?.[end] ?? Number.NaN, 9);
  }
});

test("changeInterval(parts, {moreLabels}) narrows with labels of changed items", () => {
  const compared = comparedOf([
    ...times(5, ["good", 0, 1]),
    ...times(5, ["violating", 0, 1]),
    ...times(190, ["unlabelled", 0, 1]),
    ...times(900, ["good", 0, 0]),
  ]);
  const { parts } = rateChange(compared, "good");
  expect(parts).toBeDefined();
  if (parts === undefined) return;
  const widths = [0, 50, 190].map((moreLabels) => {
    const [low, high] = changeInterval(parts, { moreLabels });
    return high - low;
  });
  expect(widths[0]).toBeGreaterThan(1.5 * (widths[1] ?? 0));
  expect(widths[1]).toBeGreaterThan(widths[2] ?? 0);
});
