import type { Term } from "./term.js";

/**
 * Distinct combinations of what a term is limited to, and which of them each term has. Languages and markets are
 * lower-case; all lists are sorted and without repeats; empty = all.
 */
export type ScopeTable = {
  readonly scopes: readonly TermScope[];
  readonly scopeOfTerm: Uint32Array;
};

export type TermScope = {
  readonly languages: readonly string[];
  readonly markets: readonly string[];
  readonly policies: readonly string[];
  readonly fields: readonly string[];
};

/** Where records come from, one entry per record; a column that is missing does not restrict, nor does `null`. */
export type RecordScope = {
  readonly languages?: readonly (string | null)[] | undefined;
  readonly markets?: readonly (string | null)[] | undefined;
};

export function compileScopes(terms: readonly Term[]): ScopeTable {
  const { add, scopes } = scopeList();
  return { scopes, scopeOfTerm: Uint32Array.from(terms, add) };
}

export type ScopeList = {
  /** The number of the term's scope. */
  readonly add: (term: Term) => number;
  /** Those of all terms so far, by number. */
  readonly scopes: readonly TermScope[];
};

/** Numbers scopes in the order of first appearance. */
export function scopeList(): ScopeList {
  const scopes: TermScope[] = [];
  const indexes = new Map<string, number>();
  let [lastKey, last] = ["", -1];
  const add = (term: Term): number => {
    const key = keyOf(term);
    if (key === lastKey && last >= 0) return last; // neighbours are mostly limited alike
    lastKey = key;
    last = indexes.get(key) ?? scopes.push(scopeOf(term)) - 1;
    indexes.set(key, last);
    return last;
  };
  return { add, scopes };
}

/**
 * For a record, which scopes take it in: bit s of the mask (word `s >> 5`) is set when scope s does.
 * A scope takes in a record whose language equals one of its languages or refines it (`pt-BR` refines `pt`) and whose
 * market equals one of its markets, both regardless of case; an empty list takes in everything, and a record without a
 * language (or market) is taken in by every scope. Policies and fields do not restrict. Masks are kept per language
 * and market.
 */
export function scopeFilter(
  scopes: readonly TermScope[],
  records: RecordScope,
): (record: number) => Uint32Array {
  const known = new Map<string | null, Map<string | null, Uint32Array>>();
  return (record) => {
    const language = records.languages?.[record] ?? null;
    const market = records.markets?.[record] ?? null;
    const ofLanguage = known.get(language) ?? new Map<string | null, Uint32Array>();
    const mask =
      ofLanguage.get(market) ??
      maskOf(scopes, language?.toLowerCase() ?? null, market?.toLowerCase() ?? null);
    if (ofLanguage.size === 0) known.set(language, ofLanguage);
    ofLanguage.set(market, mask);
    return mask;
  };
}

function maskOf(scopes: readonly TermScope[], language: string | null, market: string | null): Uint32Array {
  const mask = new Uint32Array((scopes.length + 31) >> 5);
  for (const [i, scope] of scopes.entries()) {
    if (takesIn(scope, language, market)) mask[i >> 5] = (mask[i >> 5] ?? 0) | (1 << (i & 31));
  }
  return mask;
}

function takesIn(scope: TermScope, language: string | null, market: string | null): boolean {
  const ofLanguage =
    language === null ||
    scope.languages.length === 0 ||
    scope.languages.some((tag) => language === tag || language.startsWith(`${tag}-`));
  return ofLanguage && (market === null || scope.markets.length === 0 || scope.markets.includes(market));
}

/** Equal for terms whose lists are written alike; most terms have none, which is the quick case. */
function keyOf({ languages, markets, policies, fields }: Term): string {
  const isFree = languages.length + markets.length + policies.length + fields.length === 0;
  return isFree ? "" : JSON.stringify([languages, markets, policies, fields]);
}

function scopeOf(term: Term): TermScope {
  return {
    languages: listOf(term.languages.map((tag) => tag.toLowerCase())),
    markets: listOf(term.markets.map((market) => market.toLowerCase())),
    policies: listOf(term.policies),
    fields: listOf(term.fields),
  };
}

function listOf(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
