import { advertiserShare } from "../metrics/advertiserShare.js";
import { ratioSums } from "../metrics/ratioSums.js";
import type { Cube } from "../model/cube.js";
import { compareProportions } from "../stats/twoProportion.js";
import { gateChange } from "./gateChange.js";
import type { WindowSum } from "./gateChange.js";
import type { MoveWindow, RatioWeights } from "./moveRows.js";
import { isOtherDesign } from "./sampleWeights.js";

/** Both windows of a move. */
export type MoveWindows = { readonly from: MoveWindow; readonly to: MoveWindow };

/** What is left of the effective n. */
const leastLoss = 0.9;

/**
 * Whether the sampling changed and not what was sampled: the raw rate of the labels jumps, the weighted one moves less
 * than half as far, effective n falls by a tenth or more, and the labels of some measure weigh half more or less than
 * alike ones did before.
 */
export function isSamplingChange({ from: { facts: from }, to: { facts: to } }: MoveWindows): boolean {
  const jump = compareProportions(toProportion(from.raw), toProportion(to.raw));
  const moved = rateOf(to.weighted) - rateOf(from.weighted);
  return (
    jump?.distinguishable === true &&
    Math.abs(moved) < Math.abs(jump.difference) / 2 &&
    to.effectiveN < leastLoss * from.effectiveN &&
    isOtherDesign(from.weighed, to.weighed)
  );
}

/** The least part of the excess that one advertiser must have. */
const leastPart = 0.5;

/**
 * Whether a rate jumped for the items of one advertiser alone: the items' rate went up distinguishably, that of advertisers
 * did not (its effective n is theirs), and their clustering is as if one had half of the excess or more. What one would
 * have is the root of Σ over advertisers of (a − R·b)², less the same of items, R being the earlier rate: of many
 * advertisers with a little excess each, it is small. Known over all days of the cube; no where it has no advertisers.
 */
export function isOneAdvertiser(cube: Cube, weights: RatioWeights, windows: MoveWindows): boolean {
  const [from, to] = [windows.from.facts, windows.to.facts];
  const items = { from: sumOf(windows.from.rows), to: sumOf(windows.to.rows) };
  const whole = cube.advertisers?.find(({ dimension }) => dimension === null);
  if (whole === undefined) return false;
  const excess = to.weighted.count - to.weighted.total * rateOf(from.weighted);
  const ofItems = gateChange(items.from, items.to);
  if (excess <= 0 || ofItems?.distinguishable !== true) return false;
  const designEffect = 1 / advertiserShare(cube, [], weights);
  if (gateChange(items.from, items.to, { designEffect })?.distinguishable === true) return false;
  const spreadOf = (products: readonly number[]): number => {
    const { aa, ab, bb } = ratioSums(
      [{ sums: whole.sums, products }],
      weights.numerator,
      weights.denominator,
    );
    const rate = rateOf(from.weighted);
    return aa - 2 * rate * ab + rate * rate * bb;
  };
  const ofOne = Math.sqrt(Math.max(0, spreadOf(whole.ofAdvertisers) - spreadOf(whole.ofItems)));
  return ofOne >= leastPart * excess;
}

/** Work that was due to be logged on a day, by another table (tasks that were done, say), and what was logged. */
export type DayVolume = { readonly day: string; readonly due: number; readonly logged: number };

/** Share of the work that may be missing or doubled more than before: what is done around midnight, and retries. */
const mostMissing = 0.05;

/**
 * Whether the log lost or doubled work: the share of the work due that is missing or too much grew by more than 0.05 from
 * one window to the other.
 */
export function isLoggingFault(from: readonly DayVolume[], to: readonly DayVolume[]): boolean {
  const before = rateOf(sumOf(from.map(residualOf)));
  const after = rateOf(sumOf(to.map(residualOf)));
  return after - before > mostMissing;
}

/** Work that is missing in the log or too much in it, at most all that was due. */
export function residualOf({ due, logged }: DayVolume): WindowSum {
  return { count: Math.min(due, Math.abs(due - logged)), total: due };
}

function toProportion(sum: WindowSum): { value: number | undefined; effectiveN: number } {
  return { value: sum.total > 0 ? sum.count / sum.total : undefined, effectiveN: sum.total };
}

function rateOf({ count, total }: WindowSum): number {
  return total > 0 ? count / total : 0;
}

function sumOf(sums: readonly WindowSum[]): WindowSum {
  return sums.reduce((a, b) => ({ count: a.count + b.count, total: a.total + b.total }), {
    count: 0,
    total: 0,
  });
}
