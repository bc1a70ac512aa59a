import { twoStageAdjusted, twoStageDiscoveries } from "../stats/twoStageDiscoveries.js";
import type { SharePoint } from "./controlPoint.js";
import { fitShareJudge } from "./judges.js";
import { testLatest } from "./testLatest.js";
import type { LatestOptions, LatestTest } from "./testLatest.js";
import { toWeighted } from "./weighted.js";

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

export type Alert = LatestTest & {
  readonly id: string;
  /** Corrected for all series of the page: at most q where confirmed. */
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

export type AlertOptions = LatestOptions & {
  /** False discovery rate over the page. */
  readonly q?: number;
};

/**
 * The series of a page that have changed in their last periods (see `testLatest`), held against Laney's p′-chart: what
 * days differ by beyond chance counts as noise. A series alerts when its p-value passes Benjamini and Hochberg's procedure
 * in two stages at `q` over all series. P0 series do not wait for the page: what passes `q` by itself is told as
 * unconfirmed. Series with fewer than `minN` effective units in their last periods or fewer than `minBaseline` earlier
 * periods are not tested. O(series × periods).
 */
export function alertSeries(series: readonly WatchedSeries[], options: AlertOptions = {}): Alerts {
  const { q = 0.04 } = options;
  const tested = series.flatMap((one) => testSeries(one, options));
  const pValues = tested.map(({ pValue }) => pValue);
  const confirmed = twoStageDiscoveries(pValues, q);
  const adjusted = twoStageAdjusted(pValues, q);
  const alerts = tested.flatMap(({ isP0, ...test }, i): Alert[] => {
    const unconfirmed = confirmed[i] !== true;
    if (test.pValue >= 1 || (unconfirmed && !(isP0 && test.pValue <= q))) return [];
    return [{ ...test, adjustedP: adjusted[i] ?? 1, unconfirmed }];
  });
  return { alerts: alerts.toSorted((a, b) => a.pValue - b.pValue), tested: tested.length };
}

type TestedSeries = LatestTest & { readonly id: string; readonly isP0: boolean };

function testSeries({ id, points, priority, ...own }: WatchedSeries, options: AlertOptions): TestedSeries[] {
  const test = testLatest(points.map(toWeighted), fitShareJudge, { ...options, ...own });
  return test === undefined ? [] : [{ id, isP0: priority === "P0", ...test }];
}
