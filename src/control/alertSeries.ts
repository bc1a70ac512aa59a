import { studentCdf } from "../stats/beta.js";
import { twoStageAdjusted, twoStageDiscoveries } from "../stats/twoStageDiscoveries.js";
import { fitBaseline } from "./baseline.js";
import type { Baseline } from "./baseline.js";
import type { SharePoint } from "./controlPoint.js";
import { seasonMedians } from "./seasonalShareChart.js";
import { worth } from "./shareChart.js";

/** A series that is watched: its periods in order, the newest last. */
export type WatchedSeries = {
  readonly id: string;
  readonly points: readonly SharePoint[];
  /** Policies that cannot wait: what is out at its last period is told at once. */
  readonly priority?: "P0";
  /** In place of those of the options, for this series alone. */
  readonly minN?: number;
  readonly season?: number;
};

export type Alert = {
  readonly id: string;
  /** Periods of the pooled window, 1 to 3. */
  readonly periods: number;
  readonly direction: "up" | "down";
  /** Share of the window, and of the periods before the longest one. */
  readonly value: number;
  readonly expected: number;
  /** Two-sided, of the window alone: not corrected for the number of tests. */
  readonly pValue: number;
  /** Corrected for all windows of the page: at most q where confirmed. */
  readonly adjustedP: number;
  /** A P0 series that is out, but does not pass the test over the whole page. */
  readonly unconfirmed: boolean;
};

export type Alerts = {
  /** At most one a series, the surest first. */
  readonly alerts: readonly Alert[];
  /** Series that could be tested, to be told with the alerts. */
  readonly tested: number;
};

export type AlertOptions = {
  /** False discovery rate over the page. */
  readonly q?: number;
  /** One-sided p that the last period must pass in the window's direction. */
  readonly lastP?: number;
  /** Longest window. */
  readonly periods?: number;
  /** Effective units below which a window is not tested. */
  readonly minN?: number;
  /** Fewest periods before the longest window. */
  readonly minBaseline?: number;
  /** Periods after which seasons repeat (7 for days); left out: none. */
  readonly season?: number;
};

/**
 * The series of a page that have changed in their last periods.
 * For each series the last 1, 2 and 3 periods, pooled, are held against the ones before by Student's t in the units of
 * Laney's p′-chart (what days differ by beyond chance counts as noise). A window alerts when its p-value passes
 * Benjamini and Hochberg's procedure in two stages at `q` over all windows of all series, and its last
 * period departs in the same direction with a one-sided p below `lastP`. P0 series do not wait for the page: a window that passes `q` by itself is
 * told as unconfirmed. Windows with fewer than `minN` effective units and series with fewer than `minBaseline` earlier
 * periods are not tested. O(series × periods).
 */
export function alertSeries(series: readonly WatchedSeries[], options: AlertOptions = {}): Alerts {
  const { q = 0.04 } = options;
  const tested = series.map((one) => testWindows(one, options)).filter((windows) => windows.length > 0);
  const windows = tested.flat();
  const pValues = windows.map(({ pValue }) => pValue);
  const confirmed = twoStageDiscoveries(pValues, q);
  const adjusted = twoStageAdjusted(pValues, q);
  const found = windows.flatMap(({ lastAgrees, isP0, ...alert }, i): Alert[] => {
    const unconfirmed = confirmed[i] !== true;
    if (!lastAgrees || (unconfirmed && !(isP0 && alert.pValue <= q))) return [];
    return [{ ...alert, adjustedP: adjusted[i] ?? 1, unconfirmed }];
  });
  const surest = found.toSorted((a, b) => a.pValue - b.pValue || a.periods - b.periods);
  const seen = new Set<string>();
  const alerts = surest.filter(({ id }) => !seen.has(id) && seen.add(id));
  return { alerts, tested: tested.length };
}

type TestedWindow = Omit<Alert, "adjustedP" | "unconfirmed"> & {
  readonly lastAgrees: boolean;
  readonly isP0: boolean;
};

