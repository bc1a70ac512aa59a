import { effectiveN } from "../stats/effectiveN.js";
import type { Rate } from "../model/rate.js";
import { withoutSmall } from "./groupSums.js";
import type { GroupSums, Shown } from "./groupSums.js";
import { toRate } from "./rate.js";

/** What advertisers did about the rejections of a group, and what came of it. */
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

export type Appeals = Shown<AppealGroup> & {
  /** Overturned appeals by why, most frequent first, none where all together are too few to show; `null` where no reason was given. */
  readonly reasons: readonly { readonly reason: string | null; readonly rate: Rate }[];
};

/**
 * Appeals of every group that may be shown; empty without groups. Who appeals is no sample of the rejections, so that no
 * rate here says how often decisions are wrong. Clusters are advertisers.
 * @param groups `sums` of `appealed`, `overturned`, `lost` and `ourError`; of the dimension `reason`, `overturned` alone
 */
export function appealsOf(groups: readonly GroupSums[]): Appeals {
  const shown = withoutSmall(groups.filter((group) => !isReason(group)));
  const total = shown.groups.find(({ dimension }) => dimension === "all");
  const overturned = total?.sums["overturned"]?.a ?? 0;
  return {
    groups: shown.groups.map(({ dimension, value, sums }) => ({
      dimension,
      value,
      appealed: rateOfSums(sums["appealed"]),
      overturned: rateOfSums(sums["overturned"]),
      lost: rateOfSums(sums["lost"]),
      ourError: rateOfSums(sums["ourError"]),
    })),
    hidden: shown.hidden,
    reasons: groups
      .filter((group) => total !== undefined && isReason(group) && (group.sums["overturned"]?.a ?? 0) > 0)
      .map(({ value, sums }) => ({ reason: value, rate: toRate(sums["overturned"]?.a ?? 0, overturned) }))
      .toSorted((a, b) => b.rate.count - a.rate.count),
  };
}

function rateOfSums(sums: GroupSums["sums"][string] | undefined): Rate {
  return sums === undefined ? toRate(0, 0) : toRate(sums.a, sums.b, Math.min(sums.b, effectiveN(sums)));
}

function isReason({ dimension }: GroupSums): boolean {
  return dimension === "reason";
}
