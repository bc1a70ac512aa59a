import type { TermEvidence } from "../../src/lifecycle/dueTransitions.js";
import type { StatedTerm } from "../../src/lifecycle/termStates.js";
import { termStates } from "../../src/lifecycle/termStates.js";
import { dayMs } from "../../src/model/duration.js";
import { labelledPrecision } from "../../src/replay/labelledPrecision.js";
import type { ReplayedOn } from "../../src/replay/traffic.js";
import type { OpenedTraffic } from "./openTraffic.js";
import { isLookedFor } from "./removableTerms.js";

/** Days of the traffic, as UTC ms of their beginning; `undefined` unless every item has a time. */
type TrafficDays = {
  readonly first: number;
  readonly last: number;
  /** Term id → the last day on which the newest release has a hit of it. */
  readonly lastHit: ReadonlyMap<string, number>;
};

/**
 * What a workspace knows of each term of its newest release: its state and age by the releases, the precision of its
 * labelled hits under the sampling design, and when it last hit where items have a time.
 * @param opened with the newest release as its last package; without a release nothing is known
 */
export function termEvidence(opened: OpenedTraffic): TermEvidence[] {
  const { workspace, releases, terms, items } = opened;
  const { asOf, lifecycle } = workspace;
  const newest = opened.packages.at(-1);
  if (newest === undefined) return [];
  const stated = termStates(
    releases.map(({ released_at: releasedAt, snapshot_id: id }) => ({
      releasedAt,
      terms: terms.get(id) ?? [],
    })),
    { asOf, fastTrackDays: lifecycle.fastTrackDays },
  );
  const found = labelledPrecision(items, newest);
  const places = new Map(newest.terms.map(({ termId }, place) => [termId, place]));
  const traffic = trafficDays(items.createdAt, newest);
  return stated.map((term) => {
    const none = { labelled: 0, tp: 0, precision: undefined, effectiveN: 0 };
    const place = places.get(term.termId) ?? -1;
    const own = newest.terms[place];
    const isSought = own === undefined || isLookedFor(own, opened.hashedItems);
    return {
      ...term,
      ...(found[place] ?? none),
      daysWithoutHit: isSought ? daysWithoutHit(term, traffic) : undefined,
    };
  });
}

function trafficDays(
  createdAt: Float64Array | undefined,
  { hits, terms }: ReplayedOn,
): TrafficDays | undefined {
  if (createdAt === undefined) return undefined;
  let [first, last] = [Infinity, -Infinity];
  for (let item = 0; item < createdAt.length; item++) {
    first = Math.min(first, createdAt[item] ?? first);
    last = Math.max(last, createdAt[item] ?? last);
  }
  const latest = new Float64Array(terms.length).fill(-Infinity);
  for (let hit = 0; hit < hits.items.length; hit++) {
    const term = hits.terms[hit] ?? -1;
    latest[term] = Math.max(latest[term] ?? -Infinity, createdAt[hits.items[hit] ?? -1] ?? -Infinity);
  }
  const lastHit = new Map<string, number>();
  for (const [place, { termId }] of terms.entries()) {
    const at = latest[place] ?? -Infinity;
    if (at !== -Infinity) lastHit.set(termId, dayOf(at));
  }
  return { first: dayOf(first), last: dayOf(last), lastHit };
}

function dayOf(at: number): number {
  return Math.floor(at / dayMs) * dayMs;
}

/** Only traffic of the time since the term was released says that it hits nothing. */
function daysWithoutHit(
  { termId, releasedAt }: StatedTerm,
  traffic: TrafficDays | undefined,
): number | undefined {
  if (traffic === undefined || releasedAt === undefined) return undefined;
  const { first, last, lastHit } = traffic;
  const since = Math.max(first, releasedAt, lastHit.get(termId) ?? releasedAt);
  return last < since ? undefined : (last - since) / dayMs;
}
