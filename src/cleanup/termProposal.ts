import { formatCount, formatShare } from "../metrics/format.js";
import { twoSidedZ, wilson } from "../stats/wilson.js";

/** What to do about a term that hits. */
export type Proposal = "keep" | "tighten" | "retire" | "watch";

/** What one term does within its release, in items. */
export type TermEffect = {
  readonly hits: number;
  readonly labelled: number;
  /** Advertisers of its labelled items; where items name none, each is its own. */
  readonly advertisers: number;
  readonly tp: number;
  /** Violating items that no other term hits. */
  readonly uniqueTp: number;
};

export type TermProposal = { readonly proposal: Proposal; readonly reason: string };

/** A term whose hits are violations less often than this does more harm than good. */
export const neededPrecision = 0.5;

/** A term that is surely below this goes, whatever depends on it. */
export const hopelessPrecision = 0.2;

/** Fewer labels cannot tell: were half of its hits violations, four in a row would be none in one term of sixteen. */
export const leastLabels = 5;

/** 90 % between both bounds, so that each alone holds with 95 %. */
const bounds = { level: 0.9 };

/**
 * What the labelled hits of a term say about it, with the reason as a sentence. Judged by the one-sided 95 % bounds of
 * its precision (Wilson), not by its value: `keep` when the lower one is above `neededPrecision`; when the upper one is
 * below it, `retire` where no labelled violation depends on the term alone or the upper bound is below
 * `hopelessPrecision`, else `tighten`; `watch` where the labels cannot tell or are worth fewer than
 * `leastLabels`. The effective n is the number of advertisers, since an advertiser's ads are mostly copies: a knowing
 * approximation, on the cautious side. Labels of one term are taken as a simple random sample of its hits
 * and count once each: what a term hits ends alike, so a sample draws it alike, and weights that differ by which sample
 * asked first would only spread.
 */
export function proposeFor(effect: TermEffect): TermProposal {
  const { labelled, tp, uniqueTp } = effect;
  const n = effectiveN(effect);
  const [low, high] = n < leastLabels ? [0, 1] : (wilson((tp / labelled) * n, n, bounds) ?? [0, 1]);
  if (low > neededPrecision)
    return {
      proposal: "keep",
      reason: `at least ${formatShare(low)} of what it hits is violating (${seenWords(effect)})`,
    };
  if (high >= neededPrecision) return { proposal: "watch", reason: watchReason(effect) };
  const most = `at most ${formatShare(high)} of what it hits is violating (${seenWords(effect)})`;
  if (uniqueTp === 0)
    return { proposal: "retire", reason: `${most}, and no labelled violation depends on it alone` };
  const alone = `${formatCount(uniqueTp)} labelled ${uniqueTp === 1 ? "violation depends" : "violations depend"} on it alone`;
  return high < hopelessPrecision
    ? { proposal: "retire", reason: `${most}, though ${alone}` }
    : { proposal: "tighten", reason: `${most}, but ${alone}` };
}

function effectiveN({ labelled, advertisers }: TermEffect): number {
  return Math.min(labelled, advertisers);
}

function seenWords({ labelled, tp, advertisers }: TermEffect): string {
  const who = `${formatCount(advertisers)} ${advertisers === 1 ? "advertiser" : "advertisers"}`;
  const of = advertisers < labelled ? `, of ${who}` : "";
  return `${formatCount(tp)} of ${formatCount(labelled)} labelled hits${of}`;
}

function watchReason(effect: TermEffect): string {
  const { hits, labelled, tp } = effect;
  if (labelled === 0) return `none of its ${formatCount(hits)} hits is labelled`;
  const wanted = labelsToDecide(tp / labelled) ?? 0;
  const isWorthIt = wanted > effectiveN(effect) && labelled < hits;
  const rest = isWorthIt ? `; at this precision ${formatCount(wanted)} in all would decide` : "";
  return `${seenWords(effect)}${effect.advertisers < labelled ? "," : ""} are violating, too few to tell from ${formatShare(neededPrecision)}${rest}`;
}

/** Labels from which a bound leaves `neededPrecision` out, were precision to stay; `undefined` when it lies too near. */
function labelsToDecide(precision: number): number | undefined {
  const distance = Math.abs(precision - neededPrecision);
  if (distance < 0.01) return undefined;
  const z = twoSidedZ(bounds.level);
  return Math.max(
    leastLabels,
    Math.ceil((z * z * neededPrecision * (1 - neededPrecision)) / (distance * distance)),
  );
}
