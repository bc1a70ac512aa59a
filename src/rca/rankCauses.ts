import type { Bounds } from "../stats/wilson.js";
import type { Slice } from "./changeCube.js";
import { sliceOf } from "./changeCube.js";
import type { FoundCauses } from "./findCauses.js";
import { gainPValue } from "./findCauses.js";
import { varianceFactor } from "./noise.js";
import type { Shift } from "./scanSlices.js";

/** A slice that may explain a change. */
export type RankedCause = {
  readonly slice: Slice;
  /** Whether it is named as a cause; else it is a candidate that lost. */
  readonly named: boolean;
  /** Counts beyond what the earlier window's rates would have given; below 0 when there are fewer. */
  readonly excess: number;
  /** 95 % interval of `excess`. */
  readonly interval: Bounds;
  /**
   * Nats, falling along the list. Of a named cause, above 0: how much better the change is explained with it than
   * without. Of a candidate, at most 0: how much worse it explains the change than the best slice does, or, where
   * none is named, than the luckiest of as many slices does by chance.
   */
  readonly score: number;
  readonly observed: number;
  readonly expected: number;
  /** Units in the later window. */
  readonly total: number;
  /** That chance alone shows as much in any slice. */
  readonly pValue: number;
};

/** Causes and candidates listed, where there are as many. */
const listed = 10;

/**
 * The named causes, then the best other slices; empty when no slice has enough units. A cell that lies in two named
 * causes counts for the first, so that their excesses add up. Slices with the same cells are listed once, under the
 * fewest dimensions; only of the first cause the fullest description follows, as one of the candidates.
 * @param causes those of the found causes that are named; where none is, all of them lead the candidates
 */
export function rankCauses(found: FoundCauses, causes = found.causes): RankedCause[] {
  const claimed = new Uint8Array(found.cube.total1.length);
  const named = causes.map((shift) => {
    const sums = sumCells(found, shift, claimed);
    claim(shift, claimed);
    return toCause(found, { shift, sums, score: shift.gain, named: true });
  });
  const dismissed = causes.length === 0 ? found.causes : [];
  const bar = causes[0]?.gain ?? Math.max(chanceGain(found.tested), found.singles[0]?.gain ?? 0);
  const candidates = [...dismissed, ...otherSingles(found, [...causes, ...dismissed])]
    .slice(0, listed - named.length)
    .map((shift, place) => {
      const sums = sumCells(found, shift, new Uint8Array(claimed.length));
      const score = place < dismissed.length ? 0 : Math.min(0, shift.gain - bar);
      return toCause(found, { shift, sums, score, named: false });
    });
  return [...named, ...candidates];
}

/** The gain that the luckiest of some slices has by chance, about: the median of the largest of as many χ². */
export function chanceGain(tested: number): number {
  return Math.log(Math.max(2, tested));
}

function otherSingles({ singles, cube }: FoundCauses, causes: readonly Shift[]): Shift[] {
  const [first] = causes;
  const seen = new Set(causes.map(nameOf));
  const cellsSeen = new Set(causes.map((shift) => cellsKey(shift, cube.total1.length)));
  const fullest =
    first === undefined
      ? undefined
      : singles
          .filter(
            (shift) =>
              !seen.has(nameOf(shift)) &&
              cellsKey(shift, cube.total1.length) === cellsKey(first, cube.total1.length),
          )
          .at(-1);
  return singles.filter((shift) => {
    if (shift === fullest) return true;
    const key = cellsKey(shift, cube.total1.length);
    if (cellsSeen.has(key)) return false;
    cellsSeen.add(key);
    return true;
  });
}

function nameOf({ index, slice }: Shift): string {
  return `${index.places.join()}:${slice}`;
}

/** The same for slices with the same cells: their number and a hash of their places. */
function cellsKey({ index, slice }: Shift, size: number): string {
  let [cells, hash] = [0, 0];
  for (let cell = 0; cell < size; cell++) {
    if (index.sliceAt[cell] !== slice) continue;
    cells++;
    hash = (Math.imul(hash, 31) + cell) | 0;
  }
  return `${cells}:${hash}`;
}

type CellSums = {
  readonly observed: number;
  readonly expected: number;
  readonly total: number;
  readonly variance: number;
};

/** Sums over the slice's cells that no earlier cause has claimed. */
function sumCells(
  { units, rates, correlation }: FoundCauses,
  { index, slice }: Shift,
  claimed: Uint8Array,
): CellSums {
  let [observed, expected, total, variance] = [0, 0, 0, 0];
  for (let cell = 0; cell < claimed.length; cell++) {
    if (index.sliceAt[cell] !== slice || claimed[cell] === 1) continue;
    const n = units.total[cell] ?? 0;
    const count = units.count[cell] ?? 0;
    observed += count;
    expected += n * (rates[cell] ?? 0);
    total += n;
    variance += cellVariance(n, {
      rate: (count + n * (rates[cell] ?? 0)) / (2 * n),
      baseline: units.baseline[cell] ?? 1,
      correlation,
    });
  }
  return { observed, expected, total, variance };
}

/** Of a cell's excess, at a rate between those of both windows. */
export function cellVariance(
  n: number,
  { rate, ...noise }: { readonly rate: number; readonly baseline: number; readonly correlation: number },
): number {
  return n * rate * (1 - rate) * varianceFactor(n, noise);
}

function claim({ index, slice }: Shift, claimed: Uint8Array): void {
  index.sliceAt.forEach((own, cell) => {
    if (own === slice) claimed[cell] = 1;
  });
}

type Scored = {
  readonly shift: Shift;
  readonly sums: CellSums;
  readonly score: number;
  readonly named: boolean;
};

function toCause(found: FoundCauses, { shift, sums, score, named }: Scored): RankedCause {
  const { observed, expected, total, variance } = sums;
  const excess = observed - expected;
  const half = 1.96 * Math.sqrt(variance);
  const cell = shift.index.cellOf[shift.slice] ?? 0;
  return {
    slice: sliceOf(found.cube, cell, shift.index.places),
    named,
    excess,
    interval: [excess - half, excess + half],
    score,
    observed,
    expected,
    total,
    pValue: gainPValue(shift.gain, found.tested),
  };
}
