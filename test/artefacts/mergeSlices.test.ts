import { expect, test } from "vitest";
import { sliceColumn } from "../../loaders/artefacts/dataset.js";
import { mergeSlices, withDimensions } from "../../loaders/artefacts/mergeSlices.js";
import { packSummary } from "../../loaders/artefacts/partSummary.js";

const dimensions = ["language", "market"];
const slices = [
  { language: "fr", market: null },
  { language: "de", market: "CH" },
  { language: "fr", market: "CH" },
];
const nothing = {
  actors: {},
  audits: {},
  clarity: {},
  contested: {},
  coverage: {},
  decisions: {},
  eventFaults: {},
  exposure: {},
  hitSets: {},
  hashDistances: {},
  hitSteps: {},
  unenforced: {},
  judged: {},
  labelLags: {},
  lineItems: {},
  mistaken: {},
  reviewDaily: {},
  samples: {},
  termAdvertisers: {},
  termExamples: {},
  termExposure: {},
  termOverlaps: {},
  termPolicies: {},
  terms: {},
  advertisers: {},
  unlabelled: {},
};

/** A summary whose cube has a cell for each of these slices. */
function summaryOf(cells: readonly number[]) {
  const review = { [sliceColumn]: cells, items: cells.map((_, at) => at) };
  return packSummary({ ...nothing, review }, { slices, textOf: () => "" });
}

test("packSummary(tables) keeps the slices that its tables name, in the order of first occurrence", () => {
  const { review, slices: kept } = summaryOf([2, 0, 2]);
  expect(kept).toEqual([slices[2], slices[0]]);
  expect(review[sliceColumn]).toEqual([0, 1, 0]);
});

test("mergeSlices(summaries) numbers slices alike and in the order of their values, null last", () => {
  const { slices: all, summaries } = mergeSlices([summaryOf([2, 0]), summaryOf([0, 1])], dimensions);
  expect(all).toEqual([slices[1], slices[2], slices[0]]);
  expect(summaries.map(({ review }) => review[sliceColumn])).toEqual([
    [1, 2],
    [2, 0],
  ]);
});

test("packSummary(tables) gives examples their texts in the place of the place of their item", () => {
  const termExamples = { termId: ["t", "t"], place: [3, 1] };
  const packed = packSummary(
    { ...nothing, review: {}, termExamples },
    { slices, textOf: (at) => `text ${at}` },
  );
  expect(packed.termExamples).toEqual({ termId: ["t", "t"], text: ["text 3", "text 1"] });
});

test("withDimensions(rows, slices, dimensions) puts the dimensions first and leaves the number out", () => {
  const rows = [{ [sliceColumn]: 0, stage: "human", items: 2 }];
  expect(withDimensions(rows, slices, dimensions).map((row) => Object.entries(row))).toEqual([
    [
      ["language", "fr"],
      ["market", null],
      ["stage", "human"],
      ["items", 2],
    ],
  ]);
});
