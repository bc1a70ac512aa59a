import { hasValidity, isInForce } from "../../src/matcher/inForce.js";
import type { Term } from "../../src/matcher/term.js";
import { filterHits } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";

/**
 * Takes out of a table the hits of terms on items that were made when the term did not count; items without a time keep
 * theirs. The table itself where nothing is to be taken out. O(terms) once, then O(hits), both nothing where no term has a
 * validity.
 * @param terms by the numbers that the tables have for them
 */
export function validityFilter(
  terms: readonly Term[],
): (table: HitTable, readTimes: () => Float64Array | undefined) => HitTable {
  const isBound = terms.map(hasValidity);
  if (!isBound.includes(true)) return (table) => table;
  return (table, readTimes) => {
    const times = table.term.some((term) => isBound[term] === true) ? readTimes() : undefined;
    if (times === undefined) return table;
    return filterHits(table, (row) => {
      const term = terms[table.term[row] ?? -1];
      return term === undefined || isInForce(term, times[table.item[row] ?? -1] ?? NaN);
    });
  };
}
