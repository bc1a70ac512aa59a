import type { SliceIndex } from "./sliceIndex.js";

/** The later window's cells as a scan reads them; equal places belong together. */
export type ScanCells = {
  readonly count: Float64Array;
  readonly total: Float64Array;
  readonly weight: Float64Array;
};

/** A slice whose odds are said to have changed by one factor, and how much better that explains its cells. */
export type Shift = {
  readonly index: SliceIndex;
  readonly slice: number;
  /** Natural log of the factor of the odds; negative when the rate fell. */
  readonly logOdds: number;
  /** Log-likelihood gained over no change, in nats, ≥ 0 but for rounding. */
  readonly gain: number;
};

/** Fewest units of a slice, and fewest counts that it has or should have. */
export const minUnits = 30;
export const minCounts = 5;

export type Scan = {
  /** By gain, largest first, equal ones with fewer dimensions first. */
  readonly best: readonly Shift[];
  /** Slices with enough units to be looked at. */
  readonly tested: number;
};

/**
 * The slices that best explain the later window as a change of their odds by one factor, at most `keep` of them; none
 * when none has enough units. The odds that a cell would have had stand in `odds`; a cell's log-likelihood counts by
 * its weight. A slice whose cells disagree gains less than its part that agrees: that sets parent against child, with
 * no penalty for depth. O(cells × choices of dimensions).
 */
export function scanSlices(
  indexes: readonly SliceIndex[],
  { cells, odds, keep = 1 }: { cells: ScanCells; odds: Float64Array; keep?: number },
): Scan {
  let best: Shift[] = [];
  let tested = 0;
  for (const index of indexes) {
    const shifts = fitShifts(index, cells, odds);
    const sums = sumSlices(index, { cells, odds, shifts });
    for (let slice = 0; slice < index.size; slice++) {
      if (!isLarge(sums, slice)) continue;
      tested++;
      const gain = sums.gain[slice] ?? 0;
      if (best.length >= keep && gain <= (best.at(-1)?.gain ?? 0)) continue;
      best.push({ index, slice, logOdds: shifts[slice] ?? 0, gain });
      best = best.toSorted(byGain).slice(0, keep);
    }
  }
  return { best, tested };
}

/** The change of the odds of all cells together. */
export function wholeShift(
  index: SliceIndex,
  { cells, odds }: { cells: ScanCells; odds: Float64Array },
): Shift {
  const shifts = fitShifts(index, cells, odds);
  const { gain } = sumSlices(index, { cells, odds, shifts });
  return { index, slice: 0, logOdds: shifts[0] ?? 0, gain: gain[0] ?? 0 };
}

/** The odds with the shift's factor in its slice. */
export function shiftOdds(odds: Float64Array, { index, slice, logOdds }: Shift): Float64Array {
  const factor = Math.exp(logOdds);
  return odds.map((value, cell) => (index.sliceAt[cell] === slice ? value * factor : value));
}

const newtonSteps = 6;
/** Bounds a step where few units make the likelihood flat, and the answer where a slice has no count or only counts. */
const longestStep = 1.5;
const largestShift = 8;

/** The log factor of each slice's odds at the largest likelihood, by Newton's steps; loops for speed. */
function fitShifts(index: SliceIndex, { count, total, weight }: ScanCells, odds: Float64Array): Float64Array {
  const shifts = new Float64Array(index.size);
  const { sliceAt } = index;
  for (let step = 0; step < newtonSteps; step++) {
    const slope = new Float64Array(index.size);
    const curve = new Float64Array(index.size).fill(0.05);
    const factors = shifts.map(Math.exp);
    for (let cell = 0; cell < sliceAt.length; cell++) {
      const slice = sliceAt[cell] ?? 0;
      const shifted = (odds[cell] ?? 0) * (factors[slice] ?? 1);
      const rate = shifted / (1 + shifted);
      const w = weight[cell] ?? 0;
      const expected = (total[cell] ?? 0) * rate;
      slope[slice] = (slope[slice] ?? 0) + w * ((count[cell] ?? 0) - expected);
      curve[slice] = (curve[slice] ?? 0) + w * expected * (1 - rate);
    }
    for (let slice = 0; slice < index.size; slice++) {
      const change = clamp((slope[slice] ?? 0) / (curve[slice] ?? 1), longestStep);
      shifts[slice] = clamp((shifts[slice] ?? 0) + change, largestShift);
    }
  }
  return shifts;
}

type SliceSums = {
  readonly gain: Float64Array;
  readonly units: Float64Array;
  readonly counts: Float64Array;
  readonly expected: Float64Array;
};

type Fitted = { readonly cells: ScanCells; readonly odds: Float64Array; readonly shifts: Float64Array };

function sumSlices(index: SliceIndex, { cells, odds, shifts }: Fitted): SliceSums {
  const { sliceAt, size } = index;
  const [gain, units] = [new Float64Array(size), new Float64Array(size)];
  const [counts, expected] = [new Float64Array(size), new Float64Array(size)];
  const factors = shifts.map(Math.exp);
  for (let cell = 0; cell < sliceAt.length; cell++) {
    const slice = sliceAt[cell] ?? 0;
    const own = odds[cell] ?? 0;
    const n = cells.total[cell] ?? 0;
    const count = cells.count[cell] ?? 0;
    const stretch = Math.log((1 + own * (factors[slice] ?? 1)) / (1 + own));
    const nats = (cells.weight[cell] ?? 0) * (count * (shifts[slice] ?? 0) - n * stretch);
    gain[slice] = (gain[slice] ?? 0) + nats;
    units[slice] = (units[slice] ?? 0) + n;
    counts[slice] = (counts[slice] ?? 0) + count;
    expected[slice] = (expected[slice] ?? 0) + (n * own) / (1 + own);
  }
  return { gain, units, counts, expected };
}

function isLarge({ units, counts, expected }: SliceSums, slice: number): boolean {
  const most = Math.max(counts[slice] ?? 0, expected[slice] ?? 0);
  return (units[slice] ?? 0) >= minUnits && most >= minCounts;
}

function byGain(a: Shift, b: Shift): number {
  return b.gain - a.gain || a.index.places.length - b.index.places.length;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
