import { confusionMeasures } from "../../src/metrics/verdict.js";
import { outerProducts } from "../../src/model/cube.js";
import type { Cube } from "../../src/model/cube.js";
import { randomFrom } from "../../src/stats/random.js";
import { dayAfter } from "../../src/trends/dayGroups.js";

export const firstDay = "2024-01-01";

/** Decisions on good items of a day in a slice: how many, and how many of them rejected. */
export type Day = { readonly good: number; readonly rejected: number };

/** A cube of decisions on good items, each a cluster of its own. */
export function dailyCube(
  slices: readonly {
    readonly slice: Readonly<Record<string, string>>;
    readonly days: readonly (Day | undefined)[];
  }[],
): Cube {
  const dimensions = ["day", ...Object.keys(slices[0]?.slice ?? {})];
  const cells = slices.flatMap(({ slice, days }) =>
    days.flatMap((day, at) => {
      if (day === undefined) return [];
      const sums = [0, day.rejected, 0, day.good - day.rejected];
      const products = outerProducts([0, 1, 2, 3]).map(() => 0);
      [products[4], products[9]] = [day.rejected, day.good - day.rejected];
      return [{ slice: { day: dayAfter(firstDay, at), ...slice }, sums, products }];
    }),
  );
  return { dimensions, measures: confusionMeasures, cells };
}

/** Seeded days of `good` items with a share rejected that changes by day. */
export function drawDays(shares: readonly number[], good: number, seed: number): Day[] {
  const random = randomFrom(seed);
  return shares.map((share) => ({ good, rejected: random.binomial(good, share) }));
}

/** A number so many times. */
export function times(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}
