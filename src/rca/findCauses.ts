import { normalCdf } from "../stats/normal.js";
import { baselineRates, defaultPriorUnits } from "./baselineRates.js";
import type { ChangeCube } from "./changeCube.js";
import { mergeCells } from "./mergeCells.js";
import { cellWeights, unitCorrelation } from "./noise.js";
import type { CellUnits } from "./noise.js";
import { largeSlices, scanSlices, shiftOdds, wholeShift } from "./scanSlices.js";
import type { ScanCells, ScanIndex, Shift } from "./scanSlices.js";
import { sliceIndexes, wholeIndex } from "./sliceIndex.js";

export type FoundCauses = {
  /** The cells of the later window that have units: `shifts` speak of their places. */
  readonly cube: ChangeCube;
  readonly units: CellUnits;
  /** The rate that each cell had before. */
  readonly rates: Float64Array;
  /** Slices that changed beyond chance, each given the others, by gain. */
  readonly causes: readonly Shift[];
  /** The best single slices, causes or not, by gain. */
  readonly singles: readonly Shift[];
  /** Nats that all causes together gain over no change. */
  readonly jointGain: number;
  /** All cells together as one slice. */
  readonly whole: Shift;
  /** Slices that were looked at. */
  readonly tested: number;
  /** Of units of one cell, in [0, 1]. */
  readonly correlation: number;
};

/** Probability that chance alone would name a cause anywhere. */
const falseAlarms = 0.01;
/** A further cause gains at least this part of the first one's gain: below it lies what the first leaves unfitted. */
const leastPart = 0.01;
const mostCauses = 4;
const singlesKept = 40;

export type SearchOptions = {
  /** By which the counts' information is less than that of as many independent units. */
  readonly designEffect?: number;
  /** Of the product of marginals behind each cell's baseline rate. */
  readonly priorUnits?: number;
  /** Nats taken from a slice's gain for each of its dimensions after the first. */
  readonly depthPenalty?: number;
  /** Whether dimensions may say the same; see `baselineRates`. */
  readonly related?: boolean;
  /** Dimensions that are crossed with no other. */
  readonly alone?: readonly string[];
  /**
   * Dimensions of what decides, such as versions, whose values come and go: a cell's baseline rate is that of the cells that
   * only these tell apart, so that a new version is held against the one before, and they take no part in the mix.
   */
  readonly versions?: readonly string[];
};

/**
 * The slices of up to three dimensions whose rates changed, found one after another: the best slice is taken to have
 * changed, and the scan asks again; then each is chosen once more, given the others. No causes when nothing stands out.
 * How much units of a cell resemble each other is estimated from what the causes leave unexplained.
 * O(cells × choices of dimensions × causes).
 */
export function findCauses(
  whole: ChangeCube,
  {
    designEffect = 1,
    priorUnits = defaultPriorUnits,
    depthPenalty = 0,
    related = false,
    alone = [],
    versions = [],
  }: SearchOptions = {},
): FoundCauses {
  const active = activeCells(whole);
  const cube = takeCells(whole, active);
  const past = pastOf(whole, { priorUnits, related, versions });
  const rates = pick(past.rates, active);
  const baseline = pick(past.total, active).map((total) => total + priorUnits);
  const units = { count: cube.count1, total: cube.total1, baseline };
  const indexes = sliceIndexes(cube, { alone }).map((index) => ({
    index,
    large: largeSlices(index, units, rates),
    handicap: depthPenalty * (index.places.length - 1),
  }));
  const tested = indexes.reduce((sum, { large }) => large.reduce((a, b) => a + b, sum), 0);
  const search = { indexes, units, odds: rates.map((p) => p / (1 - p)), designEffect, tested };
  const correlation = estimateCorrelation(search);
  const cells = scanCells(search, correlation);
  const singles = scanSlices(indexes, { cells, odds: search.odds, keep: singlesKept });
  const first = takeCauses(search, { cells, most: mostCauses, best: singles[0] });
  return {
    cube,
    units,
    rates,
    causes: refine(first, { ...search, cells }),
    singles,
    jointGain: first.reduce((sum, { gain }) => sum + gain, 0),
    whole: wholeShift(wholeIndex(cube), { cells, odds: search.odds }),
    tested,
    correlation,
  };
}

type PastOptions = Required<Pick<SearchOptions, "priorUnits" | "related" | "versions">>;

/** The rate that each cell had, and the units that it rests on. */
function pastOf(
  whole: ChangeCube,
  { versions, ...options }: PastOptions,
): { readonly rates: Float64Array; readonly total: Float64Array } {
  if (versions.length === 0) return { rates: baselineRates(whole, options), total: whole.total0 };
  const { cube, cellAt } = mergeCells(whole, versions);
  return { rates: pick(baselineRates(cube, options), cellAt), total: pick(cube.total0, cellAt) };
}

