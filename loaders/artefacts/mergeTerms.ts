import type { ReplayedPackage } from "../replay/openReplay.js";
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
 * A row for each combination of one or two keys with the sums of its counts, what else stands in its first row, in the
 * order of first occurrence. The terms have by far the most rows of a summary: plain loops over columns take a fifth of
 * what Arquero takes.
 */
function addUp(table: PackedRows, keys: readonly string[], counts: readonly string[]): Row[] {
  const { groupOf, firstRows } = groupRows(keys.map((name) => table[name] ?? []));
  const sums = counts.map((name) => [name, sumBy(table[name] ?? [], groupOf, firstRows.length)] as const);
  const columns = Object.entries(table);
  return firstRows.map((row, group) => {
    const values = rowAt(columns, row);
    for (const [name, totals] of sums) values[name] = totals[group] ?? 0;
    return values;
  });
}

type Column = PackedRows[string];

/** The group of each row, numbered by first occurrence, and where each group begins. */
function groupRows([first = [], second = []]: readonly Column[]) {
  const groupOf = new Int32Array(first.length);
  const firstRows: number[] = [];
  const groups = new Map<Row[string], Map<Row[string] | undefined, number>>();
  for (let row = 0; row < first.length; row++) {
    const key = first[row] ?? null;
    let own = groups.get(key);
    if (own === undefined) groups.set(key, (own = new Map()));
    let group = own.get(second[row]);
    if (group === undefined) own.set(second[row], (group = firstRows.push(row) - 1));
    groupOf[row] = group;
  }
  return { groupOf, firstRows };
}

function sumBy(column: Column, groupOf: Int32Array, groups: number): Float64Array {
  const totals = new Float64Array(groups);
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] ?? 0;
    totals[group] = (totals[group] ?? 0) + Number(column[row]);
  }
  return totals;
}

function largestFirst(a: Row, b: Row, { count, name }: { count: string; name: string }): number {
  return Number(b[count]) - Number(a[count]) || (String(a[name]) < String(b[name]) ? -1 : 1);
}

/** Only the rows that may be kept are made: most partitions have other examples of a term. */
function mergeExamples(table: PackedRows, places: ReadonlyMap<unknown, number>): ExampleRow[] {
  const { groupOf, firstRows } = groupRows([table["termId"] ?? []]);
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
