import { betaCdf } from "../stats/beta.js";
import type { Weighted } from "./baseline.js";

/** A season is taken out of a series only when chance would hardly make one: taking it out costs precision. */
const certain = 0.001;

/**
 * Whether values repeat every `season` periods: their weighted means by season differ more than periods of one season do
 * (F-test of a one-way analysis of variance, p below 0.001). False with fewer than four periods a season.
 * @param points evenly spaced; `undefined` without data
 */
export function hasSeason(points: readonly (Weighted | undefined)[], season: number): boolean {
  const known = points.flatMap((point, i) => (point === undefined ? [] : [{ season: i % season, ...point }]));
  if (known.length < 4 * season) return false;
  const [all, groups] = [
    meanOf(known),
    Array.from({ length: season }, (_, s) => known.filter((p) => p.season === s)),
  ];
  let between = 0;
  let within = 0;
  for (const group of groups) {
    const mean = meanOf(group);
    for (const { value, n } of group) {
      between += n * (mean - all) ** 2;
      within += n * (value - mean) ** 2;
    }
  }
  const [between1, within1] = [season - 1, known.length - season];
  if (within === 0) return between > 0;
  const f = between / between1 / (within / within1);
  return betaCdf(within1 / (within1 + between1 * f), within1 / 2, between1 / 2) < certain;
}

function meanOf(points: readonly { readonly value: number; readonly n: number }[]): number {
  const n = points.reduce((sum, point) => sum + point.n, 0);
  return n === 0 ? 0 : points.reduce((sum, point) => sum + point.value * point.n, 0) / n;
}
