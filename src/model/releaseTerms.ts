/** What counts of the terms of a release hold for. */
export type FreshCounts = {
  /** Index into `report.releases`. */
  readonly release: number;
  /** One character a release: "1" where the counts are of terms that are new or changed since then. */
  readonly freshSince: string;
};

/** What the new and changed terms between any two releases do, beside the decisions. */
export type ReleaseTerms = {
  /** Terms that only watch or flag. */
  readonly harmless: readonly (FreshCounts & { readonly action: "watch" | "flag"; readonly terms: number })[];
  /** Items that the release approves and that such terms hit. */
  readonly unenforced: readonly (FreshCounts & {
    readonly truth: "violating" | "good" | "unlabelled";
    readonly items: number;
  })[];
  /** Terms that reject more than `gate.maxTermShare` of all items. */
  readonly broad: readonly (FreshCounts & { readonly termId: string; readonly hits: number })[];
};
