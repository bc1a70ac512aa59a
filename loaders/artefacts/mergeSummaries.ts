import type { ReplayedPackage } from "../replay/openReplay.js";
import { decisionKeys } from "./decisionRows.js";
import { keysOf } from "./partSummary.js";
import type { ExampleRow, PartSummary, reviewKeys } from "./partSummary.js";
import { sortRows, sumRows } from "./sumRows.js";
import type { Row } from "./sumRows.js";
import { keepExamples } from "./termRows.js";

/** Columns that say which term a row of the terms is about, and what never differs between two rows of it. */
const termKeys = ["termId", "term", "language", "firstRelease", "lastRelease"];

/**
 * The summary of all partitions together. Cells are in the order of their slice, decisions in the order of first
 * occurrence, everything about terms in the order of the terms and there the largest first.
 */
export function mergeSummaries(
  summaries: readonly PartSummary[],
  { dimensions, terms }: { dimensions: readonly string[]; terms: ReplayedPackage["terms"] },
): PartSummary {
  const tables = (name: Exclude<keyof PartSummary, "termExamples">): (readonly Row[])[] =>
    summaries.map((summary) => summary[name]);
  const reviews = (name: keyof typeof reviewKeys): Row[] => {
    const keys = keysOf(name, dimensions);
    return sortRows(sumRows(tables(name), keys), keys);
  };
  const places = new Map(terms.map(({ termId }, index) => [termId, index]));
  const byTerm = (rows: readonly Row[], order: (a: Row, b: Row) => number): Row[] =>
    rows.toSorted((a, b) => placeOf(places, a) - placeOf(places, b) || order(a, b));
  return {
    decisions: sumRows(tables("decisions"), [...dimensions, ...decisionKeys]),
    review: reviews("review"),
    reviewDaily: reviews("reviewDaily"),
    judged: reviews("judged"),
    audits: reviews("audits"),
    lineItems: reviews("lineItems"),
    labelLags: reviews("labelLags"),
    coverage: reviews("coverage"),
    samples: reviews("samples"),
    eventFaults: summaries.flatMap(({ eventFaults }) => eventFaults),
    terms: byTerm(sumRows(tables("terms"), termKeys), () => 0),
    termPolicies: byTerm(
      sumRows(tables("termPolicies"), ["termId", "policy"]),
      largestFirst("hits", "policy"),
    ),
    termOverlaps: byTerm(
      sumRows(tables("termOverlaps"), ["termId", "otherId"]),
      largestFirst("items", "otherId"),
    ),
    termExamples: mergeExamples(summaries, places),
  };
}

function placeOf(places: ReadonlyMap<string, number>, { termId }: Row): number {
  return places.get(String(termId)) ?? -1;
}

function largestFirst(count: string, name: string): (a: Row, b: Row) => number {
  return (a, b) => Number(b[count]) - Number(a[count]) || (String(a[name]) < String(b[name]) ? -1 : 1);
}

function mergeExamples(summaries: readonly PartSummary[], places: ReadonlyMap<string, number>): ExampleRow[] {
  const byTerm = new Map<string, ExampleRow[]>();
  for (const row of summaries.flatMap(({ termExamples }) => termExamples)) {
    const rows = byTerm.get(row.termId) ?? [];
    rows.push(row);
    byTerm.set(row.termId, rows);
  }
  const inOrder = [...byTerm].toSorted(([a], [b]) => (places.get(a) ?? -1) - (places.get(b) ?? -1));
  return inOrder.flatMap(([, rows]) => keepExamples(rows));
}
