import type { ReplayedPackage } from "../replay/openReplay.js";
import { addUp, groupRows } from "./addUp.js";
import { joinRows, rowAt } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import type { ExampleRow, PackedSummary, PartSummary } from "./partSummary.js";
import type { Row } from "./sumRows.js";
import { keptExamples } from "./termRows.js";
import type { TermExposure } from "./termRows.js";
import { sumAges } from "./termAges.js";
import type { TermDates } from "./termAges.js";
import { weighTerms } from "./weighTerms.js";

type TermTableName = "terms" | "termPolicies" | "termExposure" | "termOverlaps" | "termExamples";

/** What differs between two rows of the terms that are about the same term: everything else is a word about it. */
const termCounts = [
  "hits",
  "labelled",
  "tp",
  "fp",
  "uniqueHits",
  "uniqueTp",
  "uniqueFp",
  "aloneHits",
  "aloneTp",
  "aloneFp",
  "credit",
  "creditTp",
  "creditFp",
  "evasiveHits",
  "evasiveTp",
  "evasiveFp",
];

/** The same, of rows of workspaces whose labels weigh differently. */
const weightSums = ["weightedLabelled", "weightedTp", "squares", "squaresTp"];

/**
 * The tables of the term pages of all partitions together, in the order of the terms and there the largest first.
 * @param options.recent by summary, whether its items lie in the recent window
 * @param options.dates when the items of each summary were made, and when releases came
 */
export function mergeTerms(
  summaries: readonly PackedSummary[],
  { terms, recent, dates }: { terms: ReplayedPackage["terms"]; recent: readonly boolean[]; dates: TermDates },
): Pick<PartSummary, TermTableName> & { readonly termAges: readonly Row[] } {
  const tables = (name: TermTableName | "termAdvertisers"): PackedRows[] =>
    summaries.map((summary) => summary[name]);
  const places = new Map<unknown, number>(terms.map(({ termId }, index) => [termId, index]));
  const placeOf = ({ termId }: Row): number => places.get(termId) ?? -1;
  const byTerm = (rows: readonly Row[], count: string, ...names: string[]): Row[] =>
    rows.toSorted((a, b) => placeOf(a) - placeOf(b) || largestFirst(a, b, { count, names }));
  const isWeighed = tables("terms").some(({ squares }) => squares !== undefined);
  const sums = isWeighed ? [...termCounts, ...weightSums] : termCounts;
  return {
    terms: byTerm(
      withRecent(
        weighTerms(addUp(tables("terms"), ["termId"], sums), tables("termAdvertisers")),
        addUp(
          tables("terms").filter((_, part) => recent[part]),
          ["termId"],
          ["hits", "tp", "fp"],
        ),
      ),
      "hits",
      "termId",
    ),
    termAges: sumAges(tables("terms"), dates),
    termPolicies: byTerm(
      addUp(tables("termPolicies"), ["termId", "policy", "language", "market"], ["hits", "tp", "fp"]),
      "hits",
      "policy",
      "language",
      "market",
    ),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they were packed from such rows
    termExposure: addUp(tables("termExposure"), ["termId", "currency"], ["exposure"]) as TermExposure[],
    termOverlaps: byTerm(addUp(tables("termOverlaps"), ["termId", "otherId"], ["items"]), "items", "otherId"),
    termExamples: mergeExamples(joinRows(tables("termExamples")), places),
  };
}

/** The rows of the terms with what they hit lately. */
function withRecent(rows: readonly Row[], recent: readonly Row[]): Row[] {
  const lately = new Map(recent.map((row) => [row["termId"], row]));
  return rows.map((row) => {
    const { hits = 0, tp = 0, fp = 0 } = lately.get(row["termId"]) ?? {};
    return { ...row, recentHits: hits, recentTp: tp, recentFp: fp };
  });
}

function largestFirst(a: Row, b: Row, { count, names }: { count: string; names: readonly string[] }): number {
  const name = names.find((one) => a[one] !== b[one]) ?? count;
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
