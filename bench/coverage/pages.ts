import type { WatchedSeries } from "../../src/control/alertSeries.js";
import type { Random } from "../../src/stats/random.js";

/** A page of series, and for how many of its last periods each has been shifted, 0 for not. */
export type Page = {
  readonly series: number;
  readonly periods: number;
  readonly shiftedFor: (series: number) => number;
};

/** How far shifted series lie from before, in standard deviations of a period (σ′ = σᵢ·σz). */
const shift = 3;

/**
 * Series of shares from 5 to 30 % on 1,000 to 4,000 units a period, give or take a fifth, whose periods differ beyond
 * chance by up to as much again.
 */
export function drawPage({ series, periods, shiftedFor }: Page, random: Random): WatchedSeries[] {
  return Array.from({ length: series }, (_, i) => {
    const share = 0.05 + 0.25 * random.uniform();
    const units = Math.round(1000 + 3000 * random.uniform());
    const chance = Math.sqrt((share * (1 - share)) / units);
    const beyond = chance * random.uniform();
    const moved = shift * Math.hypot(chance, beyond);
    const points = Array.from({ length: periods }, (__, period) => {
      const total = Math.round(units * (0.8 + 0.4 * random.uniform()));
      const now = share + beyond * random.normal() + (period >= periods - shiftedFor(i) ? moved : 0);
      return { count: random.binomial(total, Math.min(1, Math.max(0, now))), total };
    });
    return { id: String(i), points };
  });
}
