import { formatPoints, formatPointsInterval, formatShare } from "../metrics/format.js";
import { dayMs } from "../model/duration.js";
import { truthNames } from "../replay/traffic.js";
import type { ItemFacts } from "../replay/traffic.js";
import { compareProportions } from "../stats/twoProportion.js";
import { twoSidedT } from "../stats/studentTail.js";
import type { Bounds } from "../stats/wilson.js";
import { liveRates } from "./liveRate.js";
import type { LiveLabel, LiveRate } from "./liveRate.js";

/** A release with what it and the one before would decide on the traffic: 1 rejected, 0 not. */
export type MonitoredRelease = {
  readonly label: string;
  /** UTC ms. */
  readonly releasedAt: number;
  readonly rejects: Uint8Array;
};

/** What a release did in its first live days against what was predicted of it. Shares are of decided items. */
export type ReleaseRecord = {
  readonly label: string;
  readonly before: string;
  readonly outcome: "as predicted" | "more than predicted" | "less than predicted" | "cannot tell";
  /** Days before and after the release that tell something. */
  readonly daysBefore: number;
  readonly daysLive: number;
  /** Share rejected: as it was, as the replay says that it changes, and as it became; `undefined` if it cannot be told. */
  readonly predicted: number | undefined;
  readonly observed: number | undefined;
  /** In which 95 of 100 such live periods, or single days (a canary), would lie if nothing else changes. */
  readonly interval: Bounds | undefined;
  readonly canaryInterval: Bounds | undefined;
  /** By the labelled items of its live days, decided as the log has it. */
  readonly fpr: LiveRate;
  readonly fdr: LiveRate;
  readonly sentence: string;
  /** "" where there is nothing to do. */
  readonly advice: string;
  /** Why it cannot be told, without a stop; "" where it can. */
  readonly reason: string;
};

/** Items by a decision that was logged: 1 rejected, 0 let through, −1 not decided. */
export type Logged = Pick<ItemFacts, "truths" | "weights" | "clusters"> & {
  readonly createdAt: Float64Array;
  readonly logged: Int8Array;
};

/** What a page shows of them. */
export type PublishedMonitor = {
  /** Of all that it depends on. */
  readonly key: string;
  /** `null` where the workspace does not ask for it. */
  readonly records: readonly ReleaseRecord[] | null;
  /** What the workspace would have to have, if it asks for it. */
  readonly lacking: readonly string[];
};

const [unlabelledTruth, goodTruth] = [truthNames.indexOf("unlabelled"), truthNames.indexOf("good")];
const [mostDays, leastDays, leastItems] = [28, 5, 20];

/**
 * Each release but the first, in their order, by time; of those with one time only the last was ever live and counts.
 * Predicted is the share rejected in the days before it (at most 28, of the release before) and what the replay says
 * changes on that same traffic, so that what a replay does not see (models, unhashed images) cancels out; where the log
 * and the replay of the release before differ so much that this is no share, it cannot be told. The interval is that of
 * a mean of days whose spread is that of the days before (t), cut to [0, 1].
 * Days run from the moment of the release; those with fewer than 20 decided items tell nothing. O(items · releases).
 */
export function monitorReleases(items: Logged, releases: readonly MonitoredRelease[]): ReleaseRecord[] {
  const live = releases.filter(({ releasedAt }, at) => releasedAt !== releases[at + 1]?.releasedAt);
  return live.flatMap((release, at) => {
    const [before, next] = [live[at - 1], live[at + 1]];
    if (before === undefined) return [];
    const periods = {
      before: daysOf(items, {
        release,
        before,
        from: before.releasedAt,
        to: release.releasedAt,
        origin: release.releasedAt,
      }),
      live: daysOf(items, {
        release,
        before,
        from: release.releasedAt,
        to: next?.releasedAt ?? Infinity,
        origin: release.releasedAt,
      }),
    };
    return [recordOf(release.label, before.label, periods)];
  });
}

type Day = {
  decided: number;
  rejected: number;
  rejectedNew: number;
  rejectedOld: number;
  readonly labels: LiveLabel[];
};

type Window = {
  readonly release: MonitoredRelease;
  readonly before: MonitoredRelease;
  readonly from: number;
  readonly to: number;
  /** Days are counted from here. */
  readonly origin: number;
};

