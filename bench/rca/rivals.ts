import { baselineRates } from "../../src/rca/baselineRates.js";
import { sliceOf, sumOf } from "../../src/rca/changeCube.js";
import type { ChangeCube } from "../../src/rca/changeCube.js";
import { sliceIndexes } from "../../src/rca/sliceIndex.js";
import { sliceName } from "./incidents.js";

/** The names of slices, best first. */
export type Ranking = readonly string[];

type SliceSum = {
  readonly name: string;
  readonly depth: number;
  readonly slices: number;
  readonly count0: number;
  readonly total0: number;
  readonly count1: number;
  readonly total1: number;
  readonly expected: number;
};

function sliceSums(cube: ChangeCube): SliceSum[] {
  const rates = baselineRates(cube);
  return sliceIndexes(cube).flatMap(({ places, sliceAt, size, cellOf }) => {
    const sums = cellOf.map((cell) => ({
      name: sliceName(sliceOf(cube, cell, places)),
      depth: places.length,
      slices: size,
      count0: 0,
      total0: 0,
      count1: 0,
      total1: 0,
      expected: 0,
    }));
    sliceAt.forEach((slice, cell) => {
      const sum = sums[slice];
      if (sum === undefined) return;
      sum.count0 += cube.count0[cell] ?? 0;
      sum.total0 += cube.total0[cell] ?? 0;
      sum.count1 += cube.count1[cell] ?? 0;
      sum.total1 += cube.total1[cell] ?? 0;
      sum.expected += (cube.total1[cell] ?? 0) * (rates[cell] ?? 0);
    });
    return sums;
  });
}

function rankBy(sums: readonly SliceSum[], score: (sum: SliceSum) => number): Ranking {
  return sums
    .map((sum) => ({ name: sum.name, score: score(sum) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ name }) => name);
}

/** Slices by how far their count rose above that of the earlier window's traffic. */
export function largestChange(cube: ChangeCube): Ranking {
  const periods = sumOf(cube.total0) / sumOf(cube.total1);
  return rankBy(sliceSums(cube), ({ count0, count1 }) => count1 - count0 / periods);
}

/** Kulldorff's scan with counts as independent, a penalty of 1 for each dimension and one for the slices tried. */
export function poissonScan(cube: ChangeCube): Ranking {
  const tried = sliceSums(cube).filter(({ count1, expected }) => expected >= 5 && count1 > expected);
  return rankBy(
    tried,
    ({ count1, expected, depth, slices }) =>
      count1 * Math.log(count1 / expected) - (count1 - expected) - depth - Math.log(slices),
  );
}

const leastPower = 0.1;
const enoughPower = 0.67;

/**
 * The slices of one dimension that Adtributor blames, then those of the next best dimensions.
 * Source: Bhagwan et al. 2014, with its thresholds and its form for ratios.
 */
export function adtributor(cube: ChangeCube): Ranking[] {
  const whole = {
    count0: sumOf(cube.count0),
    total0: sumOf(cube.total0),
    count1: sumOf(cube.count1),
    total1: sumOf(cube.total1),
  };
  const values = sliceSums(cube).filter(({ depth }) => depth === 1);
  return cube.dimensions
    .map((dimension) =>
      blame(
        values.filter(({ name }) => name.startsWith(`${dimension}=`)),
        whole,
      ),
    )
    .filter(({ names }) => names.length > 0)
    .toSorted((a, b) => b.surprise - a.surprise)
    .map(({ names }) => names);
}

type Whole = Pick<SliceSum, "count0" | "total0" | "count1" | "total1">;

function blame(values: readonly SliceSum[], whole: Whole): { names: string[]; surprise: number } {
  const scale = whole.total1 / whole.total0;
  const powers = values.map((value) => power(value, whole, scale));
  const sum = powers.reduce((a, b) => a + b, 0);
  const ranked = values
    .map((value, i) => ({
      name: value.name,
      power: (powers[i] ?? 0) / sum,
      surprise: surpriseOf(value, whole),
    }))
    .toSorted((a, b) => b.surprise - a.surprise);
  const names: string[] = [];
  let [surprise, explained] = [0, 0];
  for (const value of ranked) {
    if (value.power <= leastPower) continue;
    names.push(value.name);
    surprise += value.surprise;
    explained += value.power;
    if (explained > enoughPower) return { names, surprise };
  }
  return { names: [], surprise: 0 };
}

/** How much of the ratio's change the value explains: the derivative of a quotient, in finite differences. */
function power(value: SliceSum, whole: Whole, scale: number): number {
  const [count, total] = [whole.count0 * scale, whole.total0 * scale];
  const counts = value.count1 - value.count0 * scale;
  const totals = value.total1 - value.total0 * scale;
  return (counts * total - totals * count) / (total * (total + totals));
}

function surpriseOf(value: SliceSum, whole: Whole): number {
  return (
    divergence(value.count0 / whole.count0, value.count1 / whole.count1) +
    divergence(value.total0 / whole.total0, value.total1 / whole.total1)
  );
}

function divergence(p: number, q: number): number {
  const term = (x: number): number => (x > 0 ? x * Math.log((2 * x) / (p + q)) : 0);
  return (term(p) + term(q)) / 2;
}
