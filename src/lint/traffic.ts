import { rejects } from "../matcher/rejects.js";
import type { CompiledTerms } from "../matcher/compileTerms.js";
import { scopeTest } from "../matcher/inScope.js";
import type { MatchRecord } from "../matcher/matchRecords.js";
import { matchRecords } from "../matcher/matchRecords.js";
import type { Term } from "../matcher/term.js";
import type { LintFinding } from "./finding.js";
import { finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { placeOf } from "./lintRow.js";

/** How many items each term of a package hits, of those that it takes in; by index in the package. */
export type Traffic = { readonly hit: Float64Array; readonly inScope: Float64Array };

/** Fewer items say nothing about how common a term is. */
export const leastItems = 100;

/** Counts items batch by batch. */
export function trafficCounter(compiled: CompiledTerms): {
  add(records: readonly MatchRecord[]): void;
  finish(): Traffic;
} {
  const hit = new Float64Array(compiled.terms.length);
  const origins = new Map<string, Origin & { items: number }>();
  return {
    add(records) {
      for (const { language, market } of records) {
        const key = JSON.stringify([language, market]);
        const origin = origins.get(key) ?? { language, market, items: 0 };
        origin.items++;
        origins.set(key, origin);
      }
      for (const { texts, images, videos } of matchRecords(compiled, records).records) {
        for (const term of new Set([...texts, ...images, ...videos].map((found) => found.term))) {
          hit[term] = (hit[term] ?? 0) + 1;
        }
      }
    },
    finish: () => ({ hit, inScope: itemsInScope(compiled.terms, [...origins.values()]) }),
  };
}

/** Items of one language and market. */
export type Origin = {
  readonly language: string | null;
  readonly market: string | null;
  readonly items: number;
};

/** How many items each term takes in, by its index. */
export function itemsInScope(terms: readonly Term[], origins: readonly Origin[]): Float64Array {
  const isInScope = scopeTest(terms, {
    languages: origins.map(({ language }) => language),
    markets: origins.map(({ market }) => market),
  });
  return Float64Array.from(terms, (_, term) =>
    origins.reduce((sum, { items }, origin) => sum + (isInScope(term, origin) ? items : 0), 0),
  );
}

/**
 * Terms that hit more than this share of the items that they take in (AbuseFilter's emergency brake asks the same of its
 * filters); none on fewer than 100 items.
 * @param rows those of the package, in its order
 */
export function findTooCommon(
  rows: readonly LintRow[],
  { hit, inScope }: Traffic,
  maxShare: number,
): LintFinding[] {
  return rows.flatMap((row, term) => {
    const [hits, items] = [hit[term] ?? 0, inScope[term] ?? 0];
    if (items < leastItems || hits <= maxShare * items) return [];
    const percent = ((hits / items) * 100).toFixed(1);
    const message = `hits ${hits} of ${items} items (${percent} %), more than ${maxShare * 100} %`;
    return [finding("too-common", placeOf(row), [message, "make it narrower, or let it only watch"])];
  });
}

/**
 * Terms that by themselves reject a text that is nothing but an identity term: nothing else speaks against such a text.
 * @param identityTerms a list that the workspace gives; the empty list finds nothing
 */
export function findIdentityTerms(
  rows: readonly LintRow[],
  compiled: CompiledTerms,
  identityTerms: readonly string[],
): LintFinding[] {
  const texts = identityTerms.map((text) => ({ text, language: null, market: null }));
  const counts = new Map<number, number>();
  for (const { texts: hits } of matchRecords(compiled, texts).records) {
    for (const term of new Set(hits.map((hit) => hit.term))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return [...counts].flatMap(([term, count]) => {
    const row = rows[term];
    if (row === undefined || !rejects(row.term.action)) return [];
    const message = `alone rejects ${count} of the ${identityTerms.length} identity terms of the workspace`;
    return [
      finding("identity-term", placeOf(row), [
        message,
        "let it flag, or join it with another term in a rule",
      ]),
    ];
  });
}
