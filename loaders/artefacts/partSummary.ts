import { scoringColumns } from "../../src/model/artefact.js";
import type { TermExampleRow } from "../../src/model/artefact.js";
import type { PartitionHits, ReplayedPackage } from "../replay/openReplay.js";
import { auditKeys, lineItemKeys } from "./auditCubes.js";
import { hitSets } from "./hitSetRows.js";
import { decisionRows } from "./decisionRows.js";
import { checkOrder } from "./items.js";
import type { ItemFacts } from "./items.js";
import { packRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import { judgedKeys } from "./reviewCubes.js";
import type { Row } from "./sumRows.js";
import { termTables } from "./termRows.js";

/** An example and its place among those of its term: the hash of the item's id. */
export type ExampleRow = TermExampleRow & { readonly order: string };

/** What the pages need of the items of one partition; summaries of all partitions add up to the artefacts. */
export type PartSummary = {
  /** Items by slice, truth and decisions. */
  readonly decisions: readonly Row[];
  readonly review: readonly Row[];
  readonly reviewDaily: readonly Row[];
  /** Items by how often they were judged and rejected. */
  readonly judged: readonly Row[];
  readonly audits: readonly Row[];
  readonly lineItems: readonly Row[];
  readonly labelLags: readonly Row[];
  readonly coverage: readonly Row[];
  readonly samples: readonly Row[];
  /** Events that contradict other rows: kind, number, example. */
  readonly eventFaults: readonly Row[];
  /** Logged decisions of the automatic stage by actor, and what decisions cost in exposure. */
  readonly actors: readonly Row[];
  readonly exposure: readonly Row[];
  /** Human decisions against labels by policy, what was taken for what, and the most contested items. */
  readonly clarity: readonly Row[];
  readonly mistaken: readonly Row[];
  readonly contested: readonly Row[];
  readonly terms: readonly Row[];
  /** Terms and the advertisers of the labelled items that they hit. */
  readonly termAdvertisers: readonly Row[];
  /** Items by the set of terms of the newest release that reject them; none unless the workspace asks for it. */
  readonly hitSets: readonly Row[];
  readonly termPolicies: readonly Row[];
  readonly termOverlaps: readonly Row[];
  readonly termExamples: readonly ExampleRow[];
};

/** A summary as it is stored: each table by column, and the labelled decisions by advertiser. */
export type PackedSummary = Readonly<Record<keyof PartSummary | "advertisers", PackedRows>>;

/** Columns of the cubes of a partition that say what a row counts, beside the dimensions of the items. */
export const cubeKeys = {
  review: scoringColumns,
  reviewDaily: ["day", ...scoringColumns],
  judged: judgedKeys,
  audits: auditKeys,
  lineItems: lineItemKeys,
  labelLags: ["stage", "bin"],
  coverage: ["stage", "day"],
  samples: ["stage", "design", "chance"],
  actors: ["actor", "bucket"],
  exposure: ["stage", "currency", "bucket"],
  clarity: ["policy", "language", "version", "bucket"],
  mistaken: ["policy", "given", "meant"],
} as const;

const undimensioned: readonly string[] = ["coverage", "samples", "actors", "exposure", "clarity", "mistaken"];

/** Whether a cube is not split by the dimensions of the items, which makes it small. */
export function isUndimensioned(name: keyof typeof cubeKeys): boolean {
  return undimensioned.includes(name);
}

/** All columns of a cube that are summed over nothing: the day, if any, then dimensions, then the rest. */
export function keysOf(name: keyof typeof cubeKeys, dimensions: readonly string[]): string[] {
  if (isUndimensioned(name)) return [...cubeKeys[name]];
  if (name === "reviewDaily") return ["day", ...dimensions, ...scoringColumns];
  return [...dimensions, ...cubeKeys[name]];
}

/** What the engine finds of a partition: its cubes, and rows that are not summed. */
export type PartCubes = Pick<
  PackedSummary,
  keyof typeof cubeKeys | "eventFaults" | "contested" | "advertisers"
>;

/**
 * The summary of one partition.
 * @throws {TypeError} when the replay saw other items
 */
export function summarisePart(
  items: readonly ItemFacts[],
  { itemIds, hitsOf, table }: PartitionHits,
  { replayed, cubes, withSets }: { replayed: ReplayedPackage; cubes: PartCubes; withSets: boolean },
): PackedSummary {
  checkOrder(items, itemIds);
  const { terms, releases } = replayed;
  const found = termTables(items, { terms, releases, hitsOf }, table);
  return {
    decisions: packRows(decisionRows(items, { terms, releases, hitsOf })),
    ...cubes,
    terms: packRows(found.terms),
    termAdvertisers: packRows(found.termAdvertisers),
    hitSets: withSets ? packRows(hitSets(items, { terms, releases, hitsOf })) : {},
    termPolicies: packRows(found.termPolicies),
    termOverlaps: packRows(found.termOverlaps),
    termExamples: packRows(found.termExamples),
  };
}
