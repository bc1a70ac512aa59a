import { proposeFor } from "../cleanup/termProposal.js";
import type { TermProposal } from "../cleanup/termProposal.js";
import type { TermRow } from "../model/artefact.js";
import { spamOverOverall } from "../stats/spamOverOverall.js";
import type { PageData } from "./pageData.js";
import { currentTerms } from "./terms.js";

/** What one of the terms that hit means to its release, and what to do about it. */
export type TermStanding = TermProposal & {
  readonly term: TermRow;
  /** S/O, 0.5 on no labelled hit. */
  readonly spamOverOverall: number;
  /** What the terms of the release together lose without it; `undefined` where there is nothing to lose. */
  readonly recallLost: number | undefined;
  readonly precisionLost: number | undefined;
};

/** Items by truth, and of these the ones that a term of the newest release hits. */
type Totals = {
  readonly violating: number;
  readonly good: number;
  readonly tp: number;
  readonly fp: number;
};

/** The terms of the newest release that hit, most hits first. O(terms + decisions). */
export function termStandings(data: PageData): TermStanding[] {
  const terms = currentTerms(data);
  const itemsOf = (truth: string): number =>
    data.decisions.filter((row) => row.truth === truth).reduce((sum, { items }) => sum + items, 0);
  const totals = {
    violating: itemsOf("violating"),
    good: itemsOf("good"),
    tp: terms.reduce((sum, { creditTp }) => sum + creditTp, 0),
    fp: terms.reduce((sum, { creditFp }) => sum + creditFp, 0),
  };
  return terms.map((term) => standingOf(term, totals));
}

function standingOf(term: TermRow, totals: Totals): TermStanding {
  const { tp, fp, uniqueTp, uniqueFp } = term;
  const whole = share(totals.tp, totals.tp + totals.fp);
  const without = share(totals.tp - uniqueTp, totals.tp + totals.fp - uniqueTp - uniqueFp);
  return {
    term,
    ...proposeFor(term),
    spamOverOverall: spamOverOverall(share(tp, totals.violating) ?? 0, share(fp, totals.good) ?? 0),
    recallLost: share(uniqueTp, totals.violating),
    precisionLost: whole === undefined || without === undefined ? undefined : whole - without,
  };
}

/** Credits leave a rounding error behind where nothing is left. */
function share(count: number, total: number): number | undefined {
  return total < 1e-6 ? undefined : count / total;
}

/** What wrong hits cost: expected impressions times what good ads earn by one. */
export type WrongCost = (term: TermRow) => { readonly lost: number; readonly currency: string } | undefined;

/**
 * What the labelled good items of a term would have earned; `undefined` without delivery, without expected impressions,
 * or with several currencies, which are never added.
 */
export function wrongCost({ overkill }: PageData): WrongCost {
  const [only, ...others] = (overkill.cost?.blocked ?? []).filter(({ lost }) => lost !== null);
  if (only === undefined || others.length > 0 || only.rate.count === 0) return () => undefined;
  const each = (only.lost ?? 0) / only.rate.count;
  return ({ fpExposure }) => ({ lost: fpExposure * each, currency: only.currency ?? "" });
}
