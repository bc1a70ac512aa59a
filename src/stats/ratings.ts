/**
 * Ratings of units by raters: a row a unit, a column a rater, `null` where a rater did not rate the unit. Categories
 * are numbers; only Krippendorff's interval and ordinal α read more than equality from them.
 */
export type Ratings = readonly (readonly (number | null)[])[];

/** Ratings counted: how many raters put each unit into each category. */
export type RatingCounts = {
  /** Ascending. */
  readonly categories: readonly number[];
  /** A row a unit with at least one rating, a column a category. */
  readonly counts: readonly (readonly number[])[];
};

/**
 * How many raters put each unit into each category; units without a rating are left out.
 * @param categories that there are, also when nobody used them; by default those that occur
 * @throws {TypeError} when a rating is none of the categories
 */
export function countRatings(ratings: Ratings, categories: readonly number[] = []): RatingCounts {
  const given = ratings.map((row) => row.filter((rating) => rating !== null)).filter((row) => row.length > 0);
  const known = new Set(categories.length > 0 ? categories : given.flat());
  const sorted = [...known].toSorted((a, b) => a - b);
  const places = new Map(sorted.map((category, place) => [category, place]));
  const counts = given.map((row) => {
    const found = sorted.map(() => 0);
    for (const rating of row) {
      const place = places.get(rating);
      if (place === undefined)
        throw new TypeError(`Expected a rating of ${sorted.join(", ")}, got \`${rating}\``);
      found[place] = (found[place] ?? 0) + 1;
    }
    return found;
  });
  return { categories: sorted, counts };
}

/** Units that two raters both rated, by the category of the first (row) and of the second (column). */
export function crossTable(first: readonly number[], second: readonly number[], size: number): number[][] {
  const table = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (const [i, a] of first.entries()) {
    const row = table[a];
    const b = second[i];
    if (row === undefined || b === undefined)
      throw new TypeError(`Expected categories below ${size}, got \`${a}\``);
    row[b] = (row[b] ?? 0) + 1;
  }
  return table;
}
