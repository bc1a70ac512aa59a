/** A queue with Poisson arrivals, one line and equal servers. */
export type Queue = {
  readonly arrivalsPerMinute: number;
  readonly handlingMinutes: number;
  /** Whole, at least 1. */
  readonly servers: number;
  /** The wait that is still good. */
  readonly targetSeconds: number;
};

export type QueueLoad = {
  /** Work that arrives, in Erlangs. */
  readonly offered: number;
  /** Share of the servers' time that is busy, below 1. */
  readonly occupancy: number;
  /** Share of arrivals that wait at all. */
  readonly waiting: number;
  /** Share of arrivals that wait at most the target. */
  readonly serviceLevel: number;
  /** Mean wait of all arrivals. */
  readonly waitSeconds: number;
};

/**
 * What a queue does in the long run; `undefined` when as much or more work arrives than the servers can do.
 * Handling times are exponential and nobody leaves the line. O(servers). Formula: Erlang 1917.
 */
export function erlangC({
  arrivalsPerMinute,
  handlingMinutes,
  servers,
  targetSeconds,
}: Queue): QueueLoad | undefined {
  const offered = arrivalsPerMinute * handlingMinutes;
  const waiting = waitingShare(offered, servers);
  if (waiting === undefined) return undefined;
  const handlingSeconds = handlingMinutes * 60;
  const spare = servers - offered;
  return {
    offered,
    occupancy: offered / servers,
    waiting,
    serviceLevel: 1 - waiting * Math.exp((-spare * targetSeconds) / handlingSeconds),
    waitSeconds: (waiting * handlingSeconds) / spare,
  };
}

/** Share of arrivals that wait; `undefined` when `offered` Erlangs are at least the servers. By way of Erlang's B. */
export function waitingShare(offered: number, servers: number): number | undefined {
  if (offered >= servers) return undefined;
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}
