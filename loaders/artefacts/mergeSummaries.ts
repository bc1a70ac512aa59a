import type { HashDistances } from "../../src/model/packageHealth.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import type { Report } from "../../src/model/report.js";
import { confusionMeasures } from "../../src/metrics/verdict.js";
import { productColumns } from "../../src/model/cube.js";
import { addUp } from "./addUp.js";
import { auditKinds, storedAuditKeys } from "./auditCubes.js";
import { sliceColumn } from "./dataset.js";
import { mergeAdvertisers } from "./mergeAdvertisers.js";
import { decisionKeys } from "./decisionRows.js";
import type { HitSet } from "../../src/cleanup/hitSets.js";
import { hashDistances } from "./hashDistances.js";
import { dimensionColumns, mergeSlices, withDimensions } from "./mergeSlices.js";
import { mergeTerms } from "./mergeTerms.js";
import { keysOf } from "./partSummary.js";
import type { PackedSummary, PartSummary, SplitCube, WholeCube } from "./partSummary.js";
import { joinRows, packRows, unpackRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import { cubeRows, sumCube } from "./sumCube.js";
import type { SummedCube } from "./sumCube.js";
import type { TermDates } from "./termAges.js";
import { sortRows, sumRows } from "./sumRows.js";
import type { Row } from "./sumRows.js";

/** The summary of all partitions, and the sums of items and advertisers by stage. */
export type MergedSummary = Omit<PartSummary, "termAdvertisers" | "hitSets" | "hashDistances" | SplitCube> & {
  readonly [name in SplitCube]: SummedCube;
} & {
  readonly advertisers: Report["advertisers"];
  readonly hitSets: readonly HitSet[];
  readonly images: HashDistances | undefined;
  readonly videos: HashDistances | undefined;
  /** Hits of terms by their age. */
  readonly termAges: readonly Row[];
};

export type MergeOptions = {
  readonly dimensions: readonly string[];
  readonly replayed: Pick<ReplayedPackage, "terms" | "releases" | "hashedItems">;
  /** By summary, whether its items lie in the recent window. */
  readonly recent: readonly boolean[];
  readonly dates: TermDates;
};

/**
 * The summary of all partitions together. Cells are in the order of their slice, decisions in the order of first
 * occurrence.
 */
export function mergeSummaries(
  stored: readonly PackedSummary[],
  { dimensions, replayed, recent, dates }: MergeOptions,
): MergedSummary {
  const { slices, summaries } = mergeSlices(stored, dimensions);
  const tables = (name: Exclude<keyof PackedSummary, "slices">): PackedRows[] =>
    summaries.map((summary) => summary[name]);
  const rows = (name: WholeCube): Row[] => {
    const keys = keysOf(name, []);
    return sortRows(sumRows(tables(name).map(withBucketTexts), keys), keys);
  };
  const cube = (
    name: SplitCube,
    { others = [], by = keysOf(name, [sliceColumn]) }: { others?: PackedRows[]; by?: string[] } = {},
  ): SummedCube => {
    const summed = sumCube([...tables(name).map(withBucketTexts), ...others], by);
    return { ...summed, keys: dimensionColumns(summed.keys, slices, dimensions) };
  };
  const decisions = addUp(tables("decisions"), [sliceColumn, ...decisionKeys]);
  const unlabelled = addUp(tables("unlabelled"), [sliceColumn, "stage"]);
  const review = cube("review", { others: [packRows(unlabelled.map(withoutLabel))] });
  return {
    advertisers: mergeAdvertisers(tables("advertisers"), {
      slices,
      dimensions,
      review: cubeRows(review),
    }),
    decisions: withDimensions(decisions, slices, dimensions),
    review,
    reviewDaily: cube("reviewDaily"),
    judged: cube("judged"),
    audits: withKinds(cube("audits", { by: [sliceColumn, ...storedAuditKeys] })),
    lineItems: cube("lineItems"),
    labelLags: cube("labelLags"),
    coverage: rows("coverage"),
    samples: rows("samples"),
    actors: rows("actors"),
    exposure: rows("exposure"),
    clarity: cubeRows(sumCube(tables("clarity").map(withBucketTexts), keysOf("clarity", []))), // a row for nearly every label
    mistaken: rows("mistaken"),
    eventFaults: unpackRows(joinRows(tables("eventFaults"))),
    contested: mostContested(unpackRows(joinRows(tables("contested")))),
    unenforced: addUp(tables("unenforced"), ["release", "truth", "freshSince"]),
    hitSteps: addUp(tables("hitSteps"), ["release", "termId"]),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they were packed from such rows
    hitSets: addUp(tables("hitSets"), ["set"]) as HitSet[],
    images: hashDistances(tables("hashDistances"), replayed, "image"),
    videos: hashDistances(tables("hashDistances"), replayed, "video"),
    ...mergeTerms(summaries, { terms: replayed.terms, recent, dates }),
  };
}

/** Buckets are numbers until here, and texts on pages as all that cells are summed by. */
function withBucketTexts(table: PackedRows): PackedRows {
  const { bucket } = table;
  if (bucket === undefined) return table;
  return { ...table, bucket: bucket.map((value) => (typeof value === "number" ? String(value) : value)) };
}

/** Audits with the words of their kinds in the place of these. */
function withKinds({ keys: { kind = [], ...others }, sums }: SummedCube): SummedCube {
  return { keys: { ...others, ...auditKinds(kind) }, sums };
}

/** A row of decisions without a label with the columns of the cube. */
function withoutLabel({ decisions = 0, ...cell }: Row): Row {
  return { ...cell, labelSource: null, ...noOutcomes, decisions, labelled: 0, ...noProducts };
}

const [noOutcomes, noProducts] = [confusionMeasures, productColumns(confusionMeasures)].map((names): Row =>
  Object.fromEntries(names.map((name) => [name, 0])),
);

/** Cases that a page shows. */
const contestedShown = 10;

/** In the order in which the partitions chose theirs. */
function mostContested(rows: readonly Row[]): Row[] {
  return rows
    .toSorted(
      (a, b) =>
        smallerSide(b) - smallerSide(a) ||
        votesOf(b) - votesOf(a) ||
        (String(a["order"]) < String(b["order"]) ? -1 : 1),
    )
    .slice(0, contestedShown);
}

function smallerSide(row: Row): number {
  return Math.min(Number(row["rejecting"]), Number(row["approving"]));
}

function votesOf(row: Row): number {
  return Number(row["rejecting"]) + Number(row["approving"]);
}
