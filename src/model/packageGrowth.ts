/** Additions and removals of a month by the time of the release; those of bulk releases beside them. */
export type GrowthMonth = {
  /** `2024-01` */
  readonly month: string;
  readonly releases: number;
  readonly added: number;
  readonly removed: number;
  readonly bulkReleases: number;
  readonly bulkAdded: number;
  readonly bulkRemoved: number;
};

type Quartiles = readonly [low: number, median: number, high: number];

/** How a package grew, as the page Releases tells it. */
export type PackageGrowth = {
  /** What it was made from; a build takes the last one where it is the same. */
  readonly key: string;
  /** A log of additions and removals, or only what releases held; `null` where neither has times. */
  readonly source: "log" | "snapshots" | null;
  /** Releases that are no bulk; of snapshots those behind the first. */
  readonly releases: number;
  readonly added: number;
  readonly removed: number;
  /** Between a release and the next, in days; `null` with fewer than two. */
  readonly daysBetween: Quartiles | null;
  /** Releases that throw lists back or apply them again; `null` where snapshots cannot tell. */
  readonly bulk: { readonly releases: number; readonly added: number; readonly removed: number } | null;
  /** Terms that were watched before they rejected, and for how many days; `null` where snapshots cannot tell. */
  readonly promotions: { readonly terms: number; readonly days: Quartiles | null } | null;
  /** In their order, without those in which nothing was released. */
  readonly months: readonly GrowthMonth[];
};
