import { expect, test } from "vitest";
import { canCount, countOf } from "../../src/metrics/counts.js";
import type { CubeCell } from "../../src/model/cube.js";
import { outerProducts } from "../../src/model/cube.js";

const measures = ["tp", "fp", "fn", "tn"];
const dimensions: readonly string[] = [];

/** A cell of clusters, each with its sums. */
function cell(clusters: readonly (readonly number[])[], labels: CubeCell["labels"]): CubeCell {
  const add = (rows: readonly (readonly number[])[]): number[] =>
    rows.reduce<number[]>((sums, row) => row.map((value, i) => value + (sums[i] ?? 0)), []);
  const products = add(clusters.map((sums) => outerProducts(sums)));
  return { slice: {}, sums: add(clusters), products, ...(labels === undefined ? {} : { labels }) };
}

test("countOf() is exact where all decisions are labelled, also several of one item", () => {
  const all = cell(
    [
      [0, 3, 0, 0],
      [1, 1, 0, 1],
      [0, 0, 2, 1],
    ],
    { decisions: 12, labelled: 9 },
  );
  expect(countOf({ dimensions, measures, cells: [all] }, [all], { numerator: ["fp"] })).toMatchObject({
    count: 4,
    value: 4,
    interval: [4, 4],
    effectiveN: 16 / 10,
  });
});

test("countOf() of a sample of a quarter has the interval of that draw", () => {
  // Five of twenty drawn items are false positives, each for four: 20, Var = (1 − 1/4) · 5 · 4².
  const rows = Array.from({ length: 20 }, (_, i) => (i < 5 ? [0, 4, 0, 0] : [0, 0, 0, 4]));
  const sampled = cell(rows, { decisions: 80, labelled: 20 });
  const { value, interval, effectiveN } = countOf({ dimensions, measures, cells: [sampled] }, [sampled], {
    numerator: ["fp"],
  });
  expect([value, effectiveN]).toEqual([20, 5]);
  expect(interval?.[0]).toBeCloseTo(20 - 1.959963984540054 * Math.sqrt(60), 9);
  expect(interval?.[1]).toBeCloseTo(20 + 1.959963984540054 * Math.sqrt(60), 9);
});

test("countOf() of two measures takes their common clusters together", () => {
  const both = cell([[0, 2, 1, 0]], undefined);
  const { value, effectiveN } = countOf({ dimensions, measures, cells: [both] }, [both], {
    numerator: ["fp", "fn"],
  });
  expect([value, effectiveN]).toEqual([3, 1]);
});

test("without cells there is no value; a cube without the measure cannot count", () => {
  const empty = { dimensions, measures, cells: [] };
  expect(countOf(empty, [], { numerator: ["fp"] }).value).toBeUndefined();
  expect([canCount(empty, { numerator: ["fp"] }), canCount(empty, { numerator: ["pairs"] })]).toEqual([
    true,
    false,
  ]);
});
