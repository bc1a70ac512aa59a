import type { TermEvidence } from "../../src/lifecycle/dueTransitions.js";
import type { StatedTerm } from "../../src/lifecycle/termStates.js";
import { termStates } from "../../src/lifecycle/termStates.js";
import { dayMs } from "../../src/model/duration.js";
import { parseTime } from "../../src/model/time.js";
import type { ReplayedPackage } from "../replay/openReplay.js";
import { openArtefacts } from "./openArtefacts.js";
import type { PreparedData } from "./prepareData.js";

/** Days of the traffic, as UTC ms of their beginning; `undefined` where items have no time. */
type TrafficDays = {
  readonly first: number;
  readonly last: number;
  /** Term id → the last day on which the newest release has a hit of it. */
  readonly lastHit: ReadonlyMap<string, number>;
};

/**
 * What a workspace knows of each term of its newest release: its state and age by the releases, its labelled hits by the
 * replay of the newest release, and when it last hit where items have a time. Each labelled item counts as one.
 */
export async function termEvidence(prepared: PreparedData): Promise<TermEvidence[]> {
  const { workspace, ingested, replayed } = prepared;
  const releases = ingested.snapshots.map(({ released_at: releasedAt, snapshot_id: id }) => ({
    releasedAt,
    terms: ingested.terms.get(id) ?? [],
  }));
  const { asOf, lifecycle } = workspace;
  const stated = termStates(releases, { asOf, fastTrackDays: lifecycle.fastTrackDays });
  const { terms } = await openArtefacts(prepared);
  const rows = new Map(terms.map((row) => [row.termId, row]));
  const traffic = await trafficDays(replayed);
  return stated.map((term) => {
    const { labelled = 0, tp = 0 } = rows.get(term.termId) ?? {};
    return { ...term, labelled, tp, effectiveN: labelled, daysWithoutHit: daysWithoutHit(term, traffic) };
  });
}

async function trafficDays(replayed: ReplayedPackage): Promise<TrafficDays | undefined> {
  const lastHit = new Map<string, number>();
  const days: number[] = [];
  for (const { partition } of replayed.partitions) {
    const day = dayOf(partition);
    if (day === undefined) continue;
    days.push(day);
    const { terms } = (await replayed.readHits(partition)).hitsOf(replayed.releases.length - 1);
    for (const index of new Set(Array.from(terms))) {
      const { termId = "" } = replayed.terms[index] ?? {};
      lastHit.set(termId, Math.max(day, lastHit.get(termId) ?? day));
    }
  }
  const [first, last] = [days.toSorted(ascending).at(0), days.toSorted(ascending).at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last, lastHit };
}

function ascending(a: number, b: number): number {
  return a - b;
}

function dayOf(partition: string): number | undefined {
  const [, day] = /^day=(\d{4}-\d{2}-\d{2})$/.exec(partition) ?? [];
  return day === undefined ? undefined : parseTime(`${day}T00:00:00Z`);
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
