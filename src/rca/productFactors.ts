import { shapley } from "../stats/shapley.js";

/** One factor of a product, before and after. */
export type Factor = { readonly name: string; readonly from: number; readonly to: number };

const mostFactors = 6;

/**
 * What each factor adds to the change of their product, in their order, so that the parts sum to it to 1e-12 for
 * factors of shares: overkill per traffic = auto coverage × FDR, for one. Each part is the factor's mean effect over all
 * orders of changing them. O(factors · 2^factors). Formula: Das Gupta 1993, which is Shapley's value of the product.
 * @throws {TypeError} for more than 6 factors, or one that is not a finite number
 */
export function productFactors(factors: readonly Factor[]): number[] {
  if (factors.length > mostFactors)
    throw new TypeError(`Expected at most ${mostFactors} factors, got \`${factors.length}\``);
  const odd = factors.find(({ from, to }) => !Number.isFinite(from) || !Number.isFinite(to));
  if (odd !== undefined)
    throw new TypeError(`Expected \`${odd.name}\` to be finite, got \`${odd.from}\`, \`${odd.to}\``);
  return shapley(factors.length, (changed) =>
    factors.reduce((product, { from, to }, place) => product * (changed[place] === true ? to : from), 1),
  );
}
