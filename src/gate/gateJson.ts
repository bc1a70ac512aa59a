import type { GateResult } from "./gateChange.js";
import { printable } from "./printable.js";
import type { FlipTally } from "./itemFlips.js";
import type { RateChange } from "./rateEstimate.js";
import type { ResponsibleTerm } from "./responsibleTerms.js";

/** How a term is named where people read it. */
export type TermNamer = (term: string) => string;

/**
 * The result for machines: `{verdict, from, to, rules, flips, metrics, terms, unenforced, slices, advice}`. Flips count
 * items; what cannot be told is `null`, and `unenforced` where no new or changed term only watches or flags.
 */
export function toGateJson(result: GateResult, nameOf: TermNamer): object {
  const { changes: _, flips, metrics, terms, unenforced, slices, ...rest } = result;
  const named = ({ termId, term }: { termId: string; term: string }): object => ({
    termId,
    term: printable(nameOf(term)),
  });
  const counted = (one: ResponsibleTerm): object => ({
    ...one,
    ...named(one),
    flips: flipCounts(one.flips),
    uniqueFlips: flipCounts(one.uniqueFlips),
  });
  return {
    ...rest,
    flips: flipCounts(flips),
    metrics: {
      ...metrics,
      recall: rateJson(metrics.recall),
      fpr: rateJson(metrics.fpr),
      money: metrics.money.map(({ currency, ...amounts }) => ({ currency, ...flipCounts(amounts) })),
    },
    terms: {
      added: terms.added.map(named),
      removed: terms.removed.map(named),
      changed: terms.changed.map(named),
      responsible: terms.responsible.map(counted),
    },
    unenforced:
      unenforced === undefined
        ? null
        : { ...unenforced, flips: flipCounts(unenforced.flips), terms: unenforced.terms.map(counted) },
    slices: slices.map((slice) => ({
      ...slice,
      flips: flipCounts(slice.flips),
      recall: rateJson(slice.recall),
      fpr: rateJson(slice.fpr),
    })),
  };
}

/** Items without a label as one number. */
export function flipCounts({ unlabelledGained, unlabelledLost, ...flips }: FlipTally) {
  return { ...flips, unlabelled: unlabelledGained + unlabelledLost };
}

function rateJson({ labelled, before, after, change, interval }: RateChange): object {
  const known = { before: before ?? null, after: after ?? null, change: change ?? null };
  return { labelled, ...known, interval: interval ?? null };
}
