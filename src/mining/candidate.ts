import type { Mining } from "../model/workspace.js";
import type { HeldOut } from "./heldOut.js";
import type { NearestTerm } from "./nearestTerm.js";

/** A term that the release lacks. */
export type Candidate = {
  /** As a package would call it. */
  readonly termId: string;
  /** The word or phrase as a package would hold it; of an image its hash, 64 hexadecimal digits. */
  readonly term: string;
  readonly kind: "word" | "image";
  readonly match: "word" | "substring" | "";
  /** Language of the documents that it was found in; `null` where they name none. */
  readonly language: string | null;
  /** Bits in which an image may differ; `null` for a word. */
  readonly radius: number | null;
  /** Distinct advertisers, or documents where none are named, whose mined violations hold it. */
  readonly support: number;
  /** Log-odds of its documents, in standard errors; `null` for an image. */
  readonly z: number | null;
  readonly heldOut: HeldOut;
  /** Weighted held-out violations that it adds to the release and to the candidates before it. */
  readonly gain: number;
  /** Items of all traffic that it hits and the release does not. */
  readonly newHits: number;
  /** Whether the lower bound of its precision reaches the bar; else too few labels speak for it. */
  readonly beatsBar: boolean;
  readonly nearest: NearestTerm | undefined;
};

/** What was mined, how, and what came of it. */
export type Mined = {
  readonly release: string;
  readonly settings: Mining;
  /**
   * Violations that the release does not hit and good items, near-duplicates once; of both, mined and held out. Of all,
   * `decided` have no label but what people decided: those that are not mined are not held out, since they judge nothing.
   */
  readonly documents: {
    readonly violating: number;
    readonly good: number;
    readonly decided: number;
    readonly mined: number;
    readonly heldOut: number;
  };
  readonly splitBy: "time" | "group";
  /** What the lower bound of a candidate's precision must reach, see `barOf`. */
  readonly bar: number;
  /** Phrases that were judged. */
  readonly judged: number;
  /** Those that beat the bar first, then the undecided; each in the order in which it adds most. */
  readonly candidates: readonly Candidate[];
};

/** A candidate as a page may show it. */
export type PublishedCandidate = Omit<Candidate, "termId" | "heldOut" | "nearest"> & {
  /** `null` where texts are not published, since with a word list at hand it tells the term, and of an image. */
  readonly termId: string | null;
  readonly heldOut: { readonly [K in keyof HeldOut]: number | null };
  readonly nearest: NearestTerm | null;
};

/** What the page Candidates shows; `mined` is `null` where the workspace does not ask for it. */
export type PublishedCandidates = {
  /** Hash of all that it was made from. */
  readonly key: string;
  /** Whether terms are only given masked. */
  readonly isMasked: boolean;
  /** Candidates that are left out because too few groups hold them. */
  readonly tooFew: number;
  readonly mined: (Omit<Mined, "candidates"> & { readonly candidates: readonly PublishedCandidate[] }) | null;
};
