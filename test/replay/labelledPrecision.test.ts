import { expect, test } from "vitest";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import { truthNames } from "../../src/replay/traffic.js";
import type { Truth } from "../../src/metrics/verdict.js";
import { term } from "../matcher/terms.js";

/** One item: its truth, its weight, its advertiser. */
type Item = readonly [truth: Truth, weight: number, cluster: number];

/** Of a term that hits all items, the first one twice, and of one that hits none. */
function precisionOn(items: readonly Item[]) {
  const facts = {
    truths: Uint8Array.from(items, ([truth]) => truthNames.indexOf(truth)),
    weights: Float64Array.from(items, ([, weight]) => weight),
    clusters: Int32Array.from(items, ([, , cluster]) => cluster),
  };
  const hits = { items: [0, ...items.keys()], terms: [0, ...items.map(() => 0)] };
  const [all, none] = labelledPrecision(facts, { terms: [term("plum"), term("pear")], hits });
  return { all, none };
}

/** So many items of advertisers of their own. */
function times(count: number, [truth, weight, first]: Item): Item[] {
  return Array.from({ length: count }, (_, at) => [truth, weight, first + at] as const);
}

test("labelledPrecision() of labels that weigh the same on items of their own is their count", () => {
  const { all, none } = precisionOn([
    ...times(6, ["violating", 3, 0]),
    ...times(2, ["good", 3, 6]),
    ["unlabelled", 1, 8],
  ]);
  expect(all).toEqual({ labelled: 8, tp: 6, precision: 0.75, effectiveN: expect.closeTo(8, 9) });
  expect(none).toEqual({ labelled: 0, tp: 0, precision: undefined, effectiveN: 0 });
});

test("labelledPrecision() weighs labels by their samples and trusts them no more than Kish's effective n", () => {
  const { all } = precisionOn([...times(9, ["violating", 1, 0]), ...times(1, ["good", 9, 9])]);
  expect(all).toMatchObject({ labelled: 10, tp: 9, precision: 0.5 });
  expect(all?.effectiveN).toBeLessThanOrEqual(18 ** 2 / (9 + 81) + 1e-9);
});

test("labelledPrecision() counts an advertiser as one cluster, however many items it sends", () => {
  const alike = (truth: Truth, cluster: number): Item[] =>
    Array.from({ length: 10 }, () => [truth, 1, cluster]);
  const { all } = precisionOn(
    [alike("violating", 0), alike("violating", 1), alike("good", 2), alike("good", 3)].flat(),
  );
  expect(all).toEqual({ labelled: 40, tp: 20, precision: 0.5, effectiveN: expect.closeTo(4, 9) });
});
