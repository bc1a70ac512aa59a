import type { GateLimits } from "../model/workspace.js";
import { flips } from "../replay/flips.js";
import type { DecisionRow, FlipCounts, SnapshotPair } from "../replay/flips.js";
import { signTest } from "../stats/signTest.js";
import { countedChange } from "./countedChange.js";
import { judgeChange, verdictOf } from "./gateRules.js";
import type { GuardedTerm, RuleOutcome, Verdict } from "./gateRules.js";
import type { RateChange } from "./rateEstimate.js";

/** The verdict on two releases from counts of items. */
export type CountedVerdict = {
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly counts: FlipCounts;
  readonly recall: RateChange;
  readonly fpr: RateChange;
  /** McNemar's exact test of right against wrong changes. */
  readonly pValue: number;
};

/**
 * What the rules of the gate say of two releases, every label counting once: without the weights of samples and the
 * clusters of advertisers, which `gatePackages` has. O(rows).
 * @param options p0 policies that cannot wait; terms those that are new or changed in the second release and reject
 */
export function judgeCounts(
  rows: readonly DecisionRow[],
  pair: SnapshotPair,
  {
    limits,
    p0,
    terms,
  }: { readonly limits: GateLimits; readonly p0: readonly string[]; readonly terms: readonly GuardedTerm[] },
): CountedVerdict {
  const counts = flips(rows, pair);
  const urgent = rows.filter(({ slice }) => p0.includes(slice["policy"] ?? ""));
  const [recall, fpr] = [countedChange(counts, "violating"), countedChange(counts, "good")];
  const items = rows.reduce((sum, row) => sum + row.items, 0);
  const ofP0 = p0.length === 0 ? undefined : tallyOf(flips(urgent, pair));
  const rules = judgeChange({ items, flips: tallyOf(counts), recall, fpr, p0: ofP0, terms }, limits);
  const pValue = signTest(counts.lostTP + counts.newFP, counts.gainedTP + counts.fixedFP);
  return { verdict: verdictOf(rules), rules, counts, recall, fpr, pValue };
}

function tallyOf({ gainedTP, lostTP, newFP, fixedFP, unlabelledGained, unlabelledLost }: FlipCounts) {
  return { gainedTP, lostTP, newFP, fixedFP, unlabelledGained, unlabelledLost };
}
