import type { Metric } from "../model/metric.js";
import type { Stage } from "../model/stages.js";

/** The cubes of a log that need no label, and their measures. */
export const logViews = {
  auto: ["approve", "reject", "undecided"],
  humanPace: ["slow", "quick"],
  humanSelected: ["approve", "reject_same", "reject_other"],
  audited: ["qa_confirmed", "qa_overturned"],
  final: ["approve", "reject"],
} as const;

export type LogView = keyof typeof logViews;

/** A ratio of decisions that needs no label, of a view of the log. */
export type LogMetric = Pick<
  Metric,
  "id" | "label" | "numerator" | "denominator" | "numeratorLabel" | "denominatorLabel"
> & {
  readonly view: LogView;
  readonly stage: Stage;
  /** In which causes are looked for; all of the view when left out. */
  readonly dimensions?: readonly string[];
};

/** What a log says of itself, where people look first when a labelled metric moves. */
export const logMetrics: readonly LogMetric[] = [
  {
    id: "auto_rejections",
    view: "auto",
    stage: "auto",
    label: "Rejections of the automatic stage",
    numerator: ["reject"],
    denominator: logViews.auto,
    numeratorLabel: "rejections",
    denominatorLabel: "automatic decisions",
  },
  {
    id: "auto_coverage",
    view: "auto",
    stage: "auto",
    label: "Automatic coverage",
    numerator: ["approve", "reject"],
    denominator: logViews.auto,
    numeratorLabel: "decisions not left to people",
    denominatorLabel: "automatic decisions",
  },
  {
    id: "final_rejections",
    view: "final",
    stage: "auto",
    label: "Items rejected in the end",
    numerator: ["reject"],
    denominator: logViews.final,
    numeratorLabel: "rejected items",
    denominatorLabel: "decided items",
  },
  {
    id: "slow_decisions",
    view: "humanPace",
    stage: "human",
    label: "Decisions of people that took more than a minute",
    numerator: ["slow"],
    denominator: logViews.humanPace,
    numeratorLabel: "slow decisions",
    denominatorLabel: "timed decisions",
  },
  {
    id: "other_policy",
    view: "humanSelected",
    stage: "human",
    label: "Rejections of people under another policy than the item was sent for",
    numerator: ["reject_other"],
    denominator: ["reject_same", "reject_other"],
    numeratorLabel: "rejections under another policy",
    denominatorLabel: "rejections",
  },
  {
    id: "qa_overturned",
    view: "audited",
    stage: "human",
    label: "Decisions that QA overturns, each audit counted once",
    numerator: ["qa_overturned"],
    denominator: logViews.audited,
    numeratorLabel: "overturned decisions",
    denominatorLabel: "audited decisions",
    dimensions: ["auditor"],
  },
];
