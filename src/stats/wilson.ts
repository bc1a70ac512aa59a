import { normalQuantile } from "./normal.js";

/** Lower and upper end. */
export type Bounds = readonly [low: number, high: number];

/**
 * Score interval of a proportion, `undefined` when `total` is 0.
 * Takes real numbers, so that an effective n can stand for the total. Both ends lie in [0, 1]; the lower is exactly
 * 0 at `count` 0 and the upper exactly 1 at `count` = `total`. Formula: Wilson 1927.
 * @param level coverage, e.g. 0.95 (two-sided)
 * @throws {TypeError} when `count` lies outside [0, total]
 */
export function wilson(count: number, total: number, { level = 0.95 } = {}): Bounds | undefined {
  if (!(total >= 0)) throw new TypeError(`Expected \`total\` to be a number from 0, got \`${total}\``);
  if (!(count >= 0 && count <= total)) {
    throw new TypeError(`Expected \`count\` to be a number from 0 to ${total}, got \`${count}\``);
  }
  if (total === 0) return undefined;
  const z = twoSidedZ(level);
  const p = count / total;
  const shrink = 1 + (z * z) / total;
  const centre = (p + (z * z) / (2 * total)) / shrink;
  const half = ((z / shrink) * Math.sqrt(p * (1 - p) + (z * z) / (4 * total))) / Math.sqrt(total);
  return [count === 0 ? 0 : Math.max(0, centre - half), count === total ? 1 : Math.min(1, centre + half)];
}

/**
 * The standard normal quantile that leaves half of 1 − `level` above it: 1.96 for 0.95.
 * @throws {TypeError} when `level` does not lie between 0 and 1
 */
export function twoSidedZ(level: number): number {
  if (!(level > 0 && level < 1)) {
    throw new TypeError(`Expected \`level\` to lie between 0 and 1, got \`${level}\``);
  }
  return normalQuantile((1 + level) / 2);
}
