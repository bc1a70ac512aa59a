import type { SharePoint } from "../control/controlPoint.js";
import { ewmaShareChart } from "../control/ewmaChart.js";
import { seasonalShareChart } from "../control/seasonalShareChart.js";
import { laneyChart } from "../control/shareChart.js";
import { alarmKinds } from "../model/alert.js";
import type { AlarmKind } from "../model/alert.js";
import type { DayRate } from "./dayGroups.js";

/** A day held against what is normal for its series. */
export type JudgedDay = DayRate & {
  /** Labels may still be coming in: no limits, never an alarm. */
  readonly provisional: boolean;
  /** Limits of the p′-chart; `undefined` without data, without enough days, and while provisional. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Charts on which the day is out; none below `minN`. */
  readonly alarms: readonly AlarmKind[];
};

export type JudgeOptions = {
  /** Effective units below which a day never alarms. */
  readonly minN: number;
  readonly provisionalFrom: string | undefined;
};

/** Settled days with data below which nothing can be said of what is normal: a baseline of eight and a window of three. */
export const fewestDays = 11;

/** Days that hold each weekday four times. */
const fourWeeks = 28;

/**
 * Each day against the limits of its series: Laney's p′, EWMA, and, from four weeks on, the same weekday. The days must
 * follow each other without a gap. Limits rest on the settled days alone. O(days).
 */
export function judgeDays(days: readonly DayRate[], { minN, provisionalFrom }: JudgeOptions): JudgedDay[] {
  const isProvisional = (day: string): boolean => provisionalFrom !== undefined && day >= provisionalFrom;
  const points = days.map(({ day, rate }) => (isProvisional(day) ? nothing : toPoint(rate)));
  const known = points.filter(({ total }) => total > 0).length;
  const enough = known >= fewestDays;
  const charts = {
    limit: enough ? laneyChart(points, { minN }) : [],
    drift: enough ? ewmaShareChart(points, { minN }) : [],
    weekday:
      enough && known >= fourWeeks ? seasonalShareChart(points, weekdays(points.length), { minN }) : [],
  };
  return days.map((day, i) => ({
    ...day,
    provisional: isProvisional(day.day),
    low: charts.limit[i]?.low,
    high: charts.limit[i]?.high,
    alarms: alarmKinds.filter((kind) => charts[kind][i]?.alarm === true),
  }));
}

const nothing: SharePoint = { count: 0, total: 0 };

/** A rate as a point of a control chart. */
export function toPoint({ count, total, effectiveN }: DayRate["rate"]): SharePoint {
  return { count, total, effectiveN };
}

function weekdays(days: number): number[] {
  return Array.from({ length: days }, (_, i) => i % 7);
}