/**
 * Probability of a gain this large in any of the slices tested when nothing changed, at most 1 (Bonferroni on the
 * likelihood ratio's χ² with one degree of freedom; slices overlap, so it errs towards 1).
 */
export function gainPValue(gain: number, tested: number): number {
  return Math.min(1, 2 * tested * normalCdf(-Math.sqrt(2 * Math.max(0, gain))));
}

type Search = {
  readonly indexes: readonly ScanIndex[];
  readonly units: CellUnits;
  readonly odds: Float64Array;
  readonly designEffect: number;
  readonly tested: number;
};

function scanCells({ units, designEffect }: Search, correlation: number): ScanCells {
  const weight = cellWeights(units, correlation).map((own) => own / designEffect);
  return { count: units.count, total: units.total, weight };
}

const estimateRounds = 2;
const mostEstimated = 3;

function estimateCorrelation(search: Search): number {
  let correlation = 0;
  for (let round = 0; round < estimateRounds; round++) {
    const cells = scanCells(search, correlation);
    const causes = takeCauses(search, { cells, most: mostEstimated });
    const odds = causes.reduce(shiftOdds, search.odds);
    correlation = unitCorrelation(
      search.units,
      odds.map((value) => value / (1 + value)),
    );
  }
  return correlation;
}

type Taken = {
  readonly cells: ScanCells;
  readonly most: number;
  /** The best slice of all, where it is known. */
  readonly best?: Shift | undefined;
};

function takeCauses({ indexes, odds, tested }: Search, { cells, most, best }: Taken): Shift[] {
  const causes: Shift[] = [];
  let shifted = odds;
  while (causes.length < most) {
    const known = causes.length === 0 ? best : undefined;
    const next = known ?? bestApart(indexes, { cells, odds: shifted, others: causes });
    if (next === undefined || gainPValue(next.gain, tested) > falseAlarms) break;
    if (next.gain < leastPart * (causes[0]?.gain ?? 0)) break;
    causes.push(next);
    shifted = shiftOdds(shifted, next);
  }
  return causes;
}

type Apart = {
  readonly cells: ScanCells;
  readonly odds: Float64Array;
  readonly others: readonly Shift[];
};

/** Slices looked at for one that neither lies in another cause nor holds one. */
const looked = 25;

/**
 * The best slice that is no part of the others and none of which is a part of it: a slice and its part are one story
 * told twice, and what a part departs from its slice is no cause of its own.
 */
function bestApart(indexes: readonly ScanIndex[], { cells, odds, others }: Apart): Shift | undefined {
  const best = scanSlices(indexes, { cells, odds, keep: others.length === 0 ? 1 : looked });
  return best.find((shift) => others.every((other) => !isPart(shift, other) && !isPart(other, shift)));
}

/** Whether the first slice is the second or lies in it. */
function isPart(part: Shift, whole: Shift): boolean {
  const cell = part.index.cellOf[part.slice] ?? 0;
  return (
    whole.index.places.every((place) => part.index.places.includes(place)) &&
    whole.index.sliceAt[cell] === whole.slice
  );
}

const refineRounds = 2;

/** Each cause chosen once more, given the others: the first was found while the others blurred it. */
function refine(
  causes: readonly Shift[],
  { indexes, odds, cells }: Search & { readonly cells: ScanCells },
): Shift[] {
  const refined = [...causes];
  for (let round = 0; round < refineRounds && refined.length > 1; round++) {
    refined.forEach((_, place) => {
      const others = refined.filter((_, other) => other !== place);
      const again = bestApart(indexes, { cells, odds: others.reduce(shiftOdds, odds), others });
      if (again !== undefined) refined[place] = again;
    });
  }
  return refined.toSorted((a, b) => b.gain - a.gain);
}

function activeCells(cube: ChangeCube): Int32Array {
  const active: number[] = [];
  cube.total1.forEach((total, cell) => {
    if (total > 0) active.push(cell);
  });
  return Int32Array.from(active);
}

function takeCells(cube: ChangeCube, cells: Int32Array): ChangeCube {
  return {
    ...cube,
    codes: cube.codes.map((column) => cells.map((cell) => column[cell] ?? 0)),
    count0: pick(cube.count0, cells),
    total0: pick(cube.total0, cells),
    count1: pick(cube.count1, cells),
    total1: pick(cube.total1, cells),
  };
}

function pick(column: Float64Array, cells: Int32Array): Float64Array {
  const picked = new Float64Array(cells.length);
  cells.forEach((cell, place) => (picked[place] = column[cell] ?? 0));
  return picked;
}
