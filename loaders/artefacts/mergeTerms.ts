import type { ReplayedPackage } from "../replay/openReplay.js";
import { joinRows, rowAt, unpackRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import type { ExampleRow, PackedSummary, PartSummary } from "./partSummary.js";
import type { Row } from "./sumRows.js";
import { keepExamples } from "./termRows.js";

type TermTableName = "terms" | "termPolicies" | "termOverlaps" | "termExamples";

/** What differs between two rows of the terms that are about the same term: everything else is a word about it. */
const termCounts = ["hits", "labelled", "tp", "fp", "uniqueHits", "uniqueTp", "uniqueFp", "credit"];

/** The tables of the term pages of all partitions together, in the order of the terms and there the largest first. */
export function mergeTerms(
  summaries: readonly PackedSummary[],
  terms: ReplayedPackage["terms"],
): Pick<PartSummary, TermTableName> {
  const table = (name: TermTableName): PackedRows => joinRows(summaries.map((summary) => summary[name]));
  const places = new Map<unknown, number>(terms.map(({ termId }, index) => [termId, index]));
  const placeOf = ({ termId }: Row): number => places.get(termId) ?? -1;
  const byTerm = (rows: readonly Row[], count: string, name: string): Row[] =>
    rows.toSorted((a, b) => placeOf(a) - placeOf(b) || largestFirst(a, b, { count, name }));
  return {
    terms: byTerm(addUp(table("terms"), ["termId"], termCounts), "hits", "termId"),
    termPolicies: byTerm(
      addUp(table("termPolicies"), ["termId", "policy"], ["hits", "tp", "fp"]),
      "hits",
      "policy",
    ),
    termOverlaps: byTerm(addUp(table("termOverlaps"), ["termId", "otherId"], ["items"]), "items", "otherId"),
    termExamples: mergeExamples(table("termExamples"), places),
  };
}

/**
 * A row for each combination of keys with the sums of its counts, what else stands in its first row, in the order of
 * first occurrence. The terms have by far the most rows of a summary, and Arquero takes three times as long.
 */
function addUp(table: PackedRows, keys: readonly string[], counts: readonly string[]): Row[] {
  const [first = [], second = []] = keys.map((name) => table[name] ?? []);
  const columns = Object.entries(table);
  const found = new Map<string, Record<string, Row[string]>>();
  for (let row = 0; row < first.length; row++) {
    const key = `${first[row]} ${second[row]}`;
    const sums = found.get(key);
    if (sums === undefined) found.set(key, rowAt(columns, row));
    else for (const name of counts) sums[name] = Number(sums[name]) + Number(table[name]?.[row]);
  }
  return [...found.values()];
}

function largestFirst(a: Row, b: Row, { count, name }: { count: string; name: string }): number {
  return Number(b[count]) - Number(a[count]) || (String(a[name]) < String(b[name]) ? -1 : 1);
}

function mergeExamples(table: PackedRows, places: ReadonlyMap<unknown, number>): ExampleRow[] {
  const byTerm = new Map<string, ExampleRow[]>();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they were packed from such rows
  for (const row of unpackRows(table) as ExampleRow[]) {
    const rows = byTerm.get(row.termId);
    if (rows === undefined) byTerm.set(row.termId, [row]);
    else rows.push(row);
  }
  const inOrder = [...byTerm].toSorted(([a], [b]) => (places.get(a) ?? -1) - (places.get(b) ?? -1));
  return inOrder.flatMap(([, rows]) => keepExamples(rows));
}
