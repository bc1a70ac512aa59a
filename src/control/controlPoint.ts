/** One period on a control chart. */
export type ControlPoint = {
  /** As observed; `undefined` without data, and then no alarm. */
  readonly value: number | undefined;
  /** Where values lie while nothing changes; `undefined` without data, or before there is a baseline. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** The value lies outside, and rests on enough units to say so. */
  readonly alarm: boolean;
};

/** A share of a period; with weights, `effectiveN` says what it is worth. */
export type SharePoint = {
  /** From 0 to `total`; weighted sums need not be whole. */
  readonly count: number;
  readonly total: number;
  /** Default: `total`. */
  readonly effectiveN?: number;
};

/** What charts have in common. */
export type ChartOptions = {
  /** Distance of the limits from the centre, in standard deviations. */
  readonly sigmas?: number;
  /** Effective units below which a period never alarms. */
  readonly minN?: number;
};

/** A period of `value`, in alarm when it lies outside and `mayAlarm`. */
export function toControlPoint(
  value: number,
  [low, high]: readonly [number, number],
  mayAlarm = true,
): ControlPoint {
  return { value, low, high, alarm: mayAlarm && (value < low || value > high) };
}

/** A period without data. */
export const noPoint: ControlPoint = { value: undefined, low: undefined, high: undefined, alarm: false };
