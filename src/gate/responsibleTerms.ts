import type { ReplayedOn } from "../replay/traffic.js";
import { hitCounts, rejectingTerms } from "./compared.js";
import type { Compared } from "./compared.js";
import { flipOf, noFlips } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";

/** A term that rejects items whose decision changes. Counts are items. */
export type ResponsibleTerm = {
  readonly termId: string;
  readonly term: string;
  /** Which package rejects by it: the second one newly, or the first one no longer. */
  readonly side: "from" | "to";
  /** Items that it hits in that package. */
  readonly hits: number;
  readonly flips: FlipTally;
  /** Changed items that it rejects alone. */
  readonly uniqueFlips: FlipTally;
};

export type TermName = { readonly termId: string; readonly term: string };

export type GateTerms = {
  readonly added: readonly TermName[];
  readonly removed: readonly TermName[];
  readonly changed: readonly TermName[];
  readonly responsible: readonly ResponsibleTerm[];
};

/**
 * The terms behind the changed decisions: for a newly rejected item all that reject it in the second package, since none
 * of the first does, and for a newly approved one those of the first. Most unique flips first. O(hits + items).
 */
export function responsibleTerms(
  compared: Compared,
  changed: readonly number[],
  { from, to }: { readonly from: ReplayedOn; readonly to: ReplayedOn },
): ResponsibleTerm[] {
  const size = { items: compared.truths.length };
  const found = [
    ...sideTerms(
      compared,
      changed.filter((item) => compared.after[item] === 1),
      { package: to, side: "to", size },
    ),
    ...sideTerms(
      compared,
      changed.filter((item) => compared.after[item] === 0),
      {
        package: from,
        side: "from",
        size,
      },
    ),
  ];
  return found.toSorted(
    (a, b) =>
      sum(b.uniqueFlips) - sum(a.uniqueFlips) ||
      sum(b.flips) - sum(a.flips) ||
      (a.termId < b.termId ? -1 : 1),
  );
}

/** The ids of the terms that reject each changed item without a label, in the package that does. O(hits + items). */
export function termIdsOn(
  compared: Compared,
  changed: readonly number[],
  { from, to }: { readonly from: ReplayedOn; readonly to: ReplayedOn },
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  const size = { items: compared.truths.length };
  for (const [after, replayed] of [from, to].entries()) {
    const items = changed.filter((item) => compared.truths[item] === 0 && compared.after[item] === after);
    if (items.length === 0) continue;
    for (const [item, terms] of rejectingTerms(replayed, items, size))
      found.set(
        item,
        terms.map((term) => replayed.terms[term]?.termId ?? ""),
      );
  }
  return found;
}

function sum(tally: FlipTally): number {
  return Object.values(tally).reduce((all, count) => all + count, 0);
}

type Side = {
  readonly package: ReplayedOn;
  readonly side: ResponsibleTerm["side"];
  readonly size: { readonly items: number };
};

function sideTerms(
  compared: Compared,
  items: readonly number[],
  { package: replayed, side, size }: Side,
): ResponsibleTerm[] {
  if (items.length === 0) return [];
  const termsOn = rejectingTerms(replayed, items, size);
  const tallies = new Map<
    number,
    { flips: ReturnType<typeof noFlips>; uniqueFlips: ReturnType<typeof noFlips> }
  >();
  for (const item of items) {
    const kind = flipOf(compared, item);
    const terms = termsOn.get(item) ?? [];
    if (kind === undefined) continue;
    for (const term of terms) {
      const tally = tallies.get(term) ?? { flips: noFlips(), uniqueFlips: noFlips() };
      tallies.set(term, tally);
      tally.flips[kind]++;
      if (terms.length === 1) tally.uniqueFlips[kind]++;
    }
  }
  const hits = hitCounts(replayed, tallies.keys());
  return [...tallies].flatMap(([at, tally]) => {
    const term = replayed.terms[at];
    if (term === undefined) return [];
    return [{ termId: term.termId, term: term.term, side, hits: hits[at] ?? 0, ...tally }];
  });
}