function daysOf(
  { createdAt, logged, truths, weights, clusters }: Logged,
  { release, before, from, to, origin }: Window,
): Day[] {
  const days = new Map<number, Day>();
  for (let item = 0; item < createdAt.length; item++) {
    const at = createdAt[item] ?? 0;
    const day = Math.floor((at - origin) / dayMs);
    if (logged[item] === -1 || at < from || at >= to || day < -mostDays || day >= mostDays) continue;
    const sums = days.get(day) ?? { decided: 0, rejected: 0, rejectedNew: 0, rejectedOld: 0, labels: [] };
    days.set(day, sums);
    const isRejected = logged[item] ?? 0;
    sums.decided++;
    sums.rejected += isRejected;
    sums.rejectedNew += release.rejects[item] ?? 0;
    sums.rejectedOld += before.rejects[item] ?? 0;
    if (truths[item] === unlabelledTruth) continue;
    sums.labels.push({
      isGood: truths[item] === goodTruth,
      isRejected: isRejected === 1,
      weight: weights[item] ?? 1,
      cluster: clusters[item] ?? -1,
    });
  }
  return [...days.values()].filter(({ decided }) => decided >= leastItems);
}

function recordOf(
  label: string,
  before: string,
  periods: { readonly before: readonly Day[]; readonly live: readonly Day[] },
): ReleaseRecord {
  const [daysBefore, daysLive] = [periods.before.length, periods.live.length];
  const named = { label, before, daysBefore, daysLive, ...ratesOf(periods.live) };
  if (daysBefore < leastDays || daysLive === 0)
    return untold(
      named,
      `${daysWords(daysBefore)} before it and ${daysWords(daysLive)} of its own have enough logged decisions (at least ${leastDays} and 1 are needed)`,
    );
  const shares = periods.before.map(
    (day) => (day.rejected + day.rejectedNew - day.rejectedOld) / day.decided,
  );
  const predicted = meanOf(shares);
  const [low, high] = around(predicted, shares, daysLive);
  const logged = meanOf(periods.before.map((day) => day.rejected / day.decided));
  const replayed = meanOf(periods.before.map((day) => day.rejectedOld / day.decided));
  // A bound alone may leave [0, 1] by chance: only a log that lacks rejections of the package before makes it a fault.
  if (predicted < 0 || predicted > 1 || (low < 0 && logged < replayed))
    return untold(
      named,
      `in the days before it the log rejects ${formatShare(logged)} where the replay of ${before} rejects ${formatShare(replayed)}, so that what ${label} changes cannot be added to the log`,
    );
  const observed = meanOf(periods.live.map((day) => day.rejected / day.decided));
  const interval = withinShares([low, high]);
  const outcome =
    observed > interval[1]
      ? "more than predicted"
      : observed < interval[0]
        ? "less than predicted"
        : "as predicted";
  const sentence = `${label} was predicted to reject ${formatShare(predicted)} (${formatShare(interval[0])} to ${formatShare(interval[1])}) and rejects ${formatShare(observed)}: ${outcome}.`;
  const canaryInterval = withinShares(around(predicted, shares, 1));
  return {
    ...named,
    outcome,
    predicted,
    observed,
    interval,
    canaryInterval,
    sentence,
    advice: adviceOn(named, outcome, periods),
    reason: "",
  };
}

function untold(
  named: Pick<ReleaseRecord, "label" | "before" | "daysBefore" | "daysLive" | "fpr" | "fdr">,
  reason: string,
): ReleaseRecord {
  return {
    ...named,
    outcome: "cannot tell",
    predicted: undefined,
    observed: undefined,
    interval: undefined,
    canaryInterval: undefined,
    sentence: `${named.label} cannot be held against a prediction: ${reason}.`,
    advice: "",
    reason,
  };
}

function withinShares([low, high]: Bounds): Bounds {
  return [Math.max(0, low), Math.min(1, high)];
}

/** Of a mean of so many further days. */
function around(centre: number, days: readonly number[], further: number): Bounds {
  const mean = meanOf(days);
  const variance = days.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (days.length - 1);
  const half = twoSidedT(days.length - 1) * Math.sqrt(variance * (1 / further + 1 / days.length));
  return [centre - half, centre + half];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function adviceOn(
  { label, before }: Pick<ReleaseRecord, "label" | "before">,
  outcome: ReleaseRecord["outcome"],
  periods: { readonly before: readonly Day[]; readonly live: readonly Day[] },
): string {
  if (outcome === "as predicted" || outcome === "cannot tell") return "";
  if (outcome === "less than predicted")
    return `Find out what ${label} no longer sees: a source, a language or a field may be missing.`;
  const change = compareProportions(ratesOf(periods.before).fpr, ratesOf(periods.live).fpr);
  if (change?.distinguishable === true && change.difference > 0)
    return `Roll back to ${before}: FPR rose by ${formatPoints(change.difference)} (${formatPointsInterval(change.interval)}) in the days of ${label}.`;
  return `Label what ${label} rejects before it is used more widely; roll back to ${before} if the labels say that good items are rejected.`;
}

function ratesOf(days: readonly Day[]): ReturnType<typeof liveRates> {
  return liveRates(days.flatMap(({ labels }) => labels));
}

function daysWords(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
