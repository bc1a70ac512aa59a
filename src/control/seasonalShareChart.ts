import { fitBaseline } from "./baseline.js";
import { noPoint, toControlPoint } from "./controlPoint.js";
import type { ChartOptions, ControlPoint, SharePoint } from "./controlPoint.js";
import { median } from "./median.js";
import { known, widened, worth } from "./shareChart.js";

/** Times that are alike (a weekday) by name; one a point. */
export type Seasons = readonly (string | number)[];

/**
 * A chart that compares every period with those of the same season (weekday): limits lie around the season's median
 * share by as much as shares differ from theirs, p′-like (see `laneyChart`). Seasons with fewer than 2 periods have the
 * median of all. Otherwise as `laneyChart`.
 * @param seasons of the points, in their order
 */
export function seasonalShareChart(
  points: readonly SharePoint[],
  seasons: Seasons,
  { sigmas = 3, minN = 30 }: ChartOptions = {},
): ControlPoint[] {
  const shares = points.map((point) =>
    point.total > 0 && worth(point) > 0 ? point.count / point.total : undefined,
  );
  const typical = seasonMedians(shares, seasons);
  const residuals = points.flatMap((point, i) => {
    const share = shares[i];
    return share === undefined ? [] : [{ value: share - (typical[i] ?? 0), n: worth(point) }];
  });
  const baseline = fitBaseline(residuals);
  const mean = median(known(points).map(({ value }) => value)) ?? 0;
  const sigma =
    baseline === undefined || baseline.sigma === 0 ? Math.sqrt(mean * (1 - mean)) : baseline.sigma;
  return points.map((point, i) => {
    const [share, centre, n] = [shares[i], typical[i] ?? 0, worth(point)];
    if (share === undefined) return noPoint;
    const reach = (sigmas * sigma) / Math.sqrt(n);
    const limits = [Math.max(0, centre - reach), Math.min(1, centre + reach)] as const;
    return toControlPoint(share, widened(limits, centre, n), n >= minN);
  });
}

/** The median of each point's season, without points that have no value; of all where its season has fewer than 2. */
export function seasonMedians(values: readonly (number | undefined)[], seasons: Seasons): number[] {
  const bySeason = new Map<string | number, number[]>();
  for (const [i, value] of values.entries()) {
    const season = seasons[i] ?? "";
    const others = bySeason.get(season) ?? [];
    if (value !== undefined) others.push(value);
    bySeason.set(season, others);
  }
  const all = median(values.filter((value) => value !== undefined)) ?? 0;
  const medians = new Map(
    [...bySeason].map(([season, group]) => [season, group.length < 2 ? all : median(group)]),
  );
  return values.map((_, i) => medians.get(seasons[i] ?? "") ?? all);
}
