import type { PackageLint } from "./packageLint.js";
import type { MeasuredCosts } from "./termCost.js";
import type { Rate } from "./rate.js";

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

/** Items that images or videos hit within a span of distances, labelled or not. */
export type DistanceHits = {
  /** Bits in which the hashes differ, or within which 80 % of an item's frames are met, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly hits: number;
  readonly labelled: number;
  /** Labelled items that violate. */
  readonly tp: number;
  /** Weighted by the samples that led to labels. */
  readonly precision: Rate;
};

/** Hits by distance, nearest first. */
export type TermDistances = {
  /** The greatest distance that is a hit, so that nothing is known of those behind it. */
  readonly radius: number;
  readonly bands: readonly DistanceHits[];
  /** All hits from distance 0 to the end of each band. */
  readonly within: readonly DistanceHits[];
};

/** Images, or videos, of the newest release by distance. */
export type HashDistances = {
  /** Terms of that kind, and those of them that hit. */
  readonly terms: number;
  readonly hitting: number;
  readonly all: TermDistances;
  /** Term id → its own, of the terms with the most hits. */
  readonly ofTerms: Readonly<Record<string, TermDistances>>;
};

/** How often the labelled good items of a currency that a term hits were expected to be seen. */
export type WrongExposure = {
  /** `null` where items name none. */
  readonly currency: string | null;
  /** Impressions, above 0. */
  readonly exposure: number;
};

/** Items hit, and of those with a truth label the violating and the good ones. */
export type HitCounts = { readonly hits: number; readonly tp: number; readonly fp: number };

/** What the Package page says beside the terms. */
export type PackageHealth = {
  /** In the order of release. */
  readonly releases: readonly ReleaseHealth[];
  /** The days up to the newest that the data speaks of; `null` where items have no time. */
  readonly recent: { readonly days: number; readonly items: number } | null;
  /** `null` unless the workspace asks for it. */
  readonly cleanup: CleanupFacts | null;
  /** `null` where there is no package. */
  readonly lint: PackageLint | null;
  /** Term id → items hit by the term's age on their day, see `TermAge`; left out where items have no time. */
  readonly ages?: Readonly<Record<string, Readonly<Record<string, HitCounts>>>>;
  /** Term id → by currency, most impressions first; left out where items do not say how often they will be seen. */
  readonly wrongExposure?: Readonly<Record<string, readonly WrongExposure[]>>;
  /** What terms cost to be looked for; left out where the workspace names no file that says so. */
  readonly costs?: MeasuredCosts;
  /** Left out where no image was looked for: the newest release has none, or no item has a hash. */
  readonly images?: HashDistances;
  /** Left out where no video was looked for. */
  readonly videos?: HashDistances;
};
