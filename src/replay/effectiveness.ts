import { toRate } from "../metrics/rate.js";
import type { Truth } from "../metrics/verdict.js";
import type { Rate } from "../model/rate.js";
import { spamOverOverall } from "../stats/spamOverOverall.js";
import { groupByItem } from "./hits.js";
import type { HitPairs, HitsByItem } from "./hits.js";

/** One replayed snapshot: its terms, the truth of every item, and the hits of these terms on these items. */
export type ReplayedSnapshot = {
  /** By item index. */
  readonly truths: readonly Truth[];
  /** By term index; all terms of the snapshot, no others. */
  readonly termIds: readonly string[];
  readonly hits: HitPairs;
  /** By item index, 1 where another automatic actor (a model) rejected it too; left out where none decided. */
  readonly rejectedElsewhere?: Uint8Array;
};

/** What the snapshot's recall and FPR lose without the term, ≥ 0, and its precision, which may gain and be negative. */
type MarginalEffect = {
  /** `undefined` without violating items. */
  readonly recall: number | undefined;
  /** `undefined` without good items. */
  readonly fpr: number | undefined;
  /** `undefined` where the snapshot, with or without the term, hits no labelled item. */
  readonly precision: number | undefined;
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
  /** The same, and rejected by no other automatic actor either: what the whole stack owes to the term. */
  readonly aloneHits: number;
  readonly aloneTp: number;
  readonly aloneFp: number;
  /** Σ 1/k over its items, k = terms that hit the item: its Shapley share of the items hit. */
  readonly credit: number;
  /** Of the credit what violating and good items give: over all terms the TP and FP of the snapshot. */
  readonly creditTp: number;
  readonly creditFp: number;
  readonly marginal: MarginalEffect;
  /** S/O: the share of its labelled hits that would be violating, were there as many violating items as good ones. */
  readonly spamOverOverall: number;
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
export function effectivenessOf(snapshot: ReplayedSnapshot): PackageEffectiveness {
  const { truths, termIds, hits } = snapshot;
  const byItem = groupByItem(hits, { items: truths.length, terms: termIds.length });
  const tallies = termIds.map(() => newTally());
  const hit = tallyItems(byItem, snapshot, tallies);
  const totals = {
    violating: truths.filter((truth) => truth === "violating").length,
    good: truths.filter((truth) => truth === "good").length,
    tp: hit.violating,
    fp: hit.good,
  };
  const all = termIds.map((termId, index) => {
    const tally = tallies[index] ?? newTally();
    return summariseTerm({ termId, ...tally }, totals);
  });
  return {
    terms: all.filter((term) => term.hits > 0),
    deadTerms: all.filter((term) => term.hits === 0).map((term) => term.termId),
    itemsHit: hit.violating + hit.good + hit.unlabelled,
  };
}

type Tally = {
  hits: number;
  tp: number;
  fp: number;
  uniqueHits: number;
  uniqueTp: number;
  uniqueFp: number;
  aloneHits: number;
  aloneTp: number;
  aloneFp: number;
  credit: number;
  creditTp: number;
  creditFp: number;
};

function newTally(): Tally {
  return {
    hits: 0,
    tp: 0,
    fp: 0,
    uniqueHits: 0,
    uniqueTp: 0,
    uniqueFp: 0,
    aloneHits: 0,
    aloneTp: 0,
    aloneFp: 0,
    credit: 0,
    creditTp: 0,
    creditFp: 0,
  };
}

/** Adds every item to the tallies of the terms that hit it; returns the items hit, by truth. */
function tallyItems(
  byItem: HitsByItem,
  { truths, rejectedElsewhere }: ReplayedSnapshot,
  tallies: readonly Tally[],
): Record<Truth, number> {
  const hit = { violating: 0, good: 0, unlabelled: 0 };
  for (const [item, truth] of truths.entries()) {
    const terms = byItem.terms.subarray(byItem.starts[item], byItem.ends[item]);
    if (terms.length > 0) hit[truth]++;
    for (const term of terms) {
      const tally = tallies[term];
      if (tally !== undefined)
        tallyItem(tally, truth, { terms: terms.length, isAlone: rejectedElsewhere?.[item] !== 1 });
    }
  }
  return hit;
}

function tallyItem(tally: Tally, truth: Truth, on: { terms: number; isAlone: boolean }): void {
  const [tp, fp] = [Number(truth === "violating"), Number(truth === "good")];
  tally.hits++;
  tally.tp += tp;
  tally.fp += fp;
  tally.credit += 1 / on.terms;
  tally.creditTp += tp / on.terms;
  tally.creditFp += fp / on.terms;
  if (on.terms > 1) return;
  tally.uniqueHits++;
  tally.uniqueTp += tp;
  tally.uniqueFp += fp;
  if (!on.isAlone) return;
  tally.aloneHits++;
  tally.aloneTp += tp;
  tally.aloneFp += fp;
}

/** Items by truth, and of these the ones that the snapshot hits. */
type Totals = {
  readonly violating: number;
  readonly good: number;
  readonly tp: number;
  readonly fp: number;
};

function summariseTerm(tally: Tally & { termId: string }, totals: Totals): TermEffectiveness {
  const { tp, fp, uniqueTp, uniqueFp } = tally;
  const { violating, good } = totals;
  return {
    ...tally,
    labelled: tp + fp,
    precision: toRate(tp, tp + fp),
    marginal: {
      recall: share(uniqueTp, violating),
      fpr: share(uniqueFp, good),
      precision: marginalPrecision(totals, { uniqueTp, uniqueFp }),
    },
    spamOverOverall: spamOverOverall(share(tp, violating) ?? 0, share(fp, good) ?? 0),
  };
}

function marginalPrecision(
  { tp, fp }: Totals,
  { uniqueTp, uniqueFp }: { uniqueTp: number; uniqueFp: number },
): number | undefined {
  const whole = share(tp, tp + fp);
  const without = share(tp - uniqueTp, tp - uniqueTp + fp - uniqueFp);
  return whole === undefined || without === undefined ? undefined : whole - without;
}

function share(count: number, total: number): number | undefined {
  return total === 0 ? undefined : count / total;
}
