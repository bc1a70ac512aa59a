import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import { binomialCdf } from "../stats/beta.js";

/** Items that a term hit in all and in the recent window. */
export type RecentHits = { readonly hits: number; readonly recentHits: number };

/** A term that lately hits less than it used to. */
export type DecayedTerm = RecentHits & {
  readonly term: number;
  /** Hits that the recent window would hold, did the term hit as often there as elsewhere. */
  readonly expected: number;
  /** Exact, one-sided, adjusted for the number of terms. */
  readonly pValue: number;
};

/** False discovery rate of the list. */
const mostFalse = 0.05;

/**
 * Terms that hit a smaller share of recent items than of all, the surest first. Each hit falls into the recent window
 * with the window's share of all items, unless the term decayed: an exact binomial test, corrected for all terms that hit
 * (Benjamini and Hochberg). Copies of one advertiser's ad count as so many hits, so that a campaign that ended looks like
 * a decay; the reader decides. None when the window is empty or holds everything.
 * @param counts by term
 */
export function findDecayed(
  counts: readonly RecentHits[],
  items: { readonly all: number; readonly recent: number },
): DecayedTerm[] {
  if (items.recent === 0 || items.recent >= items.all) return [];
  const share = items.recent / items.all;
  const hitting = [...counts.entries()].filter(([, { hits }]) => hits > 0);
  const pValues = benjaminiHochberg(
    hitting.map(([, { hits, recentHits }]) => binomialCdf(recentHits, hits, share)),
  );
  return hitting
    .map(([term, { hits, recentHits }], index) => ({
      term,
      hits,
      recentHits,
      expected: hits * share,
      pValue: pValues[index] ?? 1,
    }))
    .filter(({ pValue }) => pValue <= mostFalse)
    .toSorted((a, b) => a.pValue - b.pValue || a.term - b.term);
}
