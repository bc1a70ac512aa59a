import { alertSeries } from "../control/alertSeries.js";
import type { Alert, WatchedSeries } from "../control/alertSeries.js";
import type { SharePoint } from "../control/controlPoint.js";
import { changePoints } from "../control/changePoints.js";
import { hasSeason } from "../control/hasSeason.js";
import { laneyLimits } from "../control/shareChart.js";
import { toWeighted } from "../control/weighted.js";
import { foldCube } from "../metrics/foldCube.js";
import { hasMeasures, rateOf } from "../metrics/rates.js";
import type { AlertRate, TrendAlert, TrendAlerts } from "../model/alert.js";
import type { Cube, CubeCell } from "../model/cube.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";
import { newcombe } from "../stats/newcombe.js";
import { dayRates, groupDays } from "./dayGroups.js";
import type { SliceDays } from "./dayGroups.js";
import { judgeDays, toPoint } from "./judgeDays.js";
import { provisionalFrom } from "./provisional.js";

/** What is watched: daily cubes by stage, and what is made of them. */
export type Watch = {
  readonly cubes: ReadonlyMap<string, Cube>;
  readonly metrics: readonly Metric[];
  /** Each splits the series of a stage once. */
  readonly dimensions: readonly string[];
  /** Policies that cannot wait. */
  readonly p0: readonly string[];
  readonly asOf: number;
};

/** An alert before it is put into words. */
export type UnsaidAlert = Omit<TrendAlert, "sentence">;

/** False discovery rate over all series. */
const q = 0.04;
/** Longest window, in days with data. */
const periods = 3;

/**
 * What has changed in the last days: every watched metric of every stage, in all and by each dimension alone, held against
 * its own earlier days by `alertSeries`, corrected for all of them together; days that are worth fewer than `minN` units
 * together never alert. Metrics that say the same (recall is one minus FNR) are tested once. Provisional days are
 * left out, and so are series without data in their last three settled days.
 * A weekday's own level is taken out where there clearly is one. Cost: a few seconds for 100,000 cells.
 */
export function findAlerts(
  watch: Watch,
): Omit<TrendAlerts, "alerts"> & { readonly alerts: readonly UnsaidAlert[] } {
  const candidates = candidatesOf(watch);
  const series = candidates.filter(isTestable).map((candidate) => toSeries(candidate, watch.p0));
  const { alerts, tested } = alertSeries(series, { q, periods });
  const byId = new Map(series.map((one) => [one.id, one]));
  const found = alerts.flatMap((alert) => {
    const one = byId.get(alert.id);
    return one === undefined ? [] : describe(alert, one);
  });
  const lastDays = candidates.map(({ settled }) => settled.days.at(-1)?.day ?? "");
  const lastDay = lastDays.reduce((latest, day) => (day > latest ? day : latest), "");
  return {
    series: candidates.length,
    tested,
    lastDay: lastDay === "" ? null : lastDay,
    q,
    alerts: found.toSorted(surestFirst),
  };
}

/** A metric of a slice over its settled days. */
type Candidate = {
  readonly metric: Metric;
  readonly stage: string;
  readonly cube: Cube;
  /** Its days without the provisional ones. */
  readonly settled: SliceDays;
};

type Series = WatchedSeries & Candidate;

function candidatesOf({ cubes, metrics, dimensions, asOf }: Watch): Candidate[] {
  return [...cubes].flatMap(([stage, cube]) => {
    const own = withoutComplements(
      metrics.filter((metric) => metric.kind === "ratio" && metric.watched && hasMeasures(cube, metric)),
    );
    const whole = foldCube(cube, ["day"]);
    const groups = [
      ...groupDays(whole, []).map((group) => ({ ...group, cube: whole })),
      ...dimensions.flatMap((name) => splitBy(cube, name)),
    ];
    return groups.flatMap((group) =>
      own.map((metric): Candidate => {
        const until = provisionalFrom(metric, asOf);
        const days = group.days.filter(({ day }) => until === undefined || day < until);
        return { metric, stage, cube: group.cube, settled: { ...group, days } };
      }),
    );
  });
}

/** The slices of a dimension; none where its one value is everything, unless a policy's, which may be urgent. */
function splitBy(all: Cube, dimension: string): (SliceDays & { readonly cube: Cube })[] {
  const cube = foldCube(all, ["day", dimension]);
  const slices = groupDays(cube, [dimension]).map((group) => ({ ...group, cube }));
  return slices.length > 1 || dimension === "policy" ? slices : [];
}

/** Whether the last days with data are of late and worth `minN` together; most slices are not, and cost no more. */
function isTestable({ metric, cube, settled: { days } }: Candidate): boolean {
  const used = days.filter(({ cells }) => hasUnits(cube, cells, metric));
  const recent = used.slice(-periods);
  const isLate = (used.at(-1)?.day ?? "") >= (days.at(-periods)?.day ?? "");
  return isLate && pooled(cube, recent, metric).effectiveN >= metric.minN;
}

