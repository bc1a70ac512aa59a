import type { TermExampleRow } from "../../src/model/artefact.js";
import type { PartitionHits, ReplayedPackage } from "../replay/openReplay.js";
import { decisionRows } from "./decisionRows.js";
import { checkOrder } from "./items.js";
import type { ItemFacts } from "./items.js";
import type { PackedRows } from "./packedRows.js";
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
  readonly pairs: readonly Row[];
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
  readonly termPolicies: readonly Row[];
  readonly termOverlaps: readonly Row[];
  readonly termExamples: readonly ExampleRow[];
};

/** A summary as it is stored: each table by column. */
export type PackedSummary = Readonly<Record<keyof PartSummary, PackedRows>>;

/** The cells of a partition's cubes, in the order in which they are made. */
export const partCubes = [
  "review",
  "reviewDaily",
  "pairs",
  "eventFaults",
  "actors",
  "exposure",
  "clarity",
  "mistaken",
  "contested",
] as const;

export type PartCubes = Pick<PartSummary, (typeof partCubes)[number]>;

/**
 * The summary of one partition.
 * @throws {TypeError} when the replay saw other items
 */
export function summarisePart(
  items: readonly ItemFacts[],
  { itemIds, hitsOf }: PartitionHits,
  { replayed, cubes }: { replayed: ReplayedPackage; cubes: PartCubes },
): PartSummary {
  checkOrder(items, itemIds);
  const { terms, releases } = replayed;
  return {
    decisions: decisionRows(items, { terms, releases, hitsOf }),
    ...cubes,
    ...termTables(items, { terms, releases, hitsOf }),
  };
}
