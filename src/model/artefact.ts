/** Files that a build prepares for the pages; each is written by `src/data/<name>.ts`. */
export const artefactNames = [
  "report.json",
  "decisions.arrow",
  "review.arrow",
  "reviewDaily.arrow",
  "pairs.arrow",
  "terms.arrow",
  "termPolicies.arrow",
  "termOverlaps.arrow",
  "termExamples.arrow",
  "packageTerms.arrow",
  "package.bin",
] as const;

export type ArtefactName = (typeof artefactNames)[number];

/** Effectiveness of one term that hit, under the newest release that holds it. */
export type TermRow = {
  readonly termId: string;
  readonly term: string;
  /** Language of the list that holds the term. */
  readonly language: string;
  /** First and last release that holds it, as indexes into `report.releases`. */
  readonly firstRelease: number;
  readonly lastRelease: number;
  /** Items hit; of these with a truth label; of these violating and good. */
  readonly hits: number;
  readonly labelled: number;
  readonly tp: number;
  readonly fp: number;
  /** Items that no other term of that release hits. */
  readonly uniqueHits: number;
  readonly uniqueTp: number;
  readonly uniqueFp: number;
  /** Σ 1/k over its items, k = terms of the release that hit the item. */
  readonly credit: number;
};

/** A term of the newest release, whether or not it hits; row i is term i of the compiled package in `package.bin`. */
export type PackageTermRow = {
  /** As written in the package. */
  readonly term: string;
  readonly match: string;
};

/** Items hit by a term under one policy. */
export type TermPolicyRow = {
  readonly termId: string;
  readonly policy: string;
  readonly hits: number;
  readonly tp: number;
  readonly fp: number;
};

/** Items that a term shares with another term of the same release. */
export type TermOverlapRow = { readonly termId: string; readonly otherId: string; readonly items: number };

/** One item hit by a term, chosen by a fixed order of hashes; `text` is shown masked. */
export type TermExampleRow = {
  readonly termId: string;
  readonly itemId: string;
  readonly policy: string;
  readonly truth: string;
  readonly text: string;
};
