import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { normalQuantile } from "./normal.js";

/** A stream of chance: every draw moves it on. */
export type Random = {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Whole, from 0 to below `end`. */
  readonly integer: (end: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Successes in `n` trials of probability `p`, exact; O(n) up to 50 trials, then O(log n). */
  readonly binomial: (n: number, p: number) => number;
  /** O(mean). */
  readonly poisson: (mean: number) => number;
};

/**
 * Chance that is the same for the same seed, on every machine.
 * Generator: xoroshiro128+ of pure-rand, its state filled by SplitMix32: seeded with a small number itself, its first
 * draws would all be near 1. Not for secrets.
 * @param seed a whole number; its lowest 32 bits count
 */
export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plusFromState(stateOf(seed));
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    integer: (end) => Math.floor(uniform() * end),
    normal: () => normalQuantile(uniform() || Number.MIN_VALUE),
    binomial: (n, p) => drawBinomial(uniform, n, p),
    poisson: (mean) => drawPoisson(uniform, mean),
  };
}

/** Four words that differ in about half of their bits for neighbouring seeds. Source: Steele, Lea and Flood 2014. */
function stateOf(seed: number): number[] {
  return [1, 2, 3, 4].map((step) => {
    let word = (seed + step * 0x9e3779b9) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  });
}

type Uniform = () => number;

const directTrials = 50;

/** Halves the trials at their median success time, a beta variable, until few are left. Source: Relles 1972. */
function drawBinomial(uniform: Uniform, n: number, p: number): number {
  let [trials, chance, successes] = [n, p, 0];
  while (trials > directTrials && chance > 0 && chance < 1) {
    const rank = Math.floor((trials + 1) / 2);
    const middle = drawBeta(uniform, rank, trials - rank + 1);
    if (middle <= chance) {
      successes += rank;
      trials -= rank;
      chance = (chance - middle) / (1 - middle);
    } else {
      trials = rank - 1;
      chance /= middle;
    }
  }
  for (let i = 0; i < trials; i++) if (uniform() < chance) successes++;
  return successes;
}

function drawBeta(uniform: Uniform, a: number, b: number): number {
  const x = drawGamma(uniform, a);
  return x / (x + drawGamma(uniform, b));
}

/** For shapes from 1 up. Source: Marsaglia and Tsang 2000. */
function drawGamma(uniform: Uniform, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(uniform() || Number.MIN_VALUE);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Counts arrivals of a unit's time, in steps of 500 so that exp(−mean) does not vanish. Source: Knuth 1969. */
function drawPoisson(uniform: Uniform, mean: number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 500) {
    const limit = Math.exp(-Math.min(left, 500));
    for (let product = uniform(); product > limit; product *= uniform()) count++;
  }
  return count;
}