function testWindows({ id, points, priority, ...own }: WatchedSeries, options: AlertOptions): TestedWindow[] {
  const { lastP = 0.1, periods = 3, minN = 30, minBaseline = 8, season } = { ...options, ...own };
  const usable = withoutSeasons(points, { season, periods }).filter(
    (point) => point.total > 0 && worth(point) > 0,
  );
  const split = Math.max(0, usable.length - periods);
  const before = usable.slice(0, split);
  const baseline = fitAngles(before);
  if (before.length < minBaseline || baseline === undefined) return [];
  const test = (window: readonly SharePoint[]) => testWindow(window, { before, baseline });
  const last = test(usable.slice(-1));
  return Array.from({ length: periods }, (_, i) => usable.slice(-(i + 1)))
    .filter((pooled) => unitsOf(pooled) >= minN)
    .map((pooled) => {
      const { value, t, pValue } = test(pooled);
      const lastAgrees = Math.sign(last.t) === Math.sign(t) && last.pValue / 2 < lastP;
      const direction = t > 0 ? "up" : "down";
      const isP0 = priority === "P0";
      return {
        id,
        periods: pooled.length,
        direction,
        value,
        expected: shareOf(before),
        pValue,
        lastAgrees,
        isP0,
      };
    });
}

/** Standard deviations beyond which an earlier period is an incident: far enough to keep those of chance. */
const outlying = 4.5;

type WindowTest = { readonly value: number; readonly t: number; readonly pValue: number };

function testWindow(
  window: readonly SharePoint[],
  { before, baseline }: { before: readonly SharePoint[]; baseline: Baseline },
): WindowTest {
  const n = unitsOf(window);
  const value = shareOf(window);
  const error = baseline.sigma * Math.sqrt(1 / n + 1 / unitsOf(before));
  const t = (toAngle(value, n) - baseline.centre) / error;
  return { value, t, pValue: 2 * studentCdf(-Math.abs(t), freedomOf(before.length)) };
}

/**
 * A share as an angle, whose variance is 1/n whatever the share, and whose tails are nearly normal also where few units
 * are expected. Formula: Anscombe 1948.
 */
function toAngle(share: number, n: number): number {
  return 2 * Math.asin(Math.sqrt((share * n + 3 / 8) / (n + 3 / 4)));
}

function fitAngles(points: readonly SharePoint[]): Baseline | undefined {
  const angles = points.map((point) => {
    const n = worth(point);
    return { value: toAngle(point.count / point.total, n), n };
  });
  const fitted = fitBaseline(angles, { cut: outlying });
  return fitted === undefined || fitted.sigma > 0 ? fitted : { ...fitted, sigma: 1 };
}

/** Degrees of freedom of a spread from mean differences of neighbours: .61 for each. Source: Cryer and Ryan 1990. */
function freedomOf(periods: number): number {
  return 0.61 * (periods - 1);
}

function unitsOf(points: readonly SharePoint[]): number {
  return points.reduce((sum, point) => sum + worth(point), 0);
}

/** Weighted by what each period is worth. */
function shareOf(points: readonly SharePoint[]): number {
  return points.reduce((sum, point) => sum + (point.count / point.total) * worth(point), 0) / unitsOf(points);
}

/** The points with what their season adds taken out, by the earlier periods; cut to [0, 1]. */
function withoutSeasons(
  points: readonly SharePoint[],
  { season, periods }: { season: number | undefined; periods: number },
): readonly SharePoint[] {
  if (season === undefined) return points;
  const split = points.length - periods;
  const earlier = points.map((point, i) =>
    i < split && point.total > 0 ? point.count / point.total : undefined,
  );
  const typical = seasonMedians(
    earlier,
    points.map((_, i) => i % season),
  );
  const [all = 0] = seasonMedians(
    earlier,
    points.map(() => 0),
  );
  return points.map((point, i) => {
    const count = point.count - ((typical[i] ?? all) - all) * point.total;
    return { ...point, count: Math.min(point.total, Math.max(0, count)) };
  });
}
