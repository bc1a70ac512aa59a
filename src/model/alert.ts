import type { Interval } from "./rate.js";

/** A rate of which there is data: what an alert compares. */
export type AlertRate = {
  readonly count: number;
  readonly total: number;
  readonly effectiveN: number;
  readonly value: number;
  /** 95 % Wilson score on the effective n. */
  readonly interval: Interval;
};

/** Charts on which a day can be out: outside the limits of p′, drifting (EWMA), unlike the same weekday. */
export const alarmKinds = ["limit", "drift", "weekday"] as const;

export type AlarmKind = (typeof alarmKinds)[number];

/** A series over days whose last days differ from the ones before. */
export type TrendAlert = {
  readonly metric: string;
  readonly stage: string;
  /** Dimension → value; empty for everything. */
  readonly slice: Readonly<Record<string, string | null>>;
  /** First and last day (ISO) of the days that are held against the ones before, 1 to 3 days with data. */
  readonly from: string;
  readonly at: string;
  /** Day on which the series changed by its likelihood; `from` where no such day is found. */
  readonly since: string;
  readonly direction: "up" | "down";
  /** Whether the metric calls this direction better. */
  readonly better: boolean;
  /** The days in question, pooled. */
  readonly now: AlertRate;
  /** The days before, pooled; as many days as `earlierDays`. */
  readonly before: AlertRate;
  readonly earlierDays: number;
  /** `now` less `before`, in shares. */
  readonly difference: number;
  /** Newcombe's interval of the difference, not corrected for the number of series. */
  readonly differenceInterval: Interval;
  /** Limits of the p′-chart for as many units as `now` has. */
  readonly low: number;
  readonly high: number;
  /** Corrected for all series of the site. */
  readonly adjustedP: number;
  readonly state: "confirmed" | "unconfirmed";
  readonly p0: boolean;
  /** Charts on which the last day is out, too. */
  readonly charts: readonly AlarmKind[];
  readonly sentence: string;
};

/** The alerts of a site and what was looked at to find them. */
export type TrendAlerts = {
  /** Series over days that there are, and those with enough data to be tested. */
  readonly series: number;
  readonly tested: number;
  /** Last day (ISO) that was tested; `null` without days. */
  readonly lastDay: string | null;
  /** False discovery rate over all tested series. */
  readonly q: number;
  /** Confirmed first, then by the effect that is certain. */
  readonly alerts: readonly TrendAlert[];
};
