import { randomFrom } from "../stats/random.js";

/** Something that was done at a time: a release, a change of policy or of staff. */
export type TimedEvent = { readonly id: string; readonly atMs: number };

export type Coincidence<E extends TimedEvent> = {
  readonly event: E;
  /** From the event to the change, ≥ 0. */
  readonly lagMs: number;
  /** Probability that a change at a time of chance has an event as shortly before it, in (0, 1]. */
  readonly pValue: number;
};

type Span = {
  /** The change may have come this much earlier than `changedAtMs`: the length of a period, at least. */
  readonly toleranceMs: number;
  /** First and last time at which the change could have come. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly seed?: number;
  readonly runs?: number;
};

/**
 * The event most shortly before a change, with the chance that this is a coincidence; `undefined` when none is before
 * it. An event after the change cannot have caused it. The test moves the change to times drawn evenly from the span
 * and asks how often an event is as near: where events are many, nearness says little. The same seed gives the same
 * answer. O(runs × events).
 * @throws {TypeError} when the span is empty
 */
export function nearestEvent<E extends TimedEvent>(
  changedAtMs: number,
  events: readonly E[],
  { toleranceMs, fromMs, toMs, seed = 1, runs = 999 }: Span,
): Coincidence<E> | undefined {
  if (!(toMs > fromMs))
    throw new TypeError(`Expected a span that ends after it begins, got \`${fromMs}\` to \`${toMs}\``);
  const nearest = latestBefore(changedAtMs + toleranceMs, events);
  if (nearest === undefined) return undefined;
  const lagMs = Math.max(0, changedAtMs - nearest.atMs);
  const random = randomFrom(seed);
  let asNear = 0;
  for (let run = 0; run < runs; run++) {
    const drawnMs = fromMs + random.uniform() * (toMs - fromMs);
    const found = latestBefore(drawnMs + toleranceMs, events);
    if (found !== undefined && Math.max(0, drawnMs - found.atMs) <= lagMs) asNear++;
  }
  return { event: nearest, lagMs, pValue: (asNear + 1) / (runs + 1) };
}

function latestBefore<E extends TimedEvent>(timeMs: number, events: readonly E[]): E | undefined {
  let latest: E | undefined;
  for (const event of events) {
    if (event.atMs <= timeMs && (latest === undefined || event.atMs > latest.atMs)) latest = event;
  }
  return latest;
}
