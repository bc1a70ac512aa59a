import { changeCube } from "../../src/rca/changeCube.js";
import type { ChangeCube, CubeRow, Slice } from "../../src/rca/changeCube.js";
import { randomFrom } from "../../src/stats/random.js";
import type { Random } from "../../src/stats/random.js";

export type Simulated = { readonly cube: ChangeCube; readonly truth: readonly Slice[] };

type SimulationOptions = {
  readonly causes: number;
  /** Whether the values of one dimension grow and shrink, by a factor of about 2 each. */
  readonly mixShift?: boolean;
  readonly units?: number;
  /** Periods of as many units in the earlier window. */
  readonly periods?: number;
};

const sizes = [8, 10, 6, 3];
/** Counts that a cause's slice has at least before, so that there is something to find. */
const leastCounts = 10;

/**
 * A cube of wrong among good units, 8 × 10 × 6 × 3 cells of very different sizes, where the odds of `causes` slices of
 * one to three dimensions, without common cells, rise by a factor of 2 to 5. The same seed gives the same cube.
 */
export function simulatedCube(
  seed: number,
  { causes, mixShift = false, units = 200_000, periods = 4 }: SimulationOptions,
): Simulated {
  const random = randomFrom(seed);
  const cells = cellsOf(sizes);
  const before = drawShares(random, cells);
  const after = mixShift ? shiftMix(random, cells, before) : before;
  const logits = drawLogits(random, cells);
  const counts = cells.map((_, cell) => units * (after[cell] ?? 0) * logistic(logits[cell] ?? 0));
  const struck = drawCauses(random, { cells, counts, causes });
  const later = cells.map((cell, i) => {
    const hit = struck.find((cause) => holds(cause, cell));
    return (logits[i] ?? 0) + (hit === undefined ? 0 : hit.logOdds);
  });
  const dimensions = sizes.map((_, d) => `d${d}`);
  const earlier = { cells, shares: before, units: units * periods, logits };
  return {
    cube: changeCube(dimensions, {
      from: drawRows(random, earlier),
      to: drawRows(random, { cells, shares: after, units, logits: later }),
    }),
    truth: struck.map(({ values }) => Object.fromEntries([...values].map(([d, v]) => [`d${d}`, String(v)]))),
  };
}

type Cell = readonly number[];

function cellsOf([size, ...rest]: readonly number[]): Cell[] {
  if (size === undefined) return [[]];
  const tails = cellsOf(rest);
  return Array.from({ length: size }, (_, value) => tails.map((tail) => [value, ...tail])).flat();
}

function drawEffects(random: Random, spread: number): number[][] {
  return sizes.map((size) => Array.from({ length: size }, () => random.normal() * spread));
}

function sumEffects(effects: readonly number[][], cell: Cell): number {
  return cell.reduce((sum, value, d) => sum + (effects[d]?.[value] ?? 0), 0);
}

function drawShares(random: Random, cells: readonly Cell[]): number[] {
  const effects = drawEffects(random, 0.8);
  return normalise(cells.map((cell) => Math.exp(sumEffects(effects, cell) + random.normal() * 0.5)));
}

function shiftMix(random: Random, cells: readonly Cell[], shares: readonly number[]): number[] {
  const d = random.integer(sizes.length);
  const factors = Array.from({ length: sizes[d] ?? 0 }, () => Math.exp(random.normal() * 0.7));
  return normalise(cells.map((cell, i) => (shares[i] ?? 0) * (factors[cell[d] ?? 0] ?? 1)));
}

function normalise(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Rates around 3 %, not quite the product of what their values have. */
function drawLogits(random: Random, cells: readonly Cell[]): number[] {
  const effects = drawEffects(random, 0.35);
  return cells.map((cell) => Math.log(0.03 / 0.97) + sumEffects(effects, cell) + random.normal() * 0.2);
}

type Cause = { readonly values: ReadonlyMap<number, number>; readonly logOdds: number };

type Draw = { readonly cells: readonly Cell[]; readonly counts: readonly number[]; readonly causes: number };

function drawCauses(random: Random, { cells, counts, causes }: Draw): Cause[] {
  const drawn: Cause[] = [];
  while (drawn.length < causes) {
    const depth = 1 + random.integer(3);
    const values = new Map<number, number>();
    while (values.size < depth) {
      const d = random.integer(sizes.length);
      values.set(d, random.integer(sizes[d] ?? 1));
    }
    const cause = { values, logOdds: Math.log(2 + 3 * random.uniform()) };
    const held = cells.map((cell, i) => (holds(cause, cell) ? (counts[i] ?? 0) : 0));
    const isLarge = held.reduce((sum, count) => sum + count, 0) >= leastCounts;
    const isApart = !cells.some((cell) => holds(cause, cell) && drawn.some((other) => holds(other, cell)));
    if (isLarge && isApart) drawn.push(cause);
  }
  return drawn;
}

function holds({ values }: Cause, cell: Cell): boolean {
  return [...values].every(([d, value]) => cell[d] === value);
}

type Population = {
  readonly cells: readonly Cell[];
  readonly shares: readonly number[];
  readonly units: number;
  readonly logits: readonly number[];
};

function drawRows(random: Random, { cells, shares, units, logits }: Population): CubeRow[] {
  return cells.map((cell, i) => {
    const total = Math.floor(units * (shares[i] ?? 0) + random.uniform());
    return { values: cell.map(String), count: random.binomial(total, logistic(logits[i] ?? 0)), total };
  });
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
