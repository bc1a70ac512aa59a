import { scopeTest } from "../../src/matcher/inScope.js";
import { resolveHits } from "../../src/matcher/resolveHits.js";
import type { RulePackage } from "../../src/matcher/resolveHits.js";
import type { TextHit } from "../../src/matcher/scanViews.js";
import { recordText } from "../../src/matcher/utf8Column.js";
import type { HitPairs } from "../../src/replay/hits.js";
import { isEvasive } from "./hitTable.js";
import type { HitTable } from "./hitTable.js";
import type { TextColumns } from "./textFile.js";

/** The terms of one release with its own rules and actions. */
export type ResolvedRelease = RulePackage & {
  /** For each term its index in the replayed package. */
  readonly indexes: readonly number[];
  /** Without rules and exceptions, so that the hits of its atoms are its hits. */
  readonly isPlain: boolean;
};

/**
 * The hits of a release with rules or exceptions, read off the stored hits of its atoms: nothing is scanned. Items
 * without a hit of an atom have none. Cost: O(hits) and the evaluation of every rule on every item with a hit.
 */
export function releaseHits(
  release: ResolvedRelease,
  table: HitTable,
  { text, language, market }: TextColumns,
): HitPairs {
  const own = new Map(release.indexes.map((index, at) => [index, at]));
  const isInScope = scopeTest(release.terms, { languages: language, markets: market });
  const items: number[] = [];
  const terms: number[] = [];
  for (const [item, hits] of hitsByItem(table, own)) {
    const applies = (term: number): boolean => isInScope(term, item);
    const { texts } = resolveHits(release, hits, { text: recordText(text, item), applies });
    for (const { term } of texts) {
      items.push(item);
      terms.push(release.indexes[term] ?? -1);
    }
  }
  return { items, terms };
}

function hitsByItem(
  { item, term, start, end, flags }: HitTable,
  own: ReadonlyMap<number, number>,
): Map<number, TextHit[]> {
  const found = new Map<number, TextHit[]>();
  for (let row = 0; row < item.length; row++) {
    const local = own.get(term[row] ?? -1);
    if (local === undefined) continue;
    const view = ((flags[row] ?? 0) & isEvasive) === 0 ? "canonical" : "evasive";
    const hit = { term: local, view, start: start[row] ?? 0, end: end[row] ?? 0 } as const;
    const hits = found.get(item[row] ?? 0);
    if (hits === undefined) found.set(item[row] ?? 0, [hit]);
    else hits.push(hit);
  }
  return found;
}
