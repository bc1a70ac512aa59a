import type { GateLimits } from "../model/workspace.js";
import { itemIdOf } from "../replay/itemIds.js";
import type { ItemFacts, ReplayedOn } from "../replay/traffic.js";
import { mcNemar } from "../stats/binomialTest.js";
import { adviceOn } from "./advice.js";
import { hitCounts, rejections } from "./compared.js";
import type { Compared } from "./compared.js";
import { judgeChange, verdictOf } from "./gateRules.js";
import type { RuleOutcome, Verdict } from "./gateRules.js";
import { changedItems, flipKinds, flipOf, noFlips, tallyFlips } from "./itemFlips.js";
import type { FlipKind, FlipTally } from "./itemFlips.js";
import { rateChanges } from "./rateChange.js";
import type { RateChange } from "./rateEstimate.js";
import { responsibleTerms, termIdsOn } from "./responsibleTerms.js";
import type { GateTerms, TermName } from "./responsibleTerms.js";
import { sliceChanges } from "./sliceChanges.js";
import type { SliceChange } from "./sliceChanges.js";
import { termChanges } from "./termChanges.js";
import { findUnenforced } from "./unenforced.js";
import type { Unenforced } from "./unenforced.js";

export type GateResult = {
  readonly verdict: Verdict;
  readonly from: string;
  readonly to: string;
  readonly rules: readonly RuleOutcome[];
  /** Items. */
  readonly flips: FlipTally;
  readonly metrics: GateMetrics;
  readonly terms: GateTerms;
  /** Of the new and changed terms; no part of the verdict. `undefined` where none only watches or flags. */
  readonly unenforced: Unenforced | undefined;
  /** Only slices in which a decision changes, dimension by dimension. */
  readonly slices: readonly SliceChange[];
  readonly advice: readonly string[];
  /** Every item whose decision changes, in the stored order. */
  readonly changes: readonly ItemChange[];
};

export type ItemChange = {
  readonly itemId: string;
  readonly flip: FlipKind;
  /** Dimension → value, as the workspace has them. */
  readonly slice: Readonly<Record<string, string | null>>;
  /** Terms that reject it, in the package that does; only of items without a label. */
  readonly termIds: readonly string[];
};

export type GateMetrics = {
  readonly items: number;
  readonly labelled: number;
  readonly changed: number;
  readonly recall: RateChange;
  readonly fpr: RateChange;
  /** McNemar's exact test on the labelled items: of violating ones, of good ones, and right against wrong of all. */
  readonly pValues: { readonly recall: number; readonly fpr: number; readonly correctness: number };
  /** Revenue of the items whose decision changes, by currency. */
  readonly money: readonly FlipMoney[];
};

export type FlipMoney = { readonly currency: string | null } & FlipTally;

export type GateOptions = {
  readonly limits: GateLimits;
  /** Policies that cannot wait. */
  readonly p0: readonly string[];
  /** The file that the items to label are written to, for the advice. */
  readonly labelRequest?: string | undefined;
};

/**
 * What would change if the second package stood in the place of the first, and whether it may: every decision of both is
 * known on the traffic. O(items · dimensions + hits).
 */
export function gatePackages(
  facts: ItemFacts,
  { from, to }: { readonly from: ReplayedOn; readonly to: ReplayedOn },
  options: GateOptions,
): GateResult {
  const items = facts.truths.length;
  const compared = { ...facts, before: rejections(from, items), after: rejections(to, items) };
  const changes = termChanges(from.terms, to.terms);
  const changed = changedItems(compared);
  const terms = {
    added: namesAt(to, changes.added),
    removed: namesAt(from, changes.removed),
    changed: namesAt(to, changes.changed),
    responsible: responsibleTerms(compared, changed, { from, to }),
  };
  const fresh = new Set([...changes.added, ...changes.changed]);
  const hits = fresh.size === 0 ? new Int32Array(0) : hitCounts(to, fresh);
  const guarded = to.rejecting
    .filter((term) => fresh.has(term))
    .map((term) => ({ termId: to.terms[term]?.termId ?? "", hits: hits[term] ?? 0 }));
  const isSame = from.snapshotId === to.snapshotId;
  const termIdsOf = termIdsOn(compared, changed, { from, to });
  const change = { from: from.label, to: to.label, terms, guarded, isSame, termIdsOf };
  return { ...gateDecisions(compared, change, options), unenforced: findUnenforced(facts, to, [...fresh]) };
}

