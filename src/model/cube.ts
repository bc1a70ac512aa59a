/**
 * Sums over the units of one cell, and what is needed for the variance of any ratio of them.
 * Units that belong together (the three judgments of one item) form a cluster; per cluster the measures are summed
 * first, and `products` are the sums over clusters of the products of those sums. They add up when cells are merged
 * as long as no cluster lies in two of the cells.
 */
export type CubeCell = {
  /** Dimension → value, e.g. `{language: "fr", policy: "profanity_nh"}`; `null` where the table has no value. */
  readonly slice: Readonly<Record<string, string | null>>;
  /** One sum per measure of the cube. */
  readonly sums: readonly number[];
  /** Upper triangle, row by row, of Σ over clusters of measure i × measure j: k(k+1)/2 numbers for k measures. */
  readonly products: readonly number[];
};

/** Cells of one stage over the same dimensions and measures. */
export type Cube = {
  readonly dimensions: readonly string[];
  /** Names that metric definitions refer to, e.g. `["tp", "fp", "fn", "tn"]`. */
  readonly measures: readonly string[];
  readonly cells: readonly CubeCell[];
};
