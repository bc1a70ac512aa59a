import { findMetric } from "../../metrics/findMetric.js";
import { hasMeasures } from "../../metrics/rates.js";
import type { PageData } from "../pageData.js";
import type { ViewContext } from "../view.js";
import { stageLabel } from "../stageWords.js";
import { windowChange } from "./windowChange.js";
import type { MoveChoice, WindowChange } from "./windowChange.js";

/** The names of the choices that pick a change. */
export const changeChoices = ["metric", "stage", "window", "baseline"];

/** The change that the reader chose, or the sentence that says why there is none. */
export function chosenChange({ state, data }: ViewContext): WindowChange | string {
  const { report } = data;
  return changeOf(data, {
    metric: findMetric(report.metrics, state["metric"] ?? ""),
    stage: state["stage"] ?? "",
    length: Number(state["window"]),
    baselines: Number(state["baseline"]),
    asOf: report.workspace.asOf,
  });
}

/** Blocks of one page ask for the same change. */
const known = new WeakMap<PageData, Map<string, WindowChange | string>>();

/** The change of a metric of a stage, or the sentence that says why there is none; made once. */
export function changeOf(data: PageData, choice: MoveChoice): WindowChange | string {
  const { metric, stage, length, baselines } = choice;
  const key = JSON.stringify([metric.id, stage, length, baselines]);
  const changes = known.get(data) ?? new Map<string, WindowChange | string>();
  known.set(data, changes);
  const change = changes.get(key) ?? makeChange(data, choice);
  changes.set(key, change);
  return change;
}

function makeChange(data: PageData, choice: MoveChoice): WindowChange | string {
  const { metric, stage } = choice;
  const cube = data.scoredDaily.get(stage);
  if (cube === undefined)
    return `No decision of ${stageLabel(stage)} carries a day and a label of a later stage here, so nothing can be said of a change in time.`;
  if (!hasMeasures(cube, metric)) return `${metric.label} is not counted by day.`;
  return windowChange(cube, choice);
}
