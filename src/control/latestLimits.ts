import type { Weighted } from "./baseline.js";
import type { FitJudge } from "./judges.js";
import { fitUsual, testUsual } from "./testLatest.js";
import type { LatestOptions } from "./testLatest.js";

/**
 * Limits that the last value would have to keep for `testLatest` to stay above `level`, given the ones before it; a
 * limit that no value passes is infinite. `undefined` where there is no last value or it cannot be tested.
 * Found by halving: some hundred tests.
 */
export function latestLimits(
  points: readonly (Weighted | undefined)[],
  fit: FitJudge,
  { level, ...options }: LatestOptions & { readonly level: number },
): readonly [number, number] | undefined {
  const last = points.at(-1);
  const usual = fitUsual(points, fit, options);
  if (last === undefined || usual === undefined || testUsual(usual, options) === undefined) return undefined;
  const isOut = (value: number): boolean => {
    const latest = [...usual.latest.slice(0, -1), { value, n: last.n }];
    return (testUsual({ ...usual, latest }, options)?.pValue ?? 1) <= level;
  };
  const season = last.value - (usual.latest.at(-1)?.value ?? last.value);
  const limitTowards = (sign: number): number => season + edgeOf(isOut, usual.centre, sign);
  return [limitTowards(-1), limitTowards(1)];
}

const doublings = 80;
const halvings = 30;

/** Where a condition begins to hold on the way up (1) or down (−1) from a value at which it does not. */
function edgeOf(holds: (value: number) => boolean, from: number, sign: number): number {
  let reach = (Math.abs(from) || 1) * 2 ** -10;
  for (let i = 0; !holds(from + sign * reach); i++) {
    if (i === doublings) return sign * Infinity;
    reach *= 2;
  }
  let inside = 0;
  for (let i = 0; i < halvings; i++) {
    const middle = (inside + reach) / 2;
    if (holds(from + sign * middle)) reach = middle;
    else inside = middle;
  }
  return from + sign * inside;
}
