import { isInForce } from "../../src/matcher/inForce.js";
import { scopeTest } from "../../src/matcher/inScope.js";
import { resolveHits } from "../../src/matcher/resolveHits.js";
import type { RulePackage } from "../../src/matcher/resolveHits.js";
import type { TextHit } from "../../src/matcher/scanViews.js";
import { recordText } from "../../src/matcher/utf8Column.js";
import type { HitPairs } from "../../src/replay/hits.js";
import { isEvasive, isHashed } from "./hitTable.js";
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
 * The hits of a release with rules or exceptions, read off the hits of its atoms in force: nothing is scanned. Items
 * without a hit of an atom have none, nor has a rule where it is not in force. Exceptions and rules speak of texts alone,
 * so that images and videos hit as they are.
 * Cost: O(hits) and the evaluation of every rule on every item with a hit in its text.
 */
export function releaseHits(
  release: ResolvedRelease,
  table: HitTable,
  { text, language, market, createdAt }: TextColumns,
): HitPairs {
  const own = new Map(release.indexes.map((index, at) => [index, at]));
  const isInScope = scopeTest(release.terms, { languages: language, markets: market });
  const items: number[] = [];
  const terms: number[] = [];
  for (const [item, hits] of hitsByItem(table, own)) {
    const at = createdAt?.[item] ?? NaN;
    const applies = (term: number): boolean => {
      const named = release.terms[term];
      return named !== undefined && isInForce(named, at) && isInScope(term, item);
    };
    const place = { text: recordText(text, item), applies };
    const texts = hits.texts.length === 0 ? [] : resolveHits(release, hits.texts, place).texts;
    for (const term of [...texts.map((hit) => hit.term), ...hits.hashed]) {
      items.push(item);
      terms.push(release.indexes[term] ?? -1);
    }
  }
  return { items, terms };
}

type ItemHits = { readonly texts: TextHit[]; readonly hashed: number[] };

function hitsByItem(
  { item, term, start, end, flags }: HitTable,
  own: ReadonlyMap<number, number>,
): Map<number, ItemHits> {
  const found = new Map<number, ItemHits>();
  for (let row = 0; row < item.length; row++) {
    const local = own.get(term[row] ?? -1);
    if (local === undefined) continue;
    const flag = flags[row] ?? 0;
    const hits = found.get(item[row] ?? 0) ?? { texts: [], hashed: [] };
    found.set(item[row] ?? 0, hits);
    if ((flag & isHashed) !== 0) {
      hits.hashed.push(local);
      continue;
    }
    const view = (flag & isEvasive) === 0 ? "canonical" : "evasive";
    hits.texts.push({ term: local, view, start: start[row] ?? 0, end: end[row] ?? 0 });
  }
  return found;
}
