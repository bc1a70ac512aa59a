import { proposeFor } from "../cleanup/termProposal.js";
import type { TermProposal } from "../cleanup/termProposal.js";
import { formatCount } from "../metrics/format.js";
import type { TermRow } from "../model/artefact.js";
import { spamOverOverall } from "../stats/spamOverOverall.js";
import { ownValue } from "./ownValue.js";
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

/** What the good items of a currency would have earned. */
export type WrongCost = { readonly currency: string | null; readonly lost: number };

/**
 * What the labelled good items of a term were expected to earn, by currency, since money of several is never added: the
 * impressions that they were expected to have times the average revenue of a delivered impression in that currency. Most
 * impressions first, as amounts of different currencies have no order; empty without delivery or expected impressions.
 */
export function wrongCosts({ overkill, packageHealth }: PageData): (term: TermRow) => WrongCost[] {
  const earnings = new Map(overkill.cost?.earnings.map(({ currency, each }) => [currency, each]));
  return ({ termId }) =>
    (ownValue(packageHealth.wrongExposure, termId) ?? []).flatMap(({ currency, exposure }) => {
      const each = earnings.get(currency);
      return each === undefined ? [] : [{ currency, lost: exposure * each }];
    });
}

/** Currencies that are named. */
const mostCurrencies = 3;

/** `1,204 EUR · 310 USD · 2 more currencies`; "" where nothing is known. */
export function costWords(costs: readonly WrongCost[]): string {
  const named = costs
    .slice(0, mostCurrencies)
    .map(({ currency, lost }) => `${formatCount(Math.round(lost))} ${currency ?? "without a currency"}`);
  const more = costs.length - named.length;
  const rest = more === 0 ? [] : [`${formatCount(more)} more ${more === 1 ? "currency" : "currencies"}`];
  return [...named, ...rest].join(" · ");
}
