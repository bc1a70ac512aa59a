import type { WindowSum } from "./gateChange.js";

/** When a rate changed. */
export type ChangeTime = {
  /** Place of the first period of the later level. */
  readonly place: number;
  /** Log-likelihood gained over one level, in nats; ≥ 0 but for rounding. */
  readonly gain: number;
  /** First and last place that explain the series nearly as well, within 3.68 nats: a 95 % range or a wider one. */
  readonly range: readonly [first: number, last: number];
};

/**
 * Nats by which a place may be worse and still be likely, at 95 %: −ln(1 − √0.95). A place is no smooth parameter, so that
 * half of χ², 1.92, would be too few. Source: Hansen 2000, Sample splitting and threshold estimation (7.35 for twice the nats).
 */
export const nearlyAsGood = 3.68;

/**
 * The period at which one change of level explains a series best; `undefined` when no period with units has one with
 * units before it. O(periods). Formula: binomial likelihood ratio of two levels against one.
 */
export function changeTime(periods: readonly WindowSum[]): ChangeTime | undefined {
  const whole = periods.reduce(add, { count: 0, total: 0 });
  let before: WindowSum = { count: 0, total: 0 };
  const gains = periods.map((period) => {
    const after = { count: whole.count - before.count, total: whole.total - before.total };
    const gain =
      before.total > 0 && after.total > 0 && period.total > 0
        ? logLikelihood(before) + logLikelihood(after) - logLikelihood(whole)
        : undefined;
    before = add(before, period);
    return gain;
  });
  const known = gains.flatMap((gain, place) => (gain === undefined ? [] : [{ place, gain }]));
  const [first, ...rest] = known;
  if (first === undefined) return undefined;
  const best = rest.reduce((a, b) => (b.gain > a.gain ? b : a), first);
  const likely = known.filter(({ gain }) => gain >= best.gain - nearlyAsGood).map(({ place }) => place);
  return { ...best, range: [Math.min(...likely), Math.max(...likely)] };
}

function add(a: WindowSum, b: WindowSum): WindowSum {
  return { count: a.count + b.count, total: a.total + b.total };
}

function logLikelihood({ count, total }: WindowSum): number {
  const rest = total - count;
  return (count > 0 ? count * Math.log(count / total) : 0) + (rest > 0 ? rest * Math.log(rest / total) : 0);
}
