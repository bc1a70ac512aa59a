import { fitBaseline } from "./baseline.js";
import type { Baseline } from "./baseline.js";
import { noPoint, toControlPoint } from "./controlPoint.js";
import type { ChartOptions, ControlPoint, SharePoint } from "./controlPoint.js";
import { fitShares, worth } from "./shareChart.js";

type EwmaOptions = ChartOptions & {
  /** Weight of the newest period, in (0, 1]; 1 is a chart of single values. */
  readonly lambda?: number;
};

/** A value in the units of its own standard deviation from the centre; `undefined` without data. */
type Standard = { readonly value: number; readonly sigma: number; readonly mayAlarm: boolean } | undefined;

/**
 * An EWMA chart of single values: it sees small shifts that last, sooner than charts of the last value alone.
 * The smoothed deviation is held against L·√(λ/(2 − λ)·(1 − (1 − λ)^2t)); the limits shown are those that this value
 * would have had to keep, given the ones before it, so that an alarm is a value outside its limits. After an alarm it
 * goes on until values have come back. Formula: Roberts 1959, limits: NIST/SEMATECH e-Handbook 6.3.2.4.
 */
export function ewmaChart(values: readonly number[], options: EwmaOptions = {}): ControlPoint[] {
  const baseline = fitBaseline(values.map((value) => ({ value, n: 1 })));
  if (baseline === undefined) return [];
  const standard = values.map((value) => ({ value, sigma: baseline.sigma, mayAlarm: values.length > 1 }));
  return smooth(standard, baseline, options);
}

/** The same of shares, each in the units of Laney's σᵢ·σz. Fewer than `minN` effective units never alarm. */
export function ewmaShareChart(points: readonly SharePoint[], options: EwmaOptions = {}): ControlPoint[] {
  const { minN = 30 } = options;
  const baseline = fitShares(points);
  if (baseline === undefined) return points.map(() => noPoint);
  const standard = points.map((point) => {
    const n = worth(point);
    if (!(n > 0 && point.total > 0)) return undefined;
    return { value: point.count / point.total, sigma: baseline.sigma / Math.sqrt(n), mayAlarm: n >= minN };
  });
  return smooth(standard, baseline, options).map(withinShares);
}

function smooth(
  points: readonly Standard[],
  { centre }: Baseline,
  { lambda = 0.2, sigmas = 3 }: EwmaOptions,
): ControlPoint[] {
  let smoothed = 0;
  let seen = 0;
  return points.map((point) => {
    if (point === undefined) return noPoint;
    seen++;
    const reach = sigmas * Math.sqrt((lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * seen)));
    const before = (1 - lambda) * smoothed;
    const limitAt = (end: number): number => centre + ((end - before) / lambda) * point.sigma;
    smoothed = before + (point.sigma > 0 ? (lambda * (point.value - centre)) / point.sigma : 0);
    return toControlPoint(point.value, [limitAt(-reach), limitAt(reach)], point.mayAlarm);
  });
}

/** Limits cut to [0, 1], but for one that a share could not keep. */
function withinShares(point: ControlPoint): ControlPoint {
  if (point.low === undefined || point.high === undefined) return point;
  const low = point.high > 0 ? Math.max(0, point.low) : point.low;
  return { ...point, low, high: low < 1 ? Math.min(1, point.high) : point.high };
}
