import { benjaminiHochberg } from "../stats/benjaminiHochberg.js";
import { clusterMean } from "../stats/clusterMean.js";
import type { ClusterMean } from "../stats/clusterMean.js";
import { exposureRate, higherRate } from "../stats/exposureRate.js";
import type { ExposureRate, ExposureSums } from "../stats/exposureRate.js";
import { feedbackKinds } from "./feedbackKinds.js";
import type { FeedbackKind } from "./feedbackKinds.js";
import { withoutSmall } from "./groupSums.js";
import type { GroupSums, Shown } from "./groupSums.js";

/** What people said of the ads of a group, over how often these were seen or bought from. */
export type FeedbackGroup = {
  readonly dimension: string;
  readonly value: string | null;
  readonly advertisers: number;
  readonly rates: Readonly<Record<FeedbackKind, ExposureRate>>;
  /** Mean rating of surveys. */
  readonly rating: ClusterMean;
};

/** A group in which one kind of feedback has become more frequent. */
export type EarlyWarning = {
  readonly dimension: string;
  readonly value: string | null;
  readonly kind: FeedbackKind;
  readonly recent: ExposureRate;
  readonly before: ExposureRate;
  /** One-sided, adjusted for all that were tested. */
  readonly adjustedP: number;
};

export type AdHealth = Shown<FeedbackGroup> & {
  readonly warnings: readonly EarlyWarning[];
  /** Groups × kinds that were tested. */
  readonly tested: number;
};

/** Share of false alarms among the warnings. */
const falseDiscoveryRate = 0.05;
/** Fewer expected events than these in the recent days are not tested. */
const leastExpected = 5;

const kindNames = Object.keys(feedbackKinds).filter(isKind);

function isKind(name: string): name is FeedbackKind {
  return Object.hasOwn(feedbackKinds, name);
}

/**
 * Rates of feedback of every group that may be shown, and the groups in which it has risen; empty without groups.
 * A rise is tested where the rate before lets expect five events or more, one-sided, by dispersion between advertisers,
 * and told at a false discovery rate of 5 % over all groups and kinds (Benjamini and Hochberg), largest surprise first.
 * @param all groups over all days, `sums` by kind and `rating` (Σ rating over surveys)
 * @param recent groups of the last days
 * @param before groups of the days before these
 */
export function adHealth({
  all,
  recent,
  before,
}: Readonly<Record<"all" | "recent" | "before", readonly GroupSums[]>>): AdHealth {
  const { groups, hidden } = withoutSmall(all);
  const shown = new Set(groups.map(nameOf));
  const earlier = new Map(before.map((group) => [nameOf(group), group]));
  const tests = recent
    .filter((group) => shown.has(nameOf(group)) && group.dimension !== "day")
    .flatMap((group) => testsOf(earlier.get(nameOf(group)), group));
  const adjusted = benjaminiHochberg(tests.map(({ pValue }) => pValue));
  const warnings = tests.flatMap(({ warning }, at) => {
    const adjustedP = adjusted[at] ?? 1;
    return adjustedP <= falseDiscoveryRate ? [{ ...warning, adjustedP }] : [];
  });
  return {
    groups: groups.map(toFeedback),
    hidden,
    warnings: warnings.toSorted((a, b) => a.adjustedP - b.adjustedP),
    tested: tests.length,
  };
}

function nameOf({ dimension, value }: Pick<GroupSums, "dimension" | "value">): string {
  return JSON.stringify([dimension, value]);
}

function toFeedback({ dimension, value, clusters, sums }: GroupSums): FeedbackGroup {
  const rate = (kind: FeedbackKind): ExposureRate => exposureRate(sums[kind] ?? none);
  const rates = {
    negative: rate("negative"),
    hide: rate("hide"),
    report: rate("report"),
    complaint: rate("complaint"),
    refund: rate("refund"),
    chargeback: rate("chargeback"),
  };
  return { dimension, value, advertisers: clusters, rates, rating: clusterMean(sums["rating"] ?? none) };
}

const none: ExposureSums = { clusters: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 };

type Test = { readonly pValue: number; readonly warning: Omit<EarlyWarning, "adjustedP"> };

/** `negative` is hides and reports again, so it is not tested beside them. */
function testsOf(before: GroupSums | undefined, recent: GroupSums): Test[] {
  if (before === undefined) return [];
  const { dimension, value } = recent;
  return kindNames
    .filter((kind) => kind !== "negative")
    .flatMap((kind) => {
      const [from, to] = [before.sums[kind] ?? none, recent.sums[kind] ?? none];
      const pValue = higherRate(from, to);
      if (pValue === undefined || (from.a / from.b) * to.b < leastExpected) return [];
      const rates = { recent: exposureRate(to), before: exposureRate(from) };
      return [{ pValue, warning: { dimension, value, kind, ...rates } }];
    });
}
