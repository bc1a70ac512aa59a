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

/** One metric as written under its id in `metrics/*.yaml`; the defaults stand here and nowhere else. */
export const metricSchema = v.strictObject({
  /** Long name, e.g. "False positive rate". */
  label: text,
  /** Acronym or short name for tiles and columns. */
  short: text,
  kind: v.optional(v.picklist(["ratio"]), "ratio"),
  /** Stages that it can score. */
  stages: v.optional(v.union([v.literal("any"), v.pipe(v.array(v.picklist(stages)), v.minLength(1))]), "any"),
  /** Measures whose sum is the numerator; every unit of it is also one of the denominator. */
  numerator: measures,
  denominator: measures,
  /** What a unit of the numerator is, in the plural. */
  numeratorLabel: text,
  denominatorLabel: text,
  unit: v.optional(v.picklist(["share"]), "share"),
  /** The direction that is better. */
  good: v.picklist(["up", "down"]),
  interval: v.optional(v.picklist(["wilson"]), "wilson"),
  /** Below this effective n a value is drawn hollow and never alerts. */
  minN: v.optional(v.pipe(v.number(), v.integer(whole), v.minValue(1, whole)), 30),
  /** How long labels keep coming in, e.g. "14d" or "36h". */
  maturesAfter: v.exactOptional(v.pipe(v.string(), v.regex(/^\d+[dh]$/, 'expected e.g. "14d" or "36h"'))),
  target: v.exactOptional(share),
  /** One or two sentences that name the denominator. */
  definition: text,
  notToBeConfusedWith: v.exactOptional(text),
});

/** A metric with every default filled in. */
export type Metric = v.InferOutput<typeof metricSchema> & { readonly id: string };
