import type { ReplayedPackage } from "../replay/openReplay.js";
import { addUp, groupRows } from "./addUp.js";
import { joinRows, rowAt } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import type { ExampleRow, PackedSummary, PartSummary } from "./partSummary.js";
import type { Row } from "./sumRows.js";
import { keptExamples } from "./termRows.js";

type TermTableName = "terms" | "termPolicies" | "termOverlaps" | "termExamples";

/** What differs between two rows of the terms that are about the same term: everything else is a word about it. */
const termCounts = ["hits", "labelled", "tp", "fp", "uniqueHits", "uniqueTp", "uniqueFp", "credit"];

/** The tables of the term pages of all partitions together, in the order of the terms and there the largest first. */
export function mergeTerms(
  summaries: readonly PackedSummary[],
  terms: ReplayedPackage["terms"],
): Pick<PartSummary, TermTableName> {
  const tables = (name: TermTableName): PackedRows[] => summaries.map((summary) => summary[name]);
  const places = new Map<unknown, number>(terms.map(({ termId }, index) => [termId, index]));
  const placeOf = ({ termId }: Row): number => places.get(termId) ?? -1;
  const byTerm = (rows: readonly Row[], count: string, name: string): Row[] =>
    rows.toSorted((a, b) => placeOf(a) - placeOf(b) || largestFirst(a, b, { count, name }));
  return {
    terms: byTerm(addUp(tables("terms"), ["termId"], termCounts), "hits", "termId"),
    termPolicies: byTerm(
      addUp(tables("termPolicies"), ["termId", "policy"], ["hits", "tp", "fp"]),
      "hits",
      "policy",
    ),
    termOverlaps: byTerm(addUp(tables("termOverlaps"), ["termId", "otherId"], ["items"]), "items", "otherId"),
    termExamples: mergeExamples(joinRows(tables("termExamples")), places),
  };
}

function largestFirst(a: Row, b: Row, { count, name }: { count: string; name: string }): number {
  return Number(b[count]) - Number(a[count]) || (String(a[name]) < String(b[name]) ? -1 : 1);
}

/** Only the rows that may be kept are made: most partitions have other examples of a term. */
function mergeExamples(table: PackedRows, places: ReadonlyMap<unknown, number>): ExampleRow[] {
  const { groupOf, firstRows } = groupRows([[table["termId"] ?? []]]);
  const rowsOf: number[][] = firstRows.map(() => []);
  for (let row = 0; row < groupOf.length; row++) rowsOf[groupOf[row] ?? 0]?.push(row);
  const placeOf = (rows: readonly number[]): number => places.get(table["termId"]?.[rows[0] ?? 0]) ?? -1;
  const columns = Object.entries(table);
  return rowsOf
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .flatMap((rows) => {
      const chosen = keptExamples(rows, {
        order: (row) => String(table["order"]?.[row]),
        truth: (row) => table["truth"]?.[row],
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they were packed from such rows
      return chosen.map((row) => rowAt(columns, row)) as ExampleRow[];
    });
}
