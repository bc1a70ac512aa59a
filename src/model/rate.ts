import type { Labels } from "./cube.js";

/** Lower and upper end of a 95 % interval unless the name says otherwise. */
export type Interval = readonly [low: number, high: number];

/**
 * A ratio of sums with what it rests on. A rate is never a bare number.
 * With `total` 0 there is no data: `value` and `interval` are `undefined`.
 */
export type Rate = {
  /** Sum of the numerator, ≥ 0; weighted sums need not be whole. */
  readonly count: number;
  /** Sum of the denominator, ≥ `count`. */
  readonly total: number;
  /** Size of the simple random sample that would have the same variance; 0 when `total` is 0. */
  readonly effectiveN: number;
  /** `count / total`, in [0, 1]. */
  readonly value: number | undefined;
  /** Wilson score interval on `effectiveN`. */
  readonly interval: Interval | undefined;
  /** What it could be counted on; `undefined` where no label is needed. */
  readonly labels?: Labels;
};

/** A value of any kind of metric, in the metric's own unit, with what it rests on. */
export type Measured = {
  /** What the value says is there, e.g. disagreeing pairs; units themselves where there is nothing to count. */
  readonly count: number;
  /** Units it was found on. */
  readonly total: number;
  readonly effectiveN: number;
  /** `undefined` without units. */
  readonly value: number | undefined;
  /** 95 %; `undefined` without a value, or where it cannot be told. */
  readonly interval: Interval | undefined;
};
