import { stages } from "../model/stages.js";
import type { Stage } from "../model/stages.js";

/** What an item is, by the latest truth there is. */
export type Truth = "violating" | "good" | "unlabelled";

/** What became of an item: a cell of the confusion table, or no label to compare with. */
export type Outcome = "tp" | "fp" | "fn" | "tn" | "unlabelled";

/** The measures of a confusion table, in the order in which cubes hold them. */
export const confusionMeasures = ["tp", "fp", "fn", "tn"] as const;

/** Positive means rejected, true means that the truth agrees. */
export function outcomeOf(rejected: boolean, truth: Truth): Outcome {
  if (truth === "unlabelled") return "unlabelled";
  if (truth === "violating") return rejected ? "tp" : "fn";
  return rejected ? "fp" : "tn";
}

/** Stages whose decisions are scored by a later one. */
export const scoredStages = ["auto", "human", "qa", "ata"] as const satisfies readonly Stage[];

export type ScoredStage = (typeof scoredStages)[number];

/**
 * Stages that may serve as truth for a stage, best first; empty when nothing later can judge it.
 * A stage is scored only by a later one; disputes and appeals are never truth, because who complains is no sample.
 * A human decision is the last resort for the automatic stage and must be named as such.
 */
export function truthStages(scored: Stage): Stage[] {
  const later = stages.slice(stages.indexOf(scored) + 1);
  return later.filter((stage) => stage !== "dispute" && stage !== "appeal").toReversed();
}
