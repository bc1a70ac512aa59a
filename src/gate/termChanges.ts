import type { ReplayedOn } from "../replay/traffic.js";

type Term = ReplayedOn["terms"][number];

/** How two packages differ, as indexes into the terms of each, in their order. */
export type TermChanges = {
  /** In the second alone. */
  readonly added: readonly number[];
  /** In the first alone. */
  readonly removed: readonly number[];
  /** In both under one id, with another pattern, scope or action: the places in the second. */
  readonly changed: readonly number[];
};

/** What was added, removed and changed; owner, note and the order of terms do not count. O(terms). */
export function termChanges(from: readonly Term[], to: readonly Term[]): TermChanges {
  const before = new Map(from.map((term) => [term.termId, contentOf(term)]));
  const kept = new Set(to.map(({ termId }) => termId));
  const places = to.map((term, at) => ({ at, known: before.get(term.termId), content: contentOf(term) }));
  return {
    added: places.filter(({ known }) => known === undefined).map(({ at }) => at),
    removed: from.flatMap(({ termId }, at) => (kept.has(termId) ? [] : [at])),
    changed: places
      .filter(({ known, content }) => known !== undefined && known !== content)
      .map(({ at }) => at),
  };
}

function contentOf({ term, kind, match, action, radius, validFrom, validTo, ...rest }: Term): string {
  const lists = [rest.views, rest.languages, rest.markets, rest.policies, rest.fields];
  const sorted = lists.map((list) => [...new Set<string>(list)].toSorted());
  return JSON.stringify([term, kind, match, action, radius ?? null, validFrom, validTo, sorted]);
}
