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
};
