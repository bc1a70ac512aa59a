import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Seeded draws; each call moves the sequence on. */
export type Chance = {
  /** At least 0, less than 1. */
  readonly unit: () => number;
  readonly happens: (share: number) => boolean;
  /** A whole number from 0 to `below` − 1. */
  readonly whole: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** Mean 0, standard deviation 1. */
  readonly normal: () => number;
  readonly exponential: (mean: number) => number;
  readonly poisson: (mean: number) => number;
};

const two32 = 2 ** 32;
const warmUp = 16; // the first draws of near seeds resemble each other

/**
 * The draws of a seed for a purpose; another purpose or seed gives an unrelated sequence, so that a draw more in one
 * part of the world does not move the others.
 */
export function chanceFor(seed: number, ...purpose: readonly (string | number)[]): Chance {
  const generator = xoroshiro128plus(hash32(`${seed}/${purpose.join("/")}`));
  for (let skipped = 0; skipped < warmUp; skipped++) generator.next();
  const unit = (): number => (generator.next() >>> 0) / two32;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    happens: (share) => unit() < share,
    whole: (below) => Math.floor(unit() * below),
    pick: (from) => {
      const found = from[Math.floor(unit() * from.length)];
      if (found === undefined) throw new TypeError("Expected `from` to hold at least one value, got none");
      return found;
    },
    normal,
    exponential: (mean) => -mean * Math.log(1 - unit()),
    poisson: (mean) => poisson(mean, { unit, normal }),
  };
}

/** Draws of an index with the odds of its weight; the weights need not sum to 1. O(log weights) a draw. */
export function weightedIndex(weights: readonly number[]): (unit: number) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    total += weight;
    cumulative[index] = total;
  }
  if (!(total > 0)) throw new TypeError("Expected `weights` to hold one above 0, got none");
  return (unit) => {
    const sought = unit * total;
    let [low, high] = [0, weights.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) > sought) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Knuth's product of uniforms; above 30, where it is slow, the rounded normal is near enough. */
function poisson(mean: number, { unit, normal }: Pick<Chance, "unit" | "normal">): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = unit(); product > limit; product *= unit()) count++;
  return count;
}

/** FNV-1a, 32 bits, over UTF-16 code units, with a final mix. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
