import type { AgreementMetric } from "../model/metric.js";
import type { Measured } from "../model/rate.js";
import { twoSidedZ, wilson } from "../stats/wilson.js";
import type { Bounds } from "../stats/wilson.js";

/** Items that were judged equally often with equal results. */
export type JudgedCount = { readonly judgments: number; readonly rejections: number; readonly items: number };

/** A coefficient; `undefined` where it is not defined. */
type Coefficient =
  | {
      readonly value: number;
      readonly standardError: number;
      /** Share of the pairs of judgments that would differ by chance, by which those seen are divided. */
      readonly byChance: number;
    }
  | undefined;

/**
 * Agreement of judgments that reject or approve beyond chance, over all items judged twice or more; without such an
 * item, or where all judgments of them are the same and the coefficient is not defined, it has no value.
 * `count` is the items with judgments that all agree, `total` those judged twice or more. Rows of other slices are
 * added by putting them together. The interval takes items as drawn by chance (linearised, normal), cut to [−1, 1]; where
 * no two judgments differ their spread says nothing, and the upper end of Wilson's interval of the items that differ
 * stands in.
 * O(rows). Formulas: AC1: Gwet 2008, missing ratings and standard error: Gwet 2014 §5; α: Krippendorff 2011, its
 * interval by the delta method over items.
 */
export function agreementOf(
  rows: readonly JudgedCount[],
  { coefficient }: Pick<AgreementMetric, "coefficient">,
): Measured {
  const paired = rows.filter(({ judgments }) => judgments > 1);
  const total = sumOf(paired, () => 1);
  const count = sumOf(paired, ({ judgments, rejections }) => Number(rejections % judgments === 0));
  const found = total === 0 ? undefined : coefficient === "ac1" ? gwetAc1(rows) : krippendorffAlpha(paired);
  return {
    count,
    total,
    effectiveN: total,
    value: found?.value,
    interval: found && intervalOf(found, { count, total }),
  };
}

function intervalOf(
  { value, standardError, byChance }: NonNullable<Coefficient>,
  { count, total }: { count: number; total: number },
): Bounds | undefined {
  if (count === total) {
    const differing = wilson(0, total)?.[1] ?? 1;
    return [Math.max(-1, 1 - differing / byChance), 1];
  }
  const half = twoSidedZ(0.95) * standardError;
  return Number.isFinite(half) ? [Math.max(-1, value - half), Math.min(1, value + half)] : undefined;
}

/** Chance is reckoned by all judged items, also those judged once. */
function gwetAc1(rows: readonly JudgedCount[]): Coefficient {
  const units = sumOf(rows, () => 1);
  const pairs = sumOf(rows, ({ judgments }) => Number(judgments > 1));
  const rejecting = sumOf(rows, ({ judgments, rejections }) => rejections / judgments) / units;
  const chance = 2 * rejecting * (1 - rejecting);
  const value = (sumOf(rows, agreeingShare) / pairs - chance) / (1 - chance);
  const ownChance = ({ judgments, rejections }: JudgedCount): number =>
    (rejections / judgments) * (1 - rejecting) + (1 - rejections / judgments) * rejecting;
  const part = (row: JudgedCount): number => {
    const own = row.judgments > 1 ? (units / pairs) * (agreeingShare(row) - chance) : 0;
    return (own - 2 * (1 - value) * (ownChance(row) - chance)) / (1 - chance) - value;
  };
  const spread = sumOf(rows, (row) => part(row) ** 2);
  return { value, standardError: Math.sqrt(spread / (units * (units - 1))), byChance: 1 - chance };
}

/** Share of the pairs of judgments of an item that agree; 0 without a pair. */
function agreeingShare({ judgments: n, rejections: r }: JudgedCount): number {
  return n < 2 ? 0 : (r * (r - 1) + (n - r) * (n - r - 1)) / (n * (n - 1));
}

function krippendorffAlpha(rows: readonly JudgedCount[]): Coefficient {
  const units = sumOf(rows, () => 1);
  const rejections = sumOf(rows, (row) => row.rejections);
  const approvals = sumOf(rows, (row) => row.judgments - row.rejections);
  const expected = 2 * rejections * approvals;
  if (expected === 0) return undefined;
  const apart = ({ judgments: n, rejections: r }: JudgedCount): number => (2 * r * (n - r)) / (n - 1);
  const observed = sumOf(rows, apart);
  const all = rejections + approvals - 1;
  // Slopes of α in the three sums that it is made of.
  const slope = -all / expected;
  const slopeOf = (ofKind: number): number => (observed / expected) * (all / ofKind - 1);
  const [byRejection, byApproval] = [slopeOf(rejections), slopeOf(approvals)];
  const part = (row: JudgedCount): number =>
    slope * apart(row) + byRejection * row.rejections + byApproval * (row.judgments - row.rejections);
  const mean = sumOf(rows, part) / units;
  const spread = sumOf(rows, (row) => (part(row) - mean) ** 2);
  return {
    value: 1 + slope * observed,
    standardError: Math.sqrt((spread * units) / (units - 1)),
    byChance: expected / ((all + 1) * all),
  };
}

function sumOf(rows: readonly JudgedCount[], value: (row: JudgedCount) => number): number {
  return rows.reduce((sum, row) => sum + row.items * value(row), 0);
}
