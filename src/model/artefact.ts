/** Files that a build prepares for the pages; each is written by `src/data/<name>.ts`. */
export const artefactNames = [
  "report.json",
  "decisions.arrow",
  "review.arrow",
  "reviewDaily.arrow",
  "pairs.arrow",
  "duplicates.arrow",
  "audits.arrow",
  "lineItems.arrow",
  "labelLags.arrow",
  "coverage.arrow",
  "samples.arrow",
  "terms.arrow",
  "termPolicies.arrow",
  "termOverlaps.arrow",
  "termExamples.arrow",
  "termHistory.arrow",
  "packageHealth.json",
  "overkill.json",
  "policies.json",
  "adHealth.json",
  "candidates.json",
  "growth.json",
  "releaseTerms.json",
  "monitor.json",
  "packageTerms.arrow",
  "package.bin",
  "alerts.json",
] as const;

export type ArtefactName = (typeof artefactNames)[number];

/** Columns of `review.arrow` and `reviewDaily.arrow` that say how decisions were scored: scored stage, stage of the label. */
export const scoringColumns = ["stage", "labelSource"] as const;

/** Effectiveness of one term that hit, under the newest release that holds it. */
export type TermRow = {
  readonly termId: string;
  readonly term: string;
  /** Language of the list that holds the term. */
  readonly language: string;
  /** "reject" where it names none. */
  readonly action: string;
  /** First and last release that holds it, as indexes into `report.releases`. */
  readonly firstRelease: number;
  readonly lastRelease: number;
  /** Items hit; of these with a truth label; of these violating and good. */
  readonly hits: number;
  readonly labelled: number;
  readonly tp: number;
  readonly fp: number;
  /**
   * The labelled items and the violating ones of them, each as many as its sample stands for, and the size of the simple
   * random sample that says as much; left out of all rows where every label stands for itself.
   */
  readonly weightedLabelled?: number;
  readonly weightedTp?: number;
  readonly effectiveN?: number;
  /** Items that no other term of that release hits. */
  readonly uniqueHits: number;
  readonly uniqueTp: number;
  readonly uniqueFp: number;
  /** Of these the ones that no model and no other package rejected either. */
  readonly aloneHits: number;
  readonly aloneTp: number;
  readonly aloneFp: number;
  /** Σ 1/k over its items, k = terms of the release that hit the item. */
  readonly credit: number;
  /** Of it what violating and good items give; over all terms of a release they add up to its true and false positives. */
  readonly creditTp: number;
  readonly creditFp: number;
  /** Advertisers of the labelled items; where items name none, as many as these. */
  readonly advertisers: number;
  /** Items that only the evasive view finds it in. */
  readonly evasiveHits: number;
  readonly evasiveTp: number;
  readonly evasiveFp: number;
  /** Items of the recent window that it hits, see `PackageHealth`; 0 where items have no time. */
  readonly recentHits: number;
  readonly recentTp: number;
  readonly recentFp: number;
};

/**
 * A word, regex or rule of the newest release, whether or not it hits: what a page needs to try it. The words are
 * compiled in `package.bin`, in their order here, once for each view.
 */
export type PackageTermRow = {
  /** "" where it is the hash of languages and term. */
  readonly termId: string;
  /** As written in the package. */
  readonly term: string;
  readonly kind: string;
  readonly match: string;
  /** Joined by "+". */
  readonly views: string;
  /** Joined by ";" and empty for all, as the markets are. */
  readonly languages: string;
  readonly markets: string;
  /** "" for none. */
  readonly action: string;
  /** The first moment in force and the first after it, as ISO 8601 in UTC; "" for none. */
  readonly validFrom: string;
  readonly validTo: string;
};

/** Items hit by a term under one policy in one language and market; "" where they name none. */
export type TermPolicyRow = {
  readonly termId: string;
  readonly policy: string;
  readonly language: string;
  readonly market: string;
  readonly hits: number;
  readonly tp: number;
  readonly fp: number;
};

/** Items that a term shares with another term of the same release. */
export type TermOverlapRow = { readonly termId: string; readonly otherId: string; readonly items: number };

/** What a release did to a term; none for the first one. */
export type TermHistoryRow = {
  readonly termId: string;
  /** Index into `report.releases`. */
  readonly release: number;
  readonly change: "added" | "removed" | "changed";
  /** Flags that changed, with both values; "" where the term came or went. */
  readonly flags: string;
};

/** One item hit by a term, chosen by a fixed order of hashes; `text` is shown masked. */
export type TermExampleRow = {
  readonly termId: string;
  readonly itemId: string;
  readonly policy: string;
  readonly truth: string;
  readonly text: string;
};

/** Labels of a stage by the bin of how late they came; see `lagQuantile` for what a bin holds. */
export type LabelLagRow = {
  /** Dimensions of the item. */
  readonly slice: Readonly<Record<string, string | null>>;
  /** Stage of the label. */
  readonly stage: string;
  readonly bin: number;
  readonly labels: number;
};

/** Decisions of a stage on a day, and how many of them have a label of a later stage; `day` is null without a time. */
export type CoverageRow = {
  readonly stage: string;
  readonly day: string | null;
  readonly decisions: number;
  readonly labelled: number;
};

/** Labels of a stage by their sample design and the probability that they were drawn with, where the data says. */
export type SampleRow = {
  readonly stage: string;
  readonly design: string | null;
  readonly chance: number | null;
  readonly labels: number;
};
