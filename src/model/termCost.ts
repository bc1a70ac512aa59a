/** How a cost was found: measured alone, as an equal share of a search for many terms at once, or not told from nothing. */
export const costBases = ["alone", "shared", "below"] as const;

/**
 * What a term costs to be looked for in 1,000 items (texts; of images, hashes), in µs. `below`: less than `costUs`, which
 * is what noise could make.
 */
export type TermCost = {
  readonly termId: string;
  readonly kind: string;
  /** Median of the rounds, and the least and most of them. */
  readonly costUs: number;
  readonly lowUs: number;
  readonly highUs: number;
  readonly basis: (typeof costBases)[number];
};

/** Costs as they were measured once. */
export type MeasuredCosts = {
  readonly costs: readonly TermCost[];
  /** Texts that were searched in each round. */
  readonly texts: number;
  /** ISO, UTC. */
  readonly measuredAt: string;
  /** Processor and runtime, such as `Xeon 2.2 GHz, Node v20.11.0`. */
  readonly machine: string;
};

/** Columns of a file of costs, in order; the last three are the same in every row. */
export const costColumns = [
  "term_id",
  "kind",
  "cost_us_per_1000_items",
  "low_us",
  "high_us",
  "basis",
  "texts",
  "measured_at",
  "machine",
] as const;
