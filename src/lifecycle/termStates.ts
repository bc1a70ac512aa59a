import { dayMs } from "../model/duration.js";
import type { TermEvidence, TermState } from "./dueTransitions.js";

/** What a release says of a term that decides its state. */
export type ReleasedTerm = {
  readonly termId: string;
  /** `watch` and `flag` say so, all else rejects; `allow` is an exception and has no state. */
  readonly action: string | null;
  /** UTC ms; `null` = no bound. */
  readonly validFrom: number | null;
  readonly validTo: number | null;
};

/** A release, in their order. */
export type Release = { readonly releasedAt: number | null; readonly terms: readonly ReleasedTerm[] };

/** What the releases alone tell of a term. */
export type StatedTerm = Pick<TermEvidence, "termId" | "state" | "ageDays" | "daysLeft" | "isFastTrack"> & {
  /** UTC ms of the first release that holds it, without a gap up to the newest; `undefined` without times. */
  readonly releasedAt: number | undefined;
};

type Seen = {
  state: "watch" | "flag" | "reject";
  didMore: boolean;
  since: number | null;
  first: number | null;
};

/**
 * The terms of the newest release with their states at a time, in its order; empty without a release. A term that
 * watches and once did more is demoted, one whose validity has not begun is a candidate. A term that was left out of a
 * release begins anew.
 */
export function termStates(
  releases: readonly Release[],
  { asOf, fastTrackDays }: { readonly asOf: number; readonly fastTrackDays: number },
): StatedTerm[] {
  let seen = new Map<string, Seen>();
  for (const { releasedAt, terms } of releases) {
    const earlier = seen;
    seen = new Map(
      terms
        .filter(({ action }) => action !== "allow")
        .map((term) => [term.termId, step(earlier.get(term.termId), term, releasedAt)]),
    );
  }
  const newest = releases.at(-1)?.terms ?? [];
  return newest.flatMap((term) => {
    const found = seen.get(term.termId);
    return found === undefined ? [] : [stated(term, found, { asOf, fastTrackDays })];
  });
}

const ranks = { watch: 0, flag: 1, reject: 2 } as const;

function step(before: Seen | undefined, { action }: ReleasedTerm, releasedAt: number | null): Seen {
  const state = action === "watch" || action === "flag" ? action : "reject";
  if (before === undefined) return { state, didMore: false, since: releasedAt, first: releasedAt };
  if (before.state === state) return before;
  return { state, didMore: ranks[state] < ranks[before.state], since: releasedAt, first: before.first };
}

function stated(
  { termId, validFrom, validTo }: ReleasedTerm,
  { state, didMore, since, first }: Seen,
  { asOf, fastTrackDays }: { asOf: number; fastTrackDays: number },
): StatedTerm {
  const begins = validFrom ?? first;
  const isCandidate = validFrom !== null && validFrom > asOf;
  const now: TermState = isCandidate ? "candidate" : didMore && state === "watch" ? "demoted" : state;
  return {
    termId,
    state: now,
    ageDays: since === null ? undefined : Math.max(0, asOf - since) / dayMs,
    daysLeft: validTo === null ? undefined : (validTo - asOf) / dayMs,
    isFastTrack: isShort(begins, validTo, fastTrackDays),
    releasedAt: first ?? undefined,
  };
}

/** A validity that ended before the first release, where a term says nothing of its beginning, is over, not short. */
function isShort(begins: number | null, ends: number | null, maxDays: number): boolean {
  return ends !== null && begins !== null && ends > begins && ends - begins <= maxDays * dayMs;
}
