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
  /**
   * Advertisers lie in many cells. They are dealt to buckets by the hash of their id, and a bucket's cells are put
   * together before anything is squared; none where items name no advertiser, or `Cube.advertisers` tells of them.
   */
  readonly bucket?: number;
  /** Decisions of the slice, and those among them that have a label; none where no label is needed. */
  readonly labels?: Labels;
};

/** How many decisions there are, each counted once, and how many of them a label of a later stage judges. */
export type Labels = { readonly decisions: number; readonly labelled: number };

/**
 * All days of a stage, in all or for one value of one dimension: its sums, and the sums of the products of those of every
 * item version, and of those of every advertiser, in the order of `CubeCell.products`.
 */
export type AdvertiserSums = {
  /** `null` for the whole stage. */
  readonly dimension: string | null;
  readonly value: string | null;
  readonly sums: readonly number[];
  readonly ofItems: readonly number[];
  readonly ofAdvertisers: readonly number[];
};

/** Cells of one stage over the same dimensions and measures. */
export type Cube = {
  readonly dimensions: readonly string[];
  /** Names that metric definitions refer to, e.g. `["tp", "fp", "fn", "tn"]`. */
  readonly measures: readonly string[];
  readonly cells: readonly CubeCell[];
  /**
   * What the clusters of advertisers take from effective n, where items name any and cells are too many to be split by
   * bucket.
   */
  readonly advertisers?: readonly AdvertiserSums[];
};

/** Column that holds the sum over clusters of measure `a` × measure `b`, where a cube is stored as a table. */
export function productColumn(a: string, b: string): string {
  return `${a}_x_${b}`;
}

/** The product columns of a cube in the order of `products`: the upper triangle, row by row. */
export function productColumns(measures: readonly string[]): string[] {
  return measures.flatMap((a, index) => measures.slice(index).map((b) => productColumn(a, b)));
}

/** The products of every two numbers: the upper triangle, row by row. */
export function outerProducts(sums: readonly number[]): number[] {
  const products: number[] = []; // plain loops: it is called for every cell and cluster
  for (let i = 0; i < sums.length; i++)
    for (let j = i; j < sums.length; j++) products.push((sums[i] ?? 0) * (sums[j] ?? 0));
  return products;
}
