const mostFactors = 12;

/**
 * What each of some factors adds to a change, in their order; empty for none. The parts sum to value(all) − value(none),
 * and do not depend on the order of the factors: each is its mean effect over all orders of changing them.
 * For a product of factors summed over rows it is Das Gupta's decomposition. O(factors · 2^factors).
 * Formulas: Shapley 1953, Das Gupta 1993.
 * @param value of the whole when these factors have changed and the others have not; asked once for each set
 * @throws {TypeError} for more than 12 factors
 */
export function shapley(factors: number, value: (changed: readonly boolean[]) => number): number[] {
  if (factors > mostFactors)
    throw new TypeError(`Expected at most ${mostFactors} factors, got \`${factors}\``);
  const places = Array.from({ length: factors }, (_, place) => place);
  const values = Array.from({ length: 2 ** factors }, (_, set) =>
    value(places.map((place) => hasPlace(set, place))),
  );
  return places.map((place) =>
    values.reduce((sum, before, set) => {
      if (hasPlace(set, place)) return sum;
      const size = places.filter((other) => hasPlace(set, other)).length;
      return sum + ((values[set + 2 ** place] ?? before) - before) / (factors * waysOf(factors - 1, size));
    }, 0),
  );
}

function hasPlace(set: number, place: number): boolean {
  return Math.floor(set / 2 ** place) % 2 === 1;
}

/** Ways to choose `k` of `n`. */
function waysOf(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
