import { toRate } from "../metrics/rate.js";
import type { Truth } from "../metrics/verdict.js";
import type { Rate } from "../model/rate.js";
import { groupByItem } from "./hits.js";
import type { HitPairs, HitsByItem } from "./hits.js";

/** One replayed snapshot: its terms, the truth of every item, and the hits of these terms on these items. */
export type ReplayedSnapshot = {
  /** By item index. */
  readonly truths: readonly Truth[];
  /** By term index; all terms of the snapshot, no others. */
  readonly termIds: readonly string[];
  readonly hits: HitPairs;
};

/** What one term does within its snapshot. Counts are items. */
type TermEffectiveness = {
  readonly termId: string;
  readonly hits: number;
  /** Hits with a truth label, `tp + fp`. */
  readonly labelled: number;
  readonly tp: number;
  readonly fp: number;
  /** `tp` of `labelled`. */
  readonly precision: Rate;
  /** Hit by no other term of the snapshot. */
  readonly uniqueHits: number;
  readonly uniqueTp: number;
  readonly uniqueFp: number;
  /** Σ 1/k over its items, k = terms that hit the item: its Shapley share of the items hit. */
  readonly credit: number;
  /** What the snapshot's recall and FPR lose without the term, ≥ 0; `undefined` without violating or good items. */
  readonly marginal: { readonly recall: number | undefined; readonly fpr: number | undefined };
};

export type PackageEffectiveness = {
  /** Terms that hit, in the order of `termIds`. */
  readonly terms: readonly TermEffectiveness[];
  /** Terms that hit nothing, in the order of `termIds`. */
  readonly deadTerms: readonly string[];
  /** Items hit by any term; the terms' credits add up to it. */
  readonly itemsHit: number;
};

/**
 * What each term of a snapshot catches, alone and with the others, on the traffic that was replayed.
 * Marginal effects do not add up over terms, credits do. O(hits + items + terms).
 */
export function effectivenessOf({ truths, termIds, hits }: ReplayedSnapshot): PackageEffectiveness {
  const byItem = groupByItem(hits, { items: truths.length, terms: termIds.length });
  const tallies = termIds.map(() => newTally());
  const itemsHit = tallyItems(byItem, truths, tallies);
  const violating = truths.filter((truth) => truth === "violating").length;
  const good = truths.filter((truth) => truth === "good").length;
  const all = termIds.map((termId, index) => {
    const tally = tallies[index] ?? newTally();
    return summariseTerm({ termId, ...tally }, { violating, good });
  });
  return {
    terms: all.filter((term) => term.hits > 0),
    deadTerms: all.filter((term) => term.hits === 0).map((term) => term.termId),
    itemsHit,
  };
}

type Tally = {
  hits: number;
  tp: number;
  fp: number;
  uniqueHits: number;
  uniqueTp: number;
  uniqueFp: number;
  credit: number;
};

function newTally(): Tally {
  return { hits: 0, tp: 0, fp: 0, uniqueHits: 0, uniqueTp: 0, uniqueFp: 0, credit: 0 };
}

/** Adds every item to the tallies of the terms that hit it; returns the number of items hit. */
function tallyItems(byItem: HitsByItem, truths: readonly Truth[], tallies: readonly Tally[]): number {
  let itemsHit = 0;
  for (const [item, truth] of truths.entries()) {
    const terms = byItem.terms.subarray(byItem.starts[item], byItem.ends[item]);
    if (terms.length > 0) itemsHit++;
    for (const term of terms) {
      const tally = tallies[term];
      if (tally !== undefined) tallyItem(tally, truth, terms.length);
    }
  }
  return itemsHit;
}

function tallyItem(tally: Tally, truth: Truth, termsOnItem: number): void {
  const [tp, fp] = [Number(truth === "violating"), Number(truth === "good")];
  tally.hits++;
  tally.tp += tp;
  tally.fp += fp;
  tally.credit += 1 / termsOnItem;
  if (termsOnItem > 1) return;
  tally.uniqueHits++;
  tally.uniqueTp += tp;
  tally.uniqueFp += fp;
}

function summariseTerm(
  tally: Tally & { termId: string },
  totals: { violating: number; good: number },
): TermEffectiveness {
  const labelled = tally.tp + tally.fp;
  return {
    ...tally,
    labelled,
    precision: toRate(tally.tp, labelled),
    marginal: {
      recall: totals.violating === 0 ? undefined : tally.uniqueTp / totals.violating,
      fpr: totals.good === 0 ? undefined : tally.uniqueFp / totals.good,
    },
  };
}
