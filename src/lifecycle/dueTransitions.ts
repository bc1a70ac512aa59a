import type { Lifecycle, PromotionStep } from "../model/lifecycle.js";
import { wilson } from "../stats/wilson.js";

/** What a term is: not yet looked for, in use (log only, to people, rejecting), taken back, or out of use. */
export type TermState = "candidate" | "watch" | "flag" | "reject" | "demoted" | "retired";

/** What is known of a term on the day that is asked about. */
export type TermEvidence = {
  readonly termId: string;
  /** Never `retired`: what is out of use is not asked about. */
  readonly state: TermState;
  /** Days that it has been so; `undefined` where releases have no time. */
  readonly ageDays: number | undefined;
  /** Labelled items that it hits, and those of them that violate. */
  readonly labelled: number;
  readonly tp: number;
  /** Weighted share of them that violate; `undefined` without any. */
  readonly precision: number | undefined;
  /** Size of the simple random sample that says as much as the labelled items. */
  readonly effectiveN: number;
  /** Days of traffic since its last hit, or since its release; `undefined` where the traffic cannot tell. */
  readonly daysWithoutHit: number | undefined;
  /** Days until its validity ends, ≤ 0 when it has; `undefined` without an end. */
  readonly daysLeft: number | undefined;
  /** Whether its whole validity, which begins before it ends, is so short that it counts as the answer to an outbreak. */
  readonly isFastTrack: boolean;
};

/** A term that should become something else, or of which that cannot be told yet. */
export type Transition = {
  readonly termId: string;
  readonly from: TermState;
  /** `null` when it cannot be told yet. */
  readonly to: TermState | null;
  readonly reason: string;
  readonly precision: Precision;
  readonly labelled: number;
  readonly ageDays: number | null;
};

/** In items; `low` is the lower end of the 95 % Wilson interval of the weighted share on the effective n, or `null`. */
type Precision = { readonly numerator: number; readonly denominator: number; readonly low: number | null };

/**
 * The terms that are due for another state, and those with too few labels to tell; what is as it should be is left out.
 * In this order: what is no longer valid or hits nothing is retired; an active term whose lower bound of precision has
 * fallen too low is demoted; one that was demoted long ago and did not recover is retired; a term that shows enough is
 * promoted by one step. On the fast track labels are not asked for. Order as given.
 */
export function dueTransitions(evidence: readonly TermEvidence[], rules: Lifecycle): Transition[] {
  return evidence.flatMap((term) => {
    const precision = precisionOf(term);
    const found = retirement(term, rules) ?? fromState(term, rules, precision.low ?? 0);
    if (found === undefined) return [];
    const { termId, state: from, labelled, ageDays = null } = term;
    return [{ termId, from, ...found, precision, labelled, ageDays }];
  });
}

function precisionOf({ tp, labelled, precision: share = 0, effectiveN }: TermEvidence): Precision {
  const [low] = wilson(share * effectiveN, effectiveN) ?? [null];
  return { numerator: tp, denominator: labelled, low };
}

type Due = Pick<Transition, "to" | "reason">;

function retirement(
  { state, ageDays = 0, daysWithoutHit, daysLeft, isFastTrack }: TermEvidence,
  { retireAfterDays }: Lifecycle,
): Due | undefined {
  if (daysLeft !== undefined && daysLeft <= 0) {
    const what = isFastTrack ? "its fast track ended" : "expired";
    return { to: "retired", reason: `${what} ${days(-daysLeft)} ago` };
  }
  if (daysWithoutHit !== undefined && daysWithoutHit >= retireAfterDays)
    return { to: "retired", reason: `no hit in ${days(daysWithoutHit)} of traffic` };
  if (state === "demoted" && ageDays >= retireAfterDays)
    return { to: "retired", reason: `demoted ${days(ageDays)} ago and not promoted since` };
  return undefined;
}

/** The step that leads on from a state, and the bound that an active state must keep. */
function fromState(term: TermEvidence, rules: Lifecycle, low: number): Due | undefined {
  switch (term.state) {
    case "candidate":
      return promotion(term, { to: "watch", step: rules.watch, low });
    case "watch":
    case "demoted":
      return promotion(term, { to: "flag", step: rules.flag, low });
    case "flag":
      return (
        demotion(term, { keep: rules.keep.flag, step: rules.flag, low }) ??
        promotion(term, { to: "reject", step: rules.reject, low })
      );
    case "reject":
      return (
        demotion(term, { keep: rules.keep.reject, step: rules.reject, low }) ?? doubt(term, rules.reject)
      );
    case "retired":
    default:
      return undefined;
  }
}

function demotion(
  { labelled }: TermEvidence,
  { keep, step, low }: { keep: number; step: PromotionStep; low: number },
): Due | undefined {
  if (labelled < step.minLabelled || low >= keep) return undefined;
  return { to: "demoted", reason: `precision is at least ${percent(low)}, below ${percent(keep)}` };
}

function promotion(
  term: TermEvidence,
  { to, step, low }: { to: TermState; step: PromotionStep; low: number },
): Due | undefined {
  const missing = doubt(term, step);
  if (missing !== undefined) return missing;
  if (low < step.minPrecision) return undefined;
  if (term.ageDays === undefined && step.minAgeDays > 0)
    return { to: null, reason: "cannot tell yet: its age is not known, as releases have no time" };
  if ((term.ageDays ?? 0) < step.minAgeDays) return undefined;
  return { to, reason: `precision is at least ${percent(low)}, above ${percent(step.minPrecision)}` };
}

/** Too few labels to tell; a term on the fast track is not asked for them. */
function doubt({ labelled, isFastTrack }: TermEvidence, { minLabelled }: PromotionStep): Due | undefined {
  if (labelled >= minLabelled) return undefined;
  return isFastTrack
    ? undefined
    : { to: null, reason: `cannot tell yet: ${labelled} of ${minLabelled} labels` };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function days(count: number): string {
  const whole = Math.floor(count);
  return whole === 1 ? "1 day" : `${whole} days`;
}
