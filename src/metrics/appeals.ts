import { effectiveN } from "../stats/effectiveN.js";
import type { Rate } from "../model/rate.js";
import { withoutSmall } from "./groupSums.js";
import type { GroupSums, Shown } from "./groupSums.js";
import { toRate } from "./rate.js";

/**
 * What advertisers did about the rejections of a group, and what came of it. Rates of decided appeals are those of nothing
 * where too few advertisers had one decided.
 */
export type AppealGroup = {
  readonly dimension: string;
  readonly value: string | null;
  /** Of the rejections, those that were appealed. */
  readonly appealed: Rate;
  /** Of the decided appeals, those that overturned the rejection. */
  readonly overturned: Rate;
  /** Of the rejections, those that were overturned. */
  readonly lost: Rate;
  /** Of the decided appeals, those overturned because the rejection was our own error. */
  readonly ourError: Rate;
};

/** The rejections of a stage on one day; appeals of the last days still come in. */
export type AppealDay = Pick<AppealGroup, "appealed" | "overturned"> & {
  readonly stage: string;
  /** ISO, on which the items were rejected. */
  readonly day: string;
};

export type Appeals = Shown<AppealGroup> & {
  /** Groups whose appeals may be shown and what came of them may not, by dimension. */
  readonly hiddenOutcomes: Shown<AppealGroup>["hidden"];
  /** By stage, then in order; days that may not be shown are missing. */
  readonly days: readonly AppealDay[];
  /** Overturned appeals by why, most frequent first, none where all together are too few to show; `null` where no reason was given. */
  readonly reasons: readonly { readonly reason: string | null; readonly rate: Rate }[];
};

/** Stage of a rejection → dimension of the groups that hold its days: those on which items were rejected. */
export const appealDays = { auto: "day of auto", human: "day of human" } as const;

/**
 * Appeals of every group that may be shown; empty without groups. Who appeals is no sample of the rejections, so that no
 * rate here says how often decisions are wrong. Clusters are advertisers.
 * @param groups `sums` of `appealed`, `overturned`, `lost` and `ourError`; of the dimension `reason`, `overturned` alone;
 * days in their order
 */
export function appealsOf(groups: readonly GroupSums[]): Appeals {
  const shown = withoutSmall(groups.filter((group) => !isReason(group) && !isOfNoDay(group)));
  const outcomes = withoutSmall(shown.groups.filter(hasOutcomes).map(byOutcomes));
  const may = new Set(outcomes.groups.map(({ group }) => group));
  const outcomeOf = (group: GroupSums, ratio: "overturned" | "ourError"): Rate =>
    rateOfSums(may.has(group) ? group.sums[ratio] : undefined);
  const total = shown.groups.find(({ dimension }) => dimension === "all");
  const overturned = total?.sums["overturned"]?.a ?? 0;
  return {
    days: shown.groups.filter(isDay).map((group) => ({
      stage: stageOfDay.get(group.dimension) ?? "",
      day: group.value ?? "",
      appealed: rateOfSums(group.sums["appealed"]),
      overturned: outcomeOf(group, "overturned"),
    })),
    groups: shown.groups
      .filter((group) => !isDay(group))
      .map((group) => ({
        dimension: group.dimension,
        value: group.value,
        appealed: rateOfSums(group.sums["appealed"]),
        overturned: outcomeOf(group, "overturned"),
        lost: rateOfSums(group.sums["lost"]),
        ourError: outcomeOf(group, "ourError"),
      })),
    hidden: shown.hidden,
    hiddenOutcomes: outcomes.hidden,
    reasons: groups
      .filter((group) => total !== undefined && isReason(group) && (group.sums["overturned"]?.a ?? 0) > 0)
      .map(({ value, sums }) => ({ reason: value, rate: toRate(sums["overturned"]?.a ?? 0, overturned) }))
      .toSorted((a, b) => b.rate.count - a.rate.count),
  };
}

function hasOutcomes({ sums }: GroupSums): boolean {
  return (sums["overturned"]?.clusters ?? 0) > 0;
}

/** A group by the advertisers that had an appeal decided. */
function byOutcomes(group: GroupSums) {
  return { group, dimension: group.dimension, clusters: group.sums["overturned"]?.clusters ?? 0 };
}

function rateOfSums(sums: GroupSums["sums"][string] | undefined): Rate {
  return sums === undefined ? toRate(0, 0) : toRate(sums.a, sums.b, Math.min(sums.b, effectiveN(sums)));
}

const stageOfDay: ReadonlyMap<string, string> = new Map(
  Object.entries(appealDays).map(([stage, dimension]) => [dimension, stage]),
);

function isDay({ dimension }: GroupSums): boolean {
  return stageOfDay.has(dimension);
}

/** Rejections of the other stage, or without a time. */
function isOfNoDay(group: GroupSums): boolean {
  return group.value === null && isDay(group);
}

function isReason({ dimension }: GroupSums): boolean {
  return dimension === "reason";
}
