import { formatCount, formatPoints, formatPointsInterval, formatShare } from "../metrics/format.js";
import type { GateLimits } from "../model/workspace.js";
import type { Bounds } from "../stats/wilson.js";
import { flipTotal } from "./itemFlips.js";
import type { FlipTally } from "./itemFlips.js";
import { changeInterval } from "./rateEstimate.js";
import type { RateChange } from "./rateEstimate.js";

export type Verdict = "PASS" | "FAIL" | "INCONCLUSIVE";

/** What one rule says of a change. */
export type RuleOutcome = {
  readonly rule: "coverage" | "labels" | "recall" | "fpr" | "p0" | "guard";
  readonly outcome: Verdict;
  readonly sentence: string;
  /** Labels of changed decisions that would decide it; left out where it is decided, or where none would. */
  readonly labels?: number;
  /** Terms that hit too much. */
  readonly termIds?: readonly string[];
};

/** A term that is new or was changed and rejects, with the items that it hits. */
export type GuardedTerm = { readonly termId: string; readonly hits: number };

/** What the rules look at. */
export type Judged = {
  readonly items: number;
  readonly flips: FlipTally;
  readonly recall: RateChange;
  readonly fpr: RateChange;
  /** Of the items of policies that cannot wait; `undefined` where no policy is such. */
  readonly p0: FlipTally | undefined;
  readonly terms: readonly GuardedTerm[];
  /** Items that there are besides those that are judged; left out where all are judged. */
  readonly undecided?: number | undefined;
};

/**
 * What each rule says of a change, in their order: a rule passes or fails only when the interval leaves no doubt.
 * Where no decision changes, each passes that looks at decisions.
 */
export function judgeChange(judged: Judged, limits: GateLimits): RuleOutcome[] {
  const { recall, fpr, p0 } = judged;
  const guard = guardRule(judged, limits);
  if (judged.items === 0)
    return [
      { rule: "labels", outcome: "INCONCLUSIVE", sentence: "There are no items to judge the change on." },
      guard,
    ];
  const rules = [
    labelRule(judged, limits),
    rateRule(judged, recall, { rule: "recall", name: "Recall", floor: -limits.maxRecallFall }),
    rateRule(judged, fpr, { rule: "fpr", name: "FPR", ceiling: limits.maxFprRise }),
  ];
  const coverage =
    judged.undecided === undefined ? [] : [coverageRule(judged.items, judged.undecided, limits)];
  return [...coverage, ...rules, ...(p0 === undefined ? [] : [p0Rule(p0, limits)]), guard];
}

/** FAIL when a rule fails, else INCONCLUSIVE when one cannot tell, else PASS. */
export function verdictOf(rules: readonly RuleOutcome[]): Verdict {
  const outcomes = rules.map(({ outcome }) => outcome);
  return outcomes.includes("FAIL") ? "FAIL" : outcomes.includes("INCONCLUSIVE") ? "INCONCLUSIVE" : "PASS";
}

/** Files that name few of the items say little of the others. */
function coverageRule(items: number, undecided: number, { minCoverage }: GateLimits): RuleOutcome {
  const all = items + undecided;
  const outcome = items / all < minCoverage ? "INCONCLUSIVE" : "PASS";
  const seen = `Both files decide ${formatCount(items)} of ${formatCount(all)} items (${formatShare(items / all)})`;
  return { rule: "coverage", outcome, sentence: `${seen}; at least ${formatShare(minCoverage)} are needed.` };
}

function labelRule({ flips }: Judged, { minLabels }: GateLimits): RuleOutcome {
  const all = flipTotal(flips);
  const labelled = all - flips.unlabelledGained - flips.unlabelledLost;
  const needed = Math.min(minLabels, all);
  const seen = `${formatCount(labelled)} of ${formatCount(all)} changed decisions have a label`;
  if (all === 0) return { rule: "labels", outcome: "PASS", sentence: "No decision changes." };
  if (labelled >= needed) return { rule: "labels", outcome: "PASS", sentence: `${seen}.` };
  const sentence = `${seen}; at least ${formatCount(needed)} are needed.`;
  return { rule: "labels", outcome: "INCONCLUSIVE", sentence, labels: needed - labelled };
}

/** A change must lie above the floor, or below the ceiling. */
type RateLimit = {
  readonly rule: "recall" | "fpr";
  readonly name: string;
  readonly floor?: number;
  readonly ceiling?: number;
};