function namesAt({ terms }: ReplayedOn, places: readonly number[]): TermName[] {
  return places.flatMap((at) => {
    const term = terms[at];
    return term === undefined ? [] : [{ termId: term.termId, term: term.term }];
  });
}

/** What is compared, and the terms behind it; decisions of a model have none. */
type Change = {
  readonly from: string;
  readonly to: string;
  readonly terms?: GateTerms;
  readonly guarded?: readonly { readonly termId: string; readonly hits: number }[];
  /** Whether both are one package. */
  readonly isSame?: boolean;
  /** Items that are not compared since a file says nothing of them; left out for packages. */
  readonly undecided?: number;
  /** Item → terms that reject it. */
  readonly termIdsOf?: ReadonlyMap<number, readonly string[]>;
};

const noTerms: GateTerms = { added: [], removed: [], changed: [], responsible: [] };

/** The same for any two decisions on the same items. */
export function gateDecisions(
  compared: Compared,
  { from, to, terms = noTerms, guarded = [], isSame = false, termIdsOf = new Map(), undecided }: Change,
  { limits, p0, labelRequest }: GateOptions,
): GateResult {
  const changed = changedItems(compared);
  const flips = tallyFlips(compared, changed);
  const { recall, fpr } = rateChanges(compared);
  const isUrgent = compared.slices.map(({ policy = null }) => policy !== null && p0.includes(policy));
  const urgent = changed.filter((item) => isUrgent[compared.sliceOf[item] ?? -1] === true);
  const ofP0 = p0.length === 0 ? undefined : tallyFlips(compared, urgent);
  const items = compared.truths.length;
  const rules = judgeChange({ items, flips, recall, fpr, p0: ofP0, terms: guarded, undecided }, limits);
  const verdict = verdictOf(rules);
  return {
    verdict,
    from,
    to,
    rules,
    flips,
    metrics: {
      items,
      labelled: labelledIn(compared),
      changed: changed.length,
      recall,
      fpr,
      pValues: pValuesOf(flips),
      money: moneyOf(compared, changed),
    },
    terms,
    unenforced: undefined,
    slices: sliceChanges(compared, changed),
    advice: adviceOn({ verdict, rules, terms, isSame, labelRequest }),
    changes: changed.flatMap((item) => {
      const flip = flipOf(compared, item);
      if (flip === undefined) return [];
      const slice = compared.slices[compared.sliceOf[item] ?? -1] ?? {};
      return [{ itemId: itemIdOf(compared, item), flip, slice, termIds: termIdsOf.get(item) ?? [] }];
    }),
  };
}

function labelledIn({ truths }: Compared): number {
  let count = 0;
  for (let item = 0; item < truths.length; item++) count += Number(truths[item] !== 0);
  return count;
}

function pValuesOf({ gainedTP, lostTP, newFP, fixedFP }: FlipTally): GateMetrics["pValues"] {
  return {
    recall: mcNemar(lostTP, gainedTP),
    fpr: mcNemar(fixedFP, newFP),
    correctness: mcNemar(lostTP + newFP, gainedTP + fixedFP),
  };
}

function moneyOf(compared: Compared, changed: readonly number[]): FlipMoney[] {
  return compared.money.map(({ currency, amounts }) => {
    const sums: Record<FlipKind, number> = noFlips();
    for (const item of changed) {
      const kind = flipOf(compared, item);
      if (kind !== undefined) sums[kind] += amounts[item] ?? 0;
    }
    for (const kind of flipKinds) sums[kind] = Math.round(sums[kind] * 100) / 100;
    return { currency, ...sums };
  });
}
