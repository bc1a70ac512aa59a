import * as v from "valibot";
import { dayMs, parseDurationMs } from "./duration.js";

const word = v.pipe(v.string(), v.nonEmpty("expected some text, got none"));
const share = v.pipe(
  v.number(),
  v.minValue(0, "expected a share from 0 to 1"),
  v.maxValue(1, "expected a share from 0 to 1"),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(1, "expected a whole number from 1"));
const duration = v.pipe(
  v.string(),
  v.check((text) => parseDurationMs(text) !== undefined, "expected a length of time such as 36h or 7d"),
);

const step = v.strictObject({
  /** The lower bound of precision must reach it. */
  minPrecision: v.optional(share),
  /** Below it nothing is said but how many labels are missing. */
  minLabelled: v.optional(count),
  /** How long a term must have been what it is. */
  minAge: v.optional(duration),
});

const history = v.strictObject({
  /** Source with one row for each term that was added to a list or taken off it, in the order of the history. */
  from: word,
  columns: v.strictObject({
    at: word,
    release: word,
    list: word,
    op: word,
    term: word,
    cause: v.optional(word),
    /** How many lines said it; one where it is left out. */
    copies: v.optional(word),
  }),
  /** List → what its terms do. */
  lists: v.record(word, v.picklist(["watch", "flag", "reject"])),
  /** Changes that throw lists back or apply them again: they are counted, but not as churn. */
  bulk: v.optional(v.strictObject({ causes: v.optional(v.array(word)), largerThan: v.optional(count) })),
});

/** Section `lifecycle` of a workspace: when terms are due for another state, and where their history stands. */
export const lifecycleSpec = v.strictObject({
  /** What a term must show to become what the key says. */
  watch: v.optional(step),
  flag: v.optional(step),
  reject: v.optional(step),
  /** An active term whose lower bound has fallen under this is due to be demoted. */
  keep: v.optional(v.strictObject({ flag: v.optional(share), reject: v.optional(share) })),
  /** A term that hit nothing for so long is due to be retired. */
  retireAfter: v.optional(duration),
  /** A term that ends within this time of its release need not show labels until then: for outbreaks. */
  fastTrack: v.optional(duration),
  history: v.optional(history),
});

export type LifecycleSpec = v.InferOutput<typeof lifecycleSpec>;

/** What a term must show to be promoted. */
export type PromotionStep = {
  readonly minPrecision: number;
  readonly minLabelled: number;
  readonly minAgeDays: number;
};

/** Where a history stands, with its defaults. */
export type HistorySource = {
  readonly from: string;
  readonly columns: Readonly<Record<"at" | "release" | "list" | "op" | "term", string>> & {
    readonly cause?: string | undefined;
    readonly copies?: string | undefined;
  };
  readonly lists: Readonly<Record<string, "watch" | "flag" | "reject">>;
  readonly bulkCauses: readonly string[];
  readonly bulkLargerThan: number;
};

/** When terms are due for another state, with every default. */
export type Lifecycle = {
  readonly watch: PromotionStep;
  readonly flag: PromotionStep;
  readonly reject: PromotionStep;
  readonly keep: { readonly flag: number; readonly reject: number };
  readonly retireAfterDays: number;
  readonly fastTrackDays: number;
  readonly history: HistorySource | undefined;
};

/** The rules of a workspace; a workspace without any has the defaults. */
export function toLifecycle(spec: LifecycleSpec = {}): Lifecycle {
  return {
    watch: toStep(spec.watch, { minPrecision: 0.3, minLabelled: 10, minAgeDays: 0 }),
    flag: toStep(spec.flag, { minPrecision: 0.5, minLabelled: 20, minAgeDays: 7 }),
    reject: toStep(spec.reject, { minPrecision: 0.9, minLabelled: 50, minAgeDays: 14 }),
    keep: { flag: spec.keep?.flag ?? 0.3, reject: spec.keep?.reject ?? 0.8 },
    retireAfterDays: daysOf(spec.retireAfter, 180),
    fastTrackDays: daysOf(spec.fastTrack, 14),
    history: spec.history === undefined ? undefined : toHistory(spec.history),
  };
}

function toStep(
  spec: NonNullable<LifecycleSpec["watch"]> | undefined,
  defaults: PromotionStep,
): PromotionStep {
  return {
    minPrecision: spec?.minPrecision ?? defaults.minPrecision,
    minLabelled: spec?.minLabelled ?? defaults.minLabelled,
    minAgeDays: daysOf(spec?.minAge, defaults.minAgeDays),
  };
}

function toHistory({ from, columns, lists, bulk }: NonNullable<LifecycleSpec["history"]>): HistorySource {
  const { causes = [], largerThan = 100 } = bulk ?? {};
  return { from, columns, lists, bulkCauses: causes, bulkLargerThan: largerThan };
}

function daysOf(text: string | undefined, days: number): number {
  return text === undefined ? days : (parseDurationMs(text) ?? 0) / dayMs;
}
