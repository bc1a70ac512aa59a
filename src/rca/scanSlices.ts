import type { SliceIndex } from "./sliceIndex.js";

/** What the later window's cells hold; equal places belong together. */
type CellCounts = { readonly count: Float64Array; readonly total: Float64Array };

export type ScanCells = CellCounts & { readonly weight: Float64Array };

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
const minUnits = 30;
const minCounts = 5;

/** 1 for each slice of an index that has enough units to be looked at. */
export function largeSlices(
  index: SliceIndex,
  { count, total }: CellCounts,
  rates: Float64Array,
): Uint8Array {
  const sums = new Float64Array(3 * index.size);
  for (let cell = 0; cell < index.sliceAt.length; cell++) {
    const place = 3 * (index.sliceAt[cell] ?? 0);
    const n = total[cell] ?? 0;
    sums[place] = (sums[place] ?? 0) + n;
    sums[place + 1] = (sums[place + 1] ?? 0) + (count[cell] ?? 0);
    sums[place + 2] = (sums[place + 2] ?? 0) + n * (rates[cell] ?? 0);
  }
  return Uint8Array.from({ length: index.size }, (_, slice) => {
    const [units = 0, found = 0, expected = 0] = sums.subarray(3 * slice, 3 * slice + 3);
    return Number(units >= minUnits && Math.max(found, expected) >= minCounts);
  });
}

/** Slices of one choice of dimensions, those that are looked at, and nats that are taken from each one's gain. */
export type ScanIndex = { readonly index: SliceIndex; readonly large: Uint8Array; readonly handicap: number };

/**
 * The slices that best explain the later window as a change of their odds by one factor, at most `keep` of them, by
 * gain, largest first, equal ones with fewer dimensions first; none when none is large enough. The odds that a cell
 * would have had stand in `odds`; a cell's log-likelihood counts by its weight. A slice whose cells disagree gains less
 * than its part that agrees: that sets parent against child, with no penalty for depth.
 * O(cells × choices of dimensions).
 */
export function scanSlices(
  scanned: readonly ScanIndex[],
  { cells, odds, keep = 1 }: { cells: ScanCells; odds: Float64Array; keep?: number },
): Shift[] {
  let best: Shift[] = [];
  const columns = weighColumns(cells, odds);
  for (const { index, large, handicap } of scanned) {
    const { shifts, gains } = fitShifts(index, columns);
    for (let slice = 0; slice < index.size; slice++) {
      const gain = (gains[slice] ?? 0) - handicap;
      if (large[slice] === 0 || (best.length >= keep && gain <= (best.at(-1)?.gain ?? 0))) continue;
      best.push({ index, slice, logOdds: shifts[slice] ?? 0, gain });
      best = best.toSorted(byGain).slice(0, keep);
    }
  }
  return best;
}

/** The change of the odds of all cells together. */
export function wholeShift(
  index: SliceIndex,
  { cells, odds }: { cells: ScanCells; odds: Float64Array },
): Shift {
  const { shifts, gains } = fitShifts(index, weighColumns(cells, odds));
  return { index, slice: 0, logOdds: shifts[0] ?? 0, gain: gains[0] ?? 0 };
}

/** The odds with the shift's factor in its slice. */
export function shiftOdds(odds: Float64Array, { index, slice, logOdds }: Shift): Float64Array {
  const factor = Math.exp(logOdds);
  return odds.map((value, cell) => (index.sliceAt[cell] === slice ? value * factor : value));
}

const newtonSteps = 2;
/** Bounds a step where few units make the likelihood flat, and the answer where a slice has no count or only counts. */
const longestStep = 1.5;
const largestShift = 8;
/** Units of information at no change that stand behind each slice. */
const priorInformation = 0.05;

/** Columns that every choice of dimensions adds up: a cell's own times its weight. */
type Columns = {
  readonly odds: Float64Array;
  readonly units: Float64Array;
  readonly found: Float64Array;
  /** At no change. */
  readonly expected: Float64Array;
  /** Units times log(1 + odds): what the cell's log-likelihood loses at no change. */
  readonly stretch: Float64Array;
};

function weighColumns({ count, total, weight }: ScanCells, odds: Float64Array): Columns {
  const units = total.map((n, cell) => n * (weight[cell] ?? 0));
  return {
    odds,
    units,
    found: count.map((own, cell) => own * (weight[cell] ?? 0)),
    expected: units.map((n, cell) => n * (1 - 1 / (1 + (odds[cell] ?? 0)))),
    stretch: units.map((n, cell) => n * Math.log1p(odds[cell] ?? 0)),
  };
}

type Fit = { readonly shifts: Float64Array; readonly gains: Float64Array };

/** The log factor of each slice's odds at the largest likelihood, by Newton's steps, and what it gains. */
function fitShifts({ sliceAt, size }: SliceIndex, columns: Columns): Fit {
  const sumOf = (column: Float64Array): Float64Array => sumSlices(sliceAt, column, size);
  const [units, found, expected] = [sumOf(columns.units), sumOf(columns.found), sumOf(columns.expected)];
  // What it would be if all cells of a slice had its mean rate: near the answer.
  const shifts = units.map((n, slice) =>
    clamp(logit(found[slice] ?? 0, n) - logit(expected[slice] ?? 0, n), largestShift),
  );
  for (let step = 0; step < newtonSteps; step++) {
    const slope = Float64Array.from(found);
    const curve = new Float64Array(size).fill(priorInformation);
    const factors = shifts.map(Math.exp);
    for (let cell = 0; cell < sliceAt.length; cell++) {
      const slice = sliceAt[cell] ?? 0;
      const rest = 1 / (1 + (columns.odds[cell] ?? 0) * (factors[slice] ?? 1));
      const count = (columns.units[cell] ?? 0) * (1 - rest);
      slope[slice] = (slope[slice] ?? 0) - count;
      curve[slice] = (curve[slice] ?? 0) + count * rest;
    }
    for (let slice = 0; slice < size; slice++) {
      const change = clamp((slope[slice] ?? 0) / (curve[slice] ?? 1), longestStep);
      shifts[slice] = clamp((shifts[slice] ?? 0) + change, largestShift);
    }
  }
  const gains = sumOf(columns.stretch).map((own, slice) => own + (found[slice] ?? 0) * (shifts[slice] ?? 0));
  return { shifts, gains: lessStretch(gains, { sliceAt, columns, shifts }) };
}

function sumSlices(sliceAt: Int32Array, column: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (let cell = 0; cell < sliceAt.length; cell++) {
    const slice = sliceAt[cell] ?? 0;
    sums[slice] = (sums[slice] ?? 0) + (column[cell] ?? 0);
  }
  return sums;
}

type Fitted = {
  readonly sliceAt: Int32Array;
  readonly columns: Columns;
  readonly shifts: Float64Array;
};

/** Takes from each slice what its cells' log-likelihoods lose at the shifted odds. */
function lessStretch(gains: Float64Array, { sliceAt, columns, shifts }: Fitted): Float64Array {
  const factors = shifts.map(Math.exp);
  for (let cell = 0; cell < sliceAt.length; cell++) {
    const slice = sliceAt[cell] ?? 0;
    const lost = (columns.units[cell] ?? 0) * Math.log(1 + (columns.odds[cell] ?? 0) * (factors[slice] ?? 1));
    gains[slice] = (gains[slice] ?? 0) - lost;
  }
  return gains;
}

function logit(count: number, total: number): number {
  return Math.log((count + priorInformation) / (Math.max(0, total - count) + priorInformation));
}

function byGain(a: Shift, b: Shift): number {
  return b.gain - a.gain || a.index.places.length - b.index.places.length;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
