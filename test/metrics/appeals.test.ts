import { expect, test } from "vitest";
import { appealDays, appealsOf } from "../../src/metrics/appeals.js";
import type { GroupSums } from "../../src/metrics/groupSums.js";

/** A day with 20 rejections of 20 advertisers, and appeals that so many of them had decided, all overturned. */
function day(value: string, decided: number): GroupSums {
  const sums = (clusters: number, a: number, b: number) => ({ clusters, a, b, aa: a, ab: a, bb: b });
  return {
    dimension: appealDays.auto,
    value,
    clusters: 20,
    sums: {
      appealed: sums(20, decided, 20),
      overturned: sums(decided, decided, decided),
      lost: sums(20, decided, 20),
      ourError: sums(decided, 0, decided),
    },
  };
}

test("appealsOf(groups) shows no outcome of fewer than five advertisers, nor the one that the total would tell", () => {
  const days = [day("2024-01-01", 8), day("2024-01-02", 1), day("2024-01-03", 6), day("2024-01-04", 0)];
  const appeals = appealsOf(days);
  expect(appeals.days.map(({ overturned }) => overturned.total)).toEqual([8, 0, 0, 0]);
  expect(appeals.days.map(({ appealed }) => appealed.count)).toEqual([8, 1, 6, 0]);
  expect(appeals.hidden).toEqual([]);
  expect(appeals.hiddenOutcomes).toEqual([{ dimension: appealDays.auto, groups: 2 }]);
});
