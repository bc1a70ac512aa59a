import type { AdvertiserSums, Cube, CubeCell } from "../model/cube.js";
import { effectiveN } from "../stats/effectiveN.js";
import { ratioSums } from "./ratioSums.js";

/** 1 for each measure of the cube that is in the numerator or denominator of a ratio, 0 for the others. */
type RatioWeights = { readonly numerator: readonly number[]; readonly denominator: readonly number[] };

/**
 * The share of their effective n that the clusters of advertisers leave to cells: effective n over advertisers by that
 * over items, the least among the parts of the stage (all, or one value of one dimension) that hold all the cells; at
 * most 1, and 1 where the cube knows no advertisers. It is estimated over all days, since one day has too few
 * advertisers, and taken for each of them; an advertiser has less of one day than of all, so that a day's interval
 * comes out wide rather than narrow. A part whose ratio is 0 or 1 says nothing of its spread and is passed over.
 * O(parts + cells × dimensions).
 */
export function advertiserShare(
  { advertisers = [] }: Cube,
  cells: readonly CubeCell[],
  { numerator, denominator }: RatioWeights,
): number {
  let least = 1;
  for (const part of advertisers) {
    if (!holdsAll(part, cells)) continue;
    const [ofItems, ofAdvertisers] = [part.ofItems, part.ofAdvertisers].map((products) =>
      ratioSums([{ sums: part.sums, products }], numerator, denominator),
    );
    if (ofItems === undefined || ofAdvertisers === undefined) continue;
    if (ofItems.a > 0 && ofItems.a < ofItems.b)
      least = Math.min(least, effectiveN(ofAdvertisers) / effectiveN(ofItems));
  }
  return least;
}

function holdsAll({ dimension, value }: AdvertiserSums, cells: readonly CubeCell[]): boolean {
  return dimension === null || cells.every(({ slice }) => slice[dimension] === value);
}
