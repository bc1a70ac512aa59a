import * as v from "valibot";
import { stages } from "./stages.js";

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "expected some text, got none"));
const measures = v.pipe(v.array(text), v.minLength(1, "expected at least one measure, got none"));
const whole = "expected a whole number from 1";
const share = v.pipe(
  v.number(),
  v.minValue(0, "expected a share from 0 to 1"),
  v.maxValue(1, "expected a share from 0 to 1"),
);
const fromZero = v.pipe(v.number(), v.minValue(0, "expected a number from 0"));
const coefficient = v.pipe(
  v.number(),
  v.minValue(-1, "expected a coefficient from -1 to 1"),
  v.maxValue(1, "expected a coefficient from -1 to 1"),
);

/** What every kind of metric says of itself; the defaults stand here and nowhere else. */
const common = {
  /** Long name, e.g. "False positive rate". */
  label: text,
  /** Acronym or short name for tiles and columns. */
  short: text,
  /** Stages that it can score. */
  stages: v.optional(v.union([v.literal("any"), v.pipe(v.array(v.picklist(stages)), v.minLength(1))]), "any"),
  /** The direction that is better. */
  good: v.picklist(["up", "down"]),
  /** Below this effective n (of a count: this many units) a value is drawn hollow and never alerts. */
  minN: v.optional(v.pipe(v.number(), v.integer(whole), v.minValue(1, whole)), 30),
  /** Whether its days are watched for alerts and moves. */
  watched: v.optional(v.boolean(), true),
  /** How long labels keep coming in, e.g. "14d" or "36h". */
  maturesAfter: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+[dh]$/, 'expected e.g. "14d" or "36h"'))),
  /** One or two sentences that name the denominator. */
  definition: text,
  notToBeConfusedWith: v.exactOptional(text),
};

const none: readonly string[] = [];

/** A ratio of sums. */
const ratio = v.strictObject({
  ...common,
  kind: v.optional(v.literal("ratio"), "ratio"),
  /** Measures whose sum is the numerator; every unit of it is also one of the denominator. */
  numerator: measures,
  denominator: measures,
  /** What a unit of the numerator is, in the plural. */
  numeratorLabel: text,
  denominatorLabel: text,
  unit: v.optional(v.literal("share"), "share"),
  interval: v.optional(v.literal("wilson"), "wilson"),
  target: v.exactOptional(share),
});

/** A sum of measures over a period. */
const count = v.pipe(
  v.strictObject({
    ...common,
    kind: v.literal("count"),
    numerator: measures,
    numeratorLabel: text,
    unit: v.optional(v.literal("count"), "count"),
    interval: v.optional(v.literal("sampling"), "sampling"),
    target: v.exactOptional(fromZero),
  }),
  v.transform((metric) => ({ ...metric, denominator: none, denominatorLabel: metric.numeratorLabel })),
);

/** Agreement beyond chance of the judgments of one item. */
const agreement = v.pipe(
  v.strictObject({
    ...common,
    kind: v.literal("agreement"),
    /** Gwet's AC1 or Krippendorff's α. */
    coefficient: v.optional(v.picklist(["ac1", "alpha"]), "ac1"),
    unit: v.optional(v.literal("coefficient"), "coefficient"),
    interval: v.optional(v.literal("linearised"), "linearised"),
    target: v.exactOptional(coefficient),
  }),
  v.transform((metric) => ({
    ...metric,
    numerator: none,
    denominator: none,
    numeratorLabel: "agreement beyond chance",
    denominatorLabel: "items judged twice or more",
  })),
);

/** A quantile of a length of time, from a histogram. */
const quantile = v.pipe(
  v.strictObject({
    ...common,
    kind: v.literal("quantile"),
    measure: v.picklist(["label_lag"]),
    /** Which quantile, as a share: 0.95 for p95. */
    at: share,
    unit: v.optional(v.literal("hours"), "hours"),
    interval: v.optional(v.literal("order"), "order"),
    /** In hours. */
    target: v.exactOptional(fromZero),
  }),
  v.transform((metric) => ({
    ...metric,
    numerator: none,
    denominator: none,
    numeratorLabel: "hours from decision to label",
    denominatorLabel: "labels",
  })),
);

/** One metric as written under its id in `metrics/*.yaml`; without a kind it is a ratio. */
export const metricSchema = v.variant("kind", [ratio, count, agreement, quantile]);

type Written = v.InferOutput<typeof metricSchema>;

/**
 * A metric with every default filled in. Kinds that are no ratio have no denominator, and agreement and quantiles no
 * numerator; `denominatorLabel` names the units that n counts, whatever the kind.
 */
export type Metric = Written & { readonly id: string };

export type MetricKind = Written["kind"];
export type CountMetric = Extract<Metric, { kind: "count" }>;
export type AgreementMetric = Extract<Metric, { kind: "agreement" }>;
export type QuantileMetric = Extract<Metric, { kind: "quantile" }>;
