import type { TrendAlert } from "../model/alert.js";
import type { CubeCell } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import { dayRates, groupDays } from "../trends/dayGroups.js";
import { judgeDays } from "../trends/judgeDays.js";
import type { JudgedDay } from "../trends/judgeDays.js";
import { provisionalFrom } from "../trends/provisional.js";
import { choiceWords, chosenCells, valueLabel } from "./selection.js";
import type { ViewContext } from "./view.js";

/** A slice over days, each held against the limits of the slice. */
export type DaySeries = {
  readonly slice: CubeCell["slice"];
  /** The slice as readers know it, `all` for everything. */
  readonly label: string;
  readonly days: readonly JudgedDay[];
  /** Labelled units of all days. */
  readonly total: number;
  /** The site's alert on just this series; none where the reader chose a part of the items. */
  readonly alert: TrendAlert | undefined;
};

/** What a chart over days is of; `by` holds one dimension or none. */
export type DayChoice = { readonly metric: Metric; readonly stage: string; readonly by: readonly string[] };

/** The series of a choice, those with an alert first, then by their number of units; empty without days. */
export function daySeries({ metric, stage, by }: DayChoice, { data, state }: ViewContext): DaySeries[] {
  const cube = data.scoredDaily.get(stage);
  if (cube === undefined) return [];
  const options = {
    minN: metric.minN,
    provisionalFrom: provisionalFrom(metric, data.report.workspace.asOf),
  };
  const whole = choiceWords(state, data.report) === undefined;
  const series = groupDays(chosenCells(cube, state), by).map((group): DaySeries => {
    const days = judgeDays(dayRates(cube, group, metric), options);
    const values = Object.entries(group.slice).map(([name, value]) => valueLabel(name, value, data.report));
    return {
      slice: group.slice,
      label: values.join(" · ") || "all",
      days,
      total: days.reduce((sum, { rate }) => sum + rate.total, 0),
      alert: whole
        ? data.alerts.alerts.find((alert) => isOf(alert, { metric, stage, slice: group.slice }))
        : undefined,
    };
  });
  return series
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => Number(b.alert !== undefined) - Number(a.alert !== undefined) || b.total - a.total);
}

function isOf(
  alert: TrendAlert,
  { metric, stage, slice }: { metric: Metric; stage: string; slice: CubeCell["slice"] },
): boolean {
  const names = Object.keys(slice);
  return (
    alert.metric === metric.id &&
    alert.stage === stage &&
    Object.keys(alert.slice).length === names.length &&
    names.every((name) => alert.slice[name] === slice[name])
  );
}