function rateRule(judged: Judged, rate: RateChange, limit: RateLimit): RuleOutcome {
  const { rule, name, floor = -Infinity, ceiling = Infinity } = limit;
  if (flipTotal(judged.flips) === 0) return { rule, outcome: "PASS", sentence: `${name} does not change.` };
  const { change, interval, parts } = rate;
  if (change === undefined || interval === undefined || parts === undefined)
    return { rule, outcome: "INCONCLUSIVE", ...unknownRate(judged, rate, name) };
  const seen = `${name} changes by ${formatPoints(change)} (${formatPointsInterval(interval)})`;
  const allowed =
    rule === "recall" ? `fall by at most ${points(-floor)}` : `rise by at most ${points(ceiling)}`;
  const outcome = place(interval, { floor, ceiling });
  const sentence = `${seen}; it may ${allowed}.`;
  if (outcome !== "INCONCLUSIVE") return { rule, outcome, sentence };
  const labels = labelsToDecide(parts, { floor, ceiling });
  if (labels !== undefined) return { rule, outcome, sentence, labels };
  return {
    rule,
    outcome,
    sentence: `${sentence} No number of labels on this traffic is likely to decide it; more traffic may.`,
  };
}

function points(share: number): string {
  return formatPoints(share).replace("+", "");
}

function unknownRate(
  { flips }: Judged,
  { labelled }: RateChange,
  name: string,
): Pick<RuleOutcome, "sentence" | "labels"> {
  const kind = name === "FPR" ? "good" : "violating";
  if (labelled === 0) return { sentence: `${name} cannot be told: no ${kind} item has a label.` };
  const gained = flips.gainedTP + flips.newFP === 0 ? flips.unlabelledGained : 0;
  const lost = flips.lostTP + flips.fixedFP === 0 ? flips.unlabelledLost : 0;
  const open = gained + lost;
  if (open === 0) return { sentence: `${name} cannot be told: too few items have a label.` };
  const labels = Math.min(open, firstLabels);
  return {
    sentence: `${name} cannot be told: none of ${formatCount(open)} changed decisions of one direction has a label.`,
    labels,
  };
}

/** Labels that are asked for where there is none to reckon with. */
const firstLabels = 30;

type Limits = { readonly floor: number; readonly ceiling: number };

function place([low, high]: Bounds, { floor, ceiling }: Limits): Verdict {
  if (low >= floor && high <= ceiling) return "PASS";
  return high < floor || low > ceiling ? "FAIL" : "INCONCLUSIVE";
}

/**
 * The fewest further labels of changed decisions after which the interval would leave no doubt, if they show what those
 * so far show; `undefined` when all of them would not do.
 */
function labelsToDecide(parts: NonNullable<RateChange["parts"]>, limits: Limits): number | undefined {
  const isDecided = (moreLabels: number): boolean =>
    place(changeInterval(parts, { moreLabels }), limits) !== "INCONCLUSIVE";
  const open = parts.gained.unlabelled + parts.lost.unlabelled;
  if (open === 0 || !isDecided(open)) return undefined;
  let [low, high] = [0, open];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isDecided(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function p0Rule({ lostTP, unlabelledLost }: FlipTally, { maxP0Lost }: GateLimits): RuleOutcome {
  const seen = `${formatCount(lostTP)} violating items of policies that cannot wait (P0) get through that did not before`;
  const rule = "p0";
  if (lostTP > maxP0Lost) return { rule, outcome: "FAIL", sentence: `${seen}; at most ${maxP0Lost} may.` };
  if (lostTP + unlabelledLost <= maxP0Lost) return { rule, outcome: "PASS", sentence: `${seen}.` };
  const sentence = `${seen}, and ${formatCount(unlabelledLost)} more without a label; at most ${maxP0Lost} may.`;
  return { rule, outcome: "INCONCLUSIVE", sentence, labels: unlabelledLost };
}

function guardRule({ terms, items }: Judged, { maxTermShare }: GateLimits): RuleOutcome {
  const limit = formatShare(maxTermShare);
  const broad = terms.filter(({ hits }) => items > 0 && hits / items > maxTermShare);
  if (broad.length === 0) {
    const sentence = `No term that is new or was changed hits more than ${limit} of all items.`;
    return { rule: "guard", outcome: "PASS", sentence };
  }
  const named = broad.map(({ termId, hits }) => `${termId} (${formatShare(hits / items)})`);
  const sentence = `New or changed terms that hit more than ${limit} of all items: ${named.join(", ")}.`;
  return { rule: "guard", outcome: "FAIL", sentence, termIds: broad.map(({ termId }) => termId) };
}
