import { hasMeasures, rateOf } from "../metrics/rates.js";
import type { Cube } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";
import { groupDays } from "../trends/dayGroups.js";
import { provisionalFrom } from "../trends/provisional.js";

/** Days in a row (ISO, first and last) and a metric over all of them. */
export type Period = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly rate: Rate;
};

/** Longest and shortest period that is compared with the one before it, in days. */
const longest = 28;
const shortest = 7;

/**
 * A metric over the last days of a daily cube and over as many days before them: four weeks each, or half of what there
 * is, but no less than a week; `undefined` with less, or where the cube does not have the metric. Days whose labels may
 * still come in are left out. Decisions on one item on two days count as two clusters.
 */
export function recentPeriods(
  cube: Cube,
  metric: Metric,
  { asOf }: { asOf: number },
): { readonly now: Period; readonly before: Period } | undefined {
  if (!hasMeasures(cube, metric)) return undefined;
  const until = provisionalFrom(metric, asOf);
  const days = groupDays(cube, []).flatMap((group) =>
    group.days.filter(({ day }) => until === undefined || day < until),
  );
  const length = Math.min(longest, Math.floor(days.length / 2));
  if (length < shortest) return undefined;
  const periodOf = (part: typeof days): Period => ({
    from: part[0]?.day ?? "",
    to: part.at(-1)?.day ?? "",
    days: part.length,
    rate: rateOf(
      cube,
      part.flatMap(({ cells }) => cells),
      metric,
    ),
  });
  return {
    now: periodOf(days.slice(-length)),
    before: periodOf(days.slice(-2 * length, -length)),
  };
}
