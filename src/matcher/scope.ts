import type { Term } from "./term.js";

/** Distinct combinations of languages and markets, lower-case and sorted, and which of them each term has. */
export type ScopeTable = {
  readonly scopes: readonly TermScope[];
  readonly scopeOfTerm: Int32Array;
};

type TermScope = { readonly languages: readonly string[]; readonly markets: readonly string[] };

/** Where records come from, one entry per record; a column that is missing does not restrict, nor does `null`. */
export type RecordScope = {
  readonly languages?: readonly (string | null)[] | undefined;
  readonly markets?: readonly (string | null)[] | undefined;
};

export function compileScopes(terms: readonly Term[]): ScopeTable {
  const scopes: TermScope[] = [];
  const indexes = new Map<string, number>();
  const scopeOfTerm = Int32Array.from(terms, (term) => {
    const scope = { languages: listOf(term.languages), markets: listOf(term.markets) };
    const key = JSON.stringify(scope);
    const index = indexes.get(key) ?? scopes.push(scope) - 1;
    indexes.set(key, index);
    return index;
  });
  return { scopes, scopeOfTerm };
}

/**
 * For a record, which scopes take it in: one byte per scope, 1 = yes.
 * A scope takes in a record whose language equals one of its languages or refines it (`pt-BR` refines `pt`) and whose
 * market equals one of its markets, both regardless of case; an empty list takes in everything, and a record without a
 * language (or market) is taken in by every scope. Answers are kept per language and market.
 */
export function scopeFilter(table: ScopeTable, records: RecordScope): (record: number) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (record) => {
    const language = records.languages?.[record]?.toLowerCase() ?? null;
    const market = records.markets?.[record]?.toLowerCase() ?? null;
    const key = JSON.stringify([language, market]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const flags = Uint8Array.from(table.scopes, (scope) => Number(takesIn(scope, language, market)));
    known.set(key, flags);
    return flags;
  };
}

function takesIn(scope: TermScope, language: string | null, market: string | null): boolean {
  const ofLanguage =
    language === null ||
    scope.languages.length === 0 ||
    scope.languages.some((tag) => language === tag || language.startsWith(`${tag}-`));
  return ofLanguage && (market === null || scope.markets.length === 0 || scope.markets.includes(market));
}

function listOf(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.toLowerCase()))].toSorted();
}
