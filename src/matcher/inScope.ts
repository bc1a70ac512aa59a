import type { RecordScope } from "./scope.js";
import { compileScopes, scopeFilter } from "./scope.js";
import type { Term } from "./term.js";

/**
 * Whether a term, by its index, takes in a record's language and market; answers as `scan` does. For the kinds of terms
 * that `scan` does not run. Cost: one comparison a term once per language and market, then a look-up.
 */
export function scopeTest(
  terms: readonly Term[],
  records: RecordScope,
): (term: number, record: number) => boolean {
  const table = compileScopes(terms);
  const maskOf = scopeFilter(table.scopes, records);
  return (term, record) => {
    const scope = table.scopeOfTerm[term] ?? 0;
    return ((maskOf(record)[scope >> 5] ?? 0) & (1 << (scope & 31))) !== 0;
  };
}
