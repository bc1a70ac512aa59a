import type { Incident } from "./incidents.js";
import { strengthIn } from "./incidents.js";
import { dayMs, hourMs, world } from "./world.js";

/** When each queue will have worked off what waits in it: a stream through a pipe that takes so many tasks a day. */
export type QueueClocks = {
  /** When a task that arrives now is claimed, UTC ms. Tasks must arrive in order of time, but for a transfer. */
  readonly claim: (queueId: string, arrivedMs: number, overload: Incident | undefined) => number;
};

export function openQueues(adsADay: number): QueueClocks {
  const freeMs = new Map<string, number>();
  const { humanShare, utilisation } = world.review;
  const usualGapMs = (dayMs * utilisation * world.queues.length) / Math.max(1, adsADay * humanShare);
  return {
    claim(queueId, arrivedMs, overload) {
      const lost = Math.min(0.95, world.incidents.lostCapacity * strengthIn(overload, { queue: queueId }));
      const claimedMs = Math.max(arrivedMs, freeMs.get(queueId) ?? 0);
      freeMs.set(queueId, claimedMs + usualGapMs / (1 - lost));
      return claimedMs;
    },
  };
}

/** Whether people hurry: what waits is older than half of what was promised. */
export function isHurried(enqueuedMs: number, claimedMs: number): boolean {
  return claimedMs - enqueuedMs > (world.review.targetHours / 2) * hourMs;
}
