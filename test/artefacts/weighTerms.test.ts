import { expect, test } from "vitest";
import type { PartItems } from "../../loaders/artefacts/items.js";
import { advertiserRows, labelWeights } from "../../loaders/artefacts/labelWeights.js";
import { isWeighed, weighTerms } from "../../loaders/artefacts/weighTerms.js";
import { packRows } from "../../loaders/artefacts/packedRows.js";

/** Four labelled items and one without a label, of three advertisers. */
const items: PartItems = {
  slices: [],
  sliceOf: [0, 0, 0, 0, 0],
  truths: ["violating", "good", "violating", "good", "unlabelled"],
  someIds: new Map(),
  advertisers: [1, 2, 1, 3, 4],
  byModel: [],
  exposures: [],
  currencies: [],
  currencyOf: [],
  weights: [1, 2, 1, 2, 100],
};
const hit = [0, 1, 2, 3, 4];
const sums = { weightedLabelled: 6, weightedTp: 2, squares: 10, squaresTp: 2 };

test("labelWeights(items, hit) adds up weights and their squares, of labelled items alone", () => {
  expect(labelWeights(items, hit)).toEqual(sums);
  expect(labelWeights({ ...items, weights: [] }, hit)).toEqual({});
});

test("weighTerms(rows, pairs) takes the items of an advertiser as one cluster", () => {
  const pairs = packRows(advertiserRows(items, hit, "t"));
  const [row] = weighTerms([{ termId: "t", labelled: 4, tp: 2, ...sums }], [pairs]);
  expect(row).toMatchObject({ weightedLabelled: 6, weightedTp: 2, advertisers: 3 });
  // p = 1/3, Σ(a − p·b)² = (4/3)² + (2/3)² + (2/3)² = 8/3, n = p(1 − p)·6²/(8/3)
  expect(row?.["effectiveN"]).toBeCloseTo(3, 9);
});

test("weighTerms(rows, []) takes each item as a cluster where no advertiser is named", () => {
  const heavy = { weightedLabelled: 12, weightedTp: 4, squares: 24, squaresTp: 16 }; // one of 4, eight good ones of 1
  const [row] = weighTerms([{ termId: "t", labelled: 9, tp: 1, ...heavy }], []);
  // p = 1/3, Σw²(y − p)² = 16·4/9 + 8/9 = 8, n = p(1 − p)·12²/8
  expect(row).toMatchObject({ advertisers: 9 });
  expect(row?.["effectiveN"]).toBeCloseTo(4, 9);
});

test("weighTerms(rows, []) leaves labels that stand for themselves as they are", () => {
  const [row = {}, none = {}] = weighTerms(
    [
      { termId: "t", labelled: 4, tp: 1 },
      { termId: "u", labelled: 0, tp: 0 },
    ],
    [],
  );
  expect(row).toMatchObject({ weightedLabelled: 4, weightedTp: 1, effectiveN: 4, advertisers: 4 });
  expect(none).toMatchObject({ weightedLabelled: 0, effectiveN: 0, advertisers: 0 });
  expect([row, none].map(isWeighed)).toEqual([false, false]);
  expect(isWeighed({ ...row, effectiveN: 3 })).toBe(true);
});
