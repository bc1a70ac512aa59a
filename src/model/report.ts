import type { AdvertiserSums } from "./cube.js";
import type { DataIssue } from "./dataError.js";
import type { Metric } from "./metric.js";
import type { Stage } from "./stages.js";
import type { GateLimits } from "./workspace.js";

/** One release of the package: a label, what it held, and when it came into force. */
export type Release = {
  /** Unique within its package, e.g. `2015-04`. */
  readonly label: string;
  /** UTC ms. */
  readonly releasedAt: number;
  /** SHA-256 over the content: equal contents share it. */
  readonly snapshotId: string;
  /** Distinct terms, all languages. */
  readonly terms: number;
};

/** What one source gave, and what was lost on the way. */
export type SourceCount = {
  readonly source: string;
  /** Files read. */
  readonly files: number;
  readonly rows: number;
  readonly rejected: number;
};

/** One table of the workspace as it was stored. */
export type TableCount = { readonly table: string; readonly rows: number; readonly partitions: number };

/** A version of the guideline: the policies that came into force at one moment. */
export type GuidelineVersion = {
  readonly version: string;
  /** UTC ms. */
  readonly effectiveFrom: number;
  /** Policies that have this version then. */
  readonly policies: number;
};

/** What a page needs beside the cubes: names, releases, definitions, counts and provenance. */
export type Report = {
  readonly workspace: {
    readonly name: string;
    readonly title: string;
    /** UTC ms: the newest moment that the data speaks of. */
    readonly asOf: number;
    /** UTC ms by which the next build is expected; `null` when the workspace does not say. */
    readonly expectedBy: number | null;
    readonly timeZone: string;
    /** What the data is and what it cannot show, a paragraph an entry. */
    readonly about: readonly string[];
  };
  readonly packageId: string;
  /** Labels of the releases that pages compare before a reader chooses. */
  readonly compare: { readonly from: string; readonly to: string } | null;
  /** What a change of the package may do. */
  readonly gate: GateLimits;
  /** In the order of release. */
  readonly releases: readonly Release[];
  /** Terms of the newest release by the language of their list; "" for terms without one. */
  readonly termsByLanguage: Readonly<Record<string, number>>;
  readonly metrics: readonly Metric[];
  /** Dimensions that items have and a reader can split by. */
  readonly dimensions: readonly string[];
  /** Policy id → title. */
  readonly policies: Readonly<Record<string, string>>;
  /** Policies that cannot wait, by id. */
  readonly p0: readonly string[];
  /** Versions of the guideline in the order in which they came into force. */
  readonly guidelines: readonly GuidelineVersion[];
  /** What readers must know about sources that are too old or were kept from an earlier build, a sentence each. */
  readonly alerts: readonly string[];
  /** Stages that decided something in this data; `auto` whenever there is a package. */
  readonly stages: readonly Stage[];
  /** Stage → the sums of its items and advertisers; empty where items name none. */
  readonly advertisers: Readonly<Record<string, readonly AdvertiserSums[]>>;
  readonly items: { readonly total: number; readonly labelled: number };
  readonly sources: readonly SourceCount[];
  readonly tables: readonly TableCount[];
  readonly rejected: readonly DataIssue[];
  readonly provenance: Readonly<Record<string, string>>;
};