function hasUnits({ measures }: Cube, cells: readonly CubeCell[], { denominator }: Metric): boolean {
  return cells.some(({ sums }) => sums.some((sum, i) => sum > 0 && denominator.includes(measures[i] ?? "")));
}

function toSeries({ metric, stage, cube, settled }: Candidate, p0: readonly string[]): Series {
  const points = pointsOf(cube, settled, metric);
  const isP0 = p0.includes(settled.slice["policy"] ?? "");
  return {
    id: JSON.stringify([stage, metric.id, settled.slice]),
    points,
    minN: metric.minN,
    ...(isP0 ? { priority: "P0" } : {}),
    ...(hasSeason(points.slice(0, -periods).map(toWeighted), 7) ? { season: 7 } : {}),
    metric,
    stage,
    cube,
    settled,
  };
}

function pooled(cube: Cube, days: SliceDays["days"], metric: Metric): Rate {
  return rateOf(
    cube,
    days.flatMap(({ cells }) => cells),
    metric,
  );
}

/**
 * The days as points. A day on which nobody errs looks worth more than it is, since the weights of errors are not seen on
 * it: what all days are worth together is dealt out to them.
 */
function pointsOf(cube: Cube, settled: SliceDays, metric: Metric): SharePoint[] {
  const points = dayRates(cube, settled, metric).map(({ rate }) => toPoint(rate));
  const together = pooled(cube, settled.days, metric).effectiveN;
  const apart = points.reduce((sum, { effectiveN = 0 }) => sum + effectiveN, 0);
  const part = apart > together ? together / apart : 1;
  return points.map((point) => ({ ...point, effectiveN: (point.effectiveN ?? 0) * part }));
}

/** The metrics without those that are one minus an earlier one. */
function withoutComplements(metrics: readonly Metric[]): Metric[] {
  return metrics.filter(
    (metric, at) => !metrics.slice(0, at).some((earlier) => keyOf(earlier) === complementKey(metric)),
  );
}

function keyOf({ numerator, denominator }: Metric): string {
  return namesOf([numerator, denominator]);
}

function complementKey({ numerator, denominator }: Metric): string {
  const rest = denominator.filter((name) => !numerator.includes(name));
  return namesOf([rest, denominator]);
}

/** Lists of measures as one text, whatever their order. */
function namesOf(lists: readonly (readonly string[])[]): string {
  return JSON.stringify(lists.map((names) => names.toSorted()));
}

function describe(alert: Alert, series: Series): UnsaidAlert[] {
  const { metric, stage, cube, settled, priority } = series;
  const used = settled.days.filter((_, i) => (series.points[i]?.total ?? 0) > 0);
  const [recent, earlier] = [used.slice(-alert.periods), used.slice(0, -periods)];
  const [first, last] = [recent[0], recent.at(-1)];
  const [now, before] = [known(pooled(cube, recent, metric)), known(pooled(cube, earlier, metric))];
  if (first === undefined || last === undefined || now === undefined || before === undefined) return [];
  if (now.effectiveN < metric.minN) return [];
  const limits = laneyLimits(series.points.slice(0, -periods), now.effectiveN);
  const interval = newcombe(before, now);
  if (limits === undefined || interval === undefined) return [];
  const judged = judgeDays(dayRates(cube, settled, metric), {
    minN: metric.minN,
    provisionalFrom: undefined,
  });
  return [
    {
      metric: metric.id,
      stage,
      slice: settled.slice,
      from: first.day,
      at: last.day,
      since: changedOn(series, alert.direction) ?? first.day,
      direction: alert.direction,
      better: alert.direction === metric.good,
      now,
      before,
      earlierDays: earlier.length,
      difference: now.value - before.value,
      differenceInterval: interval,
      low: limits[0],
      high: limits[1],
      adjustedP: alert.adjustedP,
      state: alert.unconfirmed ? "unconfirmed" : "confirmed",
      p0: priority === "P0",
      charts: judged.find(({ day }) => day === last.day)?.alarms ?? [],
    },
  ];
}

/** First day of the last stretch with a share of its own, where it lies in the alert's direction. */
function changedOn({ points, settled }: Series, direction: "up" | "down"): string | undefined {
  const [before, last] = changePoints(points).slice(-2);
  if (before === undefined || last === undefined) return undefined;
  if (last.share > before.share !== (direction === "up")) return undefined;
  return settled.days[last.start]?.day;
}

function known({ count, total, effectiveN, value, interval }: Rate): AlertRate | undefined {
  if (value === undefined || interval === undefined) return undefined;
  return { count, total, effectiveN, value, interval };
}

/** Confirmed ones first, then worse before better, then by the least change that the interval allows. */
function surestFirst(a: UnsaidAlert, b: UnsaidAlert): number {
  return (
    Number(b.state === "confirmed") - Number(a.state === "confirmed") ||
    Number(a.better) - Number(b.better) ||
    certainChange(b) - certainChange(a) ||
    a.adjustedP - b.adjustedP
  );
}

function certainChange({ differenceInterval: [low, high] }: UnsaidAlert): number {
  return low > 0 ? low : high < 0 ? -high : 0;
}
