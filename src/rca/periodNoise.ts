import { normalCdf } from "../stats/normal.js";
import type { CubeRow } from "./changeCube.js";
import type { WindowSum } from "./gateChange.js";
import { solveCorrelation } from "./noise.js";
import { periodSums } from "./periodSums.js";

/** A row of the earlier window with the place of its period in time. */
export type PeriodRow = CubeRow & { readonly order: number };

/** How much slices move from one period to the next when nothing is the matter. */
export type PeriodNoise = {
  /** Of units of one value and period: its rate's variance between periods is this part of p · (1 − p). */
  readonly correlation: number;
  readonly periods: number;
};

const fewestPeriods = 3;
/** Fewest counts a period of a value whose periods are compared. */
const fewestCounts = 5;

/**
 * The noise between the periods of the earlier window, of all values of all dimensions together; `undefined` for fewer
 * than three periods. It is shared by the cells of a value, so that the cells of one window cannot show it.
 * O(rows × dimensions). Formula: method of moments, as for cells.
 */
export function periodNoise(rows: readonly PeriodRow[]): PeriodNoise | undefined {
  const periods = new Set(rows.map(({ order }) => order)).size;
  if (periods < fewestPeriods) return undefined;
  const departures = (rows[0]?.values ?? []).flatMap((_, d) => {
    const ofValue = new Map<string | null, PeriodRow[]>();
    for (const row of rows) {
      const value = row.values[d] ?? null;
      const found = ofValue.get(value);
      if (found === undefined) ofValue.set(value, [row]);
      else found.push(row);
    }
    return [...ofValue.values()].flatMap((own) => departuresOf(periodSums(own)));
  });
  return { correlation: solveCorrelation(departures), periods };
}

type Departures = { readonly square: number; readonly n: number; readonly baseline: number }[];

/** One for each period, with the degree of freedom that the mean takes shared out. */
function departuresOf(sums: readonly WindowSum[]): Departures {
  const filled = sums.filter(({ total }) => total > 0);
  const [count, total] = [filled.reduce((a, b) => a + b.count, 0), filled.reduce((a, b) => a + b.total, 0)];
  const rate = count / total;
  if (filled.length < fewestPeriods || count < fewestCounts * filled.length || rate >= 1) return [];
  return filled.map((sum) => ({
    square:
      ((sum.count - sum.total * rate) ** 2 / (sum.total * rate * (1 - rate))) *
      (filled.length / (filled.length - 1)),
    n: sum.total,
    baseline: Number.POSITIVE_INFINITY,
  }));
}

/**
 * Probability that a slice moves as far between the windows by what slices move between periods, two-sided; 1 when a
 * window has no units.
 */
export function periodPValue(from: WindowSum, to: WindowSum, { correlation, periods }: PeriodNoise): number {
  if (from.total <= 0 || to.total <= 0) return 1;
  const rate = (from.count + to.count) / (from.total + to.total);
  const varianceOf = (n: number, spread: number): number =>
    (rate * (1 - rate) * (1 + correlation * Math.max(0, n / spread - 1))) / n;
  const variance = varianceOf(from.total, periods) + varianceOf(to.total, 1);
  if (variance === 0) return 1;
  const difference = to.count / to.total - from.count / from.total;
  return 2 * normalCdf(-Math.abs(difference) / Math.sqrt(variance));
}
