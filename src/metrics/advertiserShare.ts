import type { AdvertiserSums, Cube, CubeCell } from "../model/cube.js";
import { effectiveN } from "../stats/effectiveN.js";
import { ratioSums } from "./ratioSums.js";

/** 1 for each measure of the cube that is in the numerator or denominator of a ratio, 0 for the others. */
export type RatioWeights = { readonly numerator: readonly number[]; readonly denominator: readonly number[] };

/**
 * The share of their effective n that the clusters of advertisers leave to cells: effective n over advertisers by that
 * over items, the least among the parts of the stage (all, or one value of one dimension) that hold all the cells; at
 * most 1, and 1 where the cube knows no advertisers. It is estimated over all days, since one day has too few
 * advertisers, and taken for each of them; an advertiser has less of one day than of all, so that a day's interval
 * comes out wide rather than narrow. A part whose ratio is 0 or 1 says nothing of its spread and is passed over.
 * O(parts + cells × dimensions) after the first time.
 */
export function advertiserShare(
  { advertisers = [] }: Cube,
  cells: readonly CubeCell[],
  { numerator, denominator }: RatioWeights,
): number {
  if (advertisers.length === 0) return 1;
  const shares = partShares(advertisers, numerator, denominator);
  let least = 1;
  for (const [at, part] of advertisers.entries()) {
    if ((shares[at] ?? 1) < least && holdsAll(part, cells)) least = shares[at] ?? 1;
  }
  return least;
}

/** The shares of the parts by the weights of a ratio: made once, since alerts ask for every day of every series. */
const knownShares = new WeakMap<readonly AdvertiserSums[], Map<string, readonly number[]>>();

function partShares(
  parts: readonly AdvertiserSums[],
  numerator: readonly number[],
  denominator: readonly number[],
): readonly number[] {
  const known = knownShares.get(parts) ?? new Map<string, readonly number[]>();
  knownShares.set(parts, known);
  const key = `${numerator.join(" ")}/${denominator.join(" ")}`;
  const shares = known.get(key) ?? parts.map((part) => shareOf(part, numerator, denominator));
  known.set(key, shares);
  return shares;
}

function shareOf(
  { sums, ofItems, ofAdvertisers }: AdvertiserSums,
  numerator: readonly number[],
  denominator: readonly number[],
): number {
  const items = ratioSums([{ sums, products: ofItems }], numerator, denominator);
  if (items.a <= 0 || items.a >= items.b) return 1;
  return (
    effectiveN(ratioSums([{ sums, products: ofAdvertisers }], numerator, denominator)) / effectiveN(items)
  );
}

function holdsAll({ dimension, value }: AdvertiserSums, cells: readonly CubeCell[]): boolean {
  return dimension === null || cells.every(({ slice }) => slice[dimension] === value);
}
