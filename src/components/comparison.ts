import { findMetric } from "../metrics/findMetric.js";
import type { Metric } from "../model/metric.js";
import { decompose } from "../rca/decompose.js";
import type { Decomposition } from "../rca/decompose.js";
import { findGroup } from "./groups.js";
import type { Group } from "./groups.js";
import type { ViewContext } from "./view.js";

/** The comparison that the reader of a Root cause page chose. */
export type Comparison = {
  readonly metric: Metric;
  readonly by: string;
  readonly from: Group;
  readonly to: Group;
  readonly result: Decomposition;
};

/** The reader's comparison, or the sentence that says why there is none. */
export function chosenComparison({ state, data }: ViewContext): Comparison | string {
  const metric = findMetric(data.report.metrics, state["metric"] ?? "");
  const by = state["by"] ?? "";
  const from = findGroup(state["a"] ?? "", data, state["b"]);
  const to = findGroup(state["b"] ?? "", data, state["a"]);
  if (from === undefined || to === undefined)
    return "Choose two groups that this data has, and beside everyone else one of people.";
  if (from.stage !== to.stage) {
    return "Choose two groups of the same stage: people and packages decide on different grounds, so one metric of both is two metrics.";
  }
  const result = decompose({ from: from.cube, to: to.cube }, metric, by);
  if (result === undefined) return `No data for ${metric.label} in one of the two groups.`;
  return { metric, by, from, to, result };
}
