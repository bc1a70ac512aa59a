/** One release by what it holds and what it changed. */
export type ReleaseHealth = {
  /** Kind → terms. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Against the release before; 0 in the first. */
  readonly added: number;
  readonly removed: number;
  /** Terms whose flags changed. */
  readonly changed: number;
};

/** What could go from the newest release; counts of terms that reject, unless they are of items. */
export type CleanupFacts = {
  readonly terms: number;
  readonly zeroHit: number;
  readonly contained: number;
  readonly dominated: number;
  /** Terms of the minimal package, and how many any package as good needs. */
  readonly minimal: number;
  readonly leastTerms: number;
  /** Good and unlabelled items that the minimal package no longer rejects. */
  readonly fixedFP: number;
  readonly unlabelled: number;
  /** `[terms left, true positives, false positives]`, one term fewer each. */
  readonly frontier: readonly (readonly [terms: number, tp: number, fp: number])[];
  /** Mean precision over the package's recall, by order of removal; `null` without a true positive. */
  readonly areas: Readonly<Record<"best" | "byPrecision" | "byHits" | "random", number | null>>;
};

/** What the Package page says beside the terms. */
export type PackageHealth = {
  /** In the order of release. */
  readonly releases: readonly ReleaseHealth[];
  /** The days up to the newest that the data speaks of; `null` where items have no time. */
  readonly recent: { readonly days: number; readonly items: number } | null;
  /** `null` unless the workspace asks for it. */
  readonly cleanup: CleanupFacts | null;
};
