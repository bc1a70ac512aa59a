import type { Term } from "../matcher/term.js";
import type { Utf8Column } from "../matcher/utf8Column.js";
import type { Truth } from "../metrics/verdict.js";
import type { HitPairs } from "./hits.js";

/** A workspace's items as packages are judged on; arrays by item index, in the stored order. */
export type Traffic = {
  readonly itemIds: readonly string[];
  /** What each item is, by the best label of a stage after the automatic one. */
  readonly truths: readonly Truth[];
  /** 1 over the probability of having been labelled; 1 where unlabelled, and where every item was labelled. */
  readonly weights: Float64Array;
  /** Number of the advertiser, from 0; each item has its own where it names none. */
  readonly clusters: Int32Array;
  /** Dimension → value; only the dimensions that the workspace has. */
  readonly slices: Readonly<Record<string, readonly (string | null)[]>>;
  /** UTC ms, never NaN; `undefined` unless every item has a time. */
  readonly createdAt: Float64Array | undefined;
  /**
   * What the log says that the package decided: 1 rejected, 0 not, −1 no decision of the automatic stage; `undefined`
   * without logged decisions of that stage. Where no actor is a package, all of the stage stand for it.
   */
  readonly logged: Int8Array | undefined;
  /**
   * How each item ended: its place among `outcomeNames`. Audits are drawn by it. What goes to people is no sample, so what
   * they decided says what to look for and never how good a package is.
   */
  readonly outcomes: Uint8Array;
  /** What the items earned where they were let through, by currency; empty without delivery. */
  readonly money: readonly Money[];
  /** The canonical texts, read when asked for; blocks in the order of the items. */
  readonly readTexts: () => AsyncIterable<TextBlock>;
};

/**
 * Items as they are stored and as gates judge them: numbers, since a million ids, truths and values as texts cost more
 * than all else that is done with them. Arrays by item index.
 */
export type ItemFacts = Pick<
  Traffic,
  "weights" | "clusters" | "createdAt" | "logged" | "outcomes" | "money"
> & {
  readonly ids: Utf8Column;
  /** Place of the truth among `truthNames`. */
  readonly truths: Uint8Array;
  /** Which of `slices` each item is in. */
  readonly sliceOf: Int32Array;
  /** Dimension → value, as several items have it. */
  readonly slices: readonly Readonly<Record<string, string | null>>[];
  readonly dimensions: readonly string[];
};

/** The last decision of people, else that of the automatic stage, which rejects where any of its actors does. */
export const outcomeNames = [
  "undecided",
  "auto approve",
  "auto reject",
  "human approve",
  "human reject",
] as const;
export type Outcome = (typeof outcomeNames)[number];

export const truthNames = ["unlabelled", "violating", "good"] as const satisfies readonly Truth[];

/** Amounts by item index, in whole units of a currency. */
export type Money = { readonly currency: string | null; readonly amounts: Float64Array };

/** Texts of some items: record r is that of item `first + r`. */
export type TextBlock = { readonly first: number; readonly text: Utf8Column };

/** One package, a release or a file, replayed over traffic. */
export type ReplayedOn = {
  /** Label of the release, or the file as it was named. */
  readonly label: string;
  /** Hash of the content: equal ones have equal hits. */
  readonly snapshotId: string;
  /** Its own terms and no others, exceptions and terms that only watch included. */
  readonly terms: readonly Term[];
  /** Items by their index in the traffic, terms by theirs in `terms`; pairs may stand several times. */
  readonly hits: HitPairs;
  /** Indexes of the terms whose hits reject. */
  readonly rejecting: readonly number[];
};
