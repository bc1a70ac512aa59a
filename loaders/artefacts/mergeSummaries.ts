import { scoringColumns } from "../../src/model/artefact.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import { decisionKeys } from "./decisionRows.js";
import { mergeTerms } from "./mergeTerms.js";
import type { PackedSummary, PartSummary } from "./partSummary.js";
import { joinRows, unpackRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import { sortRows, sumRows } from "./sumRows.js";
import type { Row } from "./sumRows.js";

/**
 * The summary of all partitions together. Cells are in the order of their slice, decisions in the order of first
 * occurrence.
 */
export function mergeSummaries(
  summaries: readonly PackedSummary[],
  { dimensions, terms }: { dimensions: readonly string[]; terms: ReplayedPackage["terms"] },
): PartSummary {
  const tables = (name: keyof PartSummary): PackedRows[] => summaries.map((summary) => summary[name]);
  const cube = (name: "review" | "reviewDaily" | "pairs", keys: readonly string[]): Row[] =>
    sortRows(sumRows(tables(name), keys), keys);
  return {
    decisions: sumRows(tables("decisions"), [...dimensions, ...decisionKeys]),
    review: cube("review", [...dimensions, ...scoringColumns]),
    reviewDaily: cube("reviewDaily", ["day", ...dimensions, ...scoringColumns]),
    pairs: cube("pairs", dimensions),
    eventFaults: unpackRows(joinRows(tables("eventFaults"))),
    ...mergeTerms(summaries, terms),
  };
}
