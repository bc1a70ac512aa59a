import { groupCells } from "../metrics/cells.js";
import { toRateOf } from "../metrics/rates.js";
import type { Cube, CubeCell } from "../model/cube.js";
import { dayMs } from "../model/duration.js";
import type { Metric } from "../model/metric.js";
import type { Rate } from "../model/rate.js";

/** A slice with its cells day by day, from the cube's first day to its last; days without cells are there, too. */
export type SliceDays = {
  readonly slice: CubeCell["slice"];
  readonly days: readonly { readonly day: string; readonly cells: readonly CubeCell[] }[];
};

/** A day (ISO) and its rate, without a value where nothing happened. */
export type DayRate = { readonly day: string; readonly rate: Rate };

/**
 * The cells of a daily cube by the values of dimensions, then by day; slices in the order of their values, the same days
 * in each. Cells without a day are left out. Empty for a cube without days.
 */
export function groupDays(cube: Cube, by: readonly string[]): SliceDays[] {
  const dated = cube.cells.filter(({ slice }) => slice["day"] !== null && slice["day"] !== undefined);
  const days = allDays(dated.map(({ slice }) => slice["day"] ?? ""));
  if (days.length === 0) return [];
  return groupCells({ ...cube, cells: dated }, by).map(({ slice, cells }) => {
    const byDay = new Map<string, CubeCell[]>();
    for (const cell of cells) {
      const day = cell.slice["day"] ?? "";
      const known = byDay.get(day);
      if (known === undefined) byDay.set(day, [cell]);
      else known.push(cell);
    }
    return { slice, days: days.map((day) => ({ day, cells: byDay.get(day) ?? [] })) };
  });
}

/** A metric of a slice, day by day. */
export function dayRates(cube: Cube, { days }: SliceDays, metric: Metric): DayRate[] {
  const ofCells = toRateOf(cube, metric);
  return days.map(({ day, cells }) => ({ day, rate: ofCells(cells) }));
}

/** Every day (ISO) from the first to the last of these, whatever their order; none of none. */
export function allDays(days: readonly string[]): string[] {
  const [first, last] = days.reduce<readonly [string, string]>(
    ([least, most], day) => [least === "" || day < least ? day : least, day > most ? day : most],
    ["", ""],
  );
  if (first === "") return [];
  const count = Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;
  return Array.from({ length: count }, (_, i) => dayAfter(first, i));
}

/** The day (ISO) so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}
