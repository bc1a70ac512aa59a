import type { WatchedSeries } from "../../src/control/alertSeries.js";
import type { SharePoint } from "../../src/control/controlPoint.js";
import type { Random } from "../../src/stats/random.js";

type Range = readonly [least: number, most: number];

/** What series are like: each draws its own from these, evenly. */
export type SeriesKind = {
  readonly share: Range;
  /** In a period. */
  readonly units: Range;
  /** What periods differ by beyond chance, in standard deviations of chance. */
  readonly beyond: Range;
};

/** 1,000 to 4,000 units a period with shares from 5 to 30 %, that differ beyond chance by up to as much again. */
export const largeSeries: SeriesKind = { share: [0.05, 0.3], units: [1000, 4000], beyond: [0, 1] };

/** A page of series, and for how many of its last periods each has been shifted, 0 for not. */
export type Page = {
  readonly series: number;
  readonly periods: number;
  readonly shiftedFor: (series: number) => number;
  /** Default: `largeSeries`. */
  readonly kind?: SeriesKind;
};

/** How far shifted series lie from before, in standard deviations of a period (σ′ = σᵢ·σz). */
const shift = 3;

/** Series of a kind, with totals that vary by a fifth. */
export function drawPage(
  { series, periods, shiftedFor, kind = largeSeries }: Page,
  random: Random,
): WatchedSeries[] {
  return Array.from({ length: series }, (_, i) => ({
    id: String(i),
    points: drawSeries({ kind, periods, shiftedFor: shiftedFor(i) }, random),
  }));
}

/** A series of a kind, shifted for so many of its last periods. */
export function drawSeries(
  { kind, periods, shiftedFor }: { kind: SeriesKind; periods: number; shiftedFor: number },
  random: Random,
): SharePoint[] {
  const draw = ([least, most]: Range): number => least + (most - least) * random.uniform();
  const share = draw(kind.share);
  const units = Math.round(draw(kind.units));
  const chance = Math.sqrt((share * (1 - share)) / units);
  const beyond = chance * draw(kind.beyond);
  const moved = shift * Math.hypot(chance, beyond);
  return Array.from({ length: periods }, (_, period) => {
    const total = Math.round(units * (0.8 + 0.4 * random.uniform()));
    const now = share + beyond * random.normal() + (period >= periods - shiftedFor ? moved : 0);
    return { count: random.binomial(total, Math.min(1, Math.max(0, now))), total };
  });
}
