import { scoringColumns } from "../../src/model/artefact.js";
import type { TermExampleRow } from "../../src/model/artefact.js";
import type { PartitionHits, ReplayedPackage } from "../replay/openReplay.js";
import { auditKeys, lineItemKeys } from "./auditCubes.js";
import { distanceRows } from "./hashDistances.js";
import { hitSets } from "./hitSetRows.js";
import { decisionRows } from "./decisionRows.js";
import { checkOrder } from "./items.js";
import type { PartItems, Slice } from "./items.js";
import { sliceColumn } from "./dataset.js";
import { packRows } from "./packedRows.js";
import type { PackedRows } from "./packedRows.js";
import { judgedKeys } from "./reviewCubes.js";
import { freshRows } from "./freshRows.js";
import type { Row } from "./sumRows.js";
import { termTables } from "./termRows.js";
import type { TermExposure } from "./termRows.js";

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
  /** Approved items that terms hit which only watch or flag, and how the hits of rejecting terms change by release. */
  readonly unenforced: readonly Row[];
  readonly hitSteps: readonly Row[];
  /** Items by the set of terms of the newest release that reject them; none unless the workspace asks for it. */
  readonly hitSets: readonly Row[];
  /** Hits of the images and videos of the newest release by distance and advertiser. */
  readonly hashDistances: readonly Row[];
  readonly termPolicies: readonly Row[];
  /** Terms and the expected impressions of the good items that they hit, by currency. */
  readonly termExposure: readonly TermExposure[];
  readonly termOverlaps: readonly Row[];
  readonly termExamples: readonly ExampleRow[];
};

/**
 * A summary as it is stored: each table by column, the labelled decisions by advertiser, those without a label, and the
 * slices, whose place stands for the dimensions in all the tables.
 */
export type PackedSummary = PartTables & { readonly slices: readonly Slice[] };

/** Tables that are stored and that no page has. */
type HiddenTable = "advertisers" | "unlabelled";

type PartTables = Readonly<Record<keyof PartSummary | HiddenTable, PackedRows>>;

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

const wholeCubes = ["coverage", "samples", "actors", "exposure", "clarity", "mistaken"] as const;

/** Cubes that are not split by the dimensions of the items, which makes them small. */
export type WholeCube = (typeof wholeCubes)[number];

/** Cubes that are. */
export type SplitCube = Exclude<keyof typeof cubeKeys, WholeCube>;

function isWhole(name: keyof typeof cubeKeys): name is WholeCube {
  return wholeCubes.some((whole) => whole === name);
}

/** All columns of a cube that are summed over nothing: the day, if any, then dimensions, then the rest. */
export function keysOf(name: keyof typeof cubeKeys, dimensions: readonly string[]): string[] {
  if (isWhole(name)) return [...cubeKeys[name]];
  if (name === "reviewDaily") return ["day", ...dimensions, ...scoringColumns];
  return [...dimensions, ...cubeKeys[name]];
}

/** What the engine finds of a partition: its cubes, and rows that are not summed. */
export type PartCubes = Pick<PartTables, keyof typeof cubeKeys | "eventFaults" | "contested" | HiddenTable>;

/**
 * The tables of one partition, with examples that still lack their texts.
 * @throws {TypeError} when the replay saw other items
 */
export function summarisePart(
  items: PartItems,
  { itemIds, hitsOf, table }: PartitionHits,
  { replayed, cubes, withSets }: { replayed: ReplayedPackage; cubes: PartCubes; withSets: boolean },
): PartTables {
  checkOrder(items, itemIds);
  const { terms, releases, hashedItems } = replayed;
  const replayedItems = { terms, releases, hashedItems, hitsOf, itemIds };
  const found = termTables(items, replayedItems, table);
  const fresh = freshRows(items, replayedItems);
  return {
    decisions: packRows(decisionRows(items, replayedItems)),
    ...cubes,
    terms: packRows(found.terms),
    termAdvertisers: packRows(found.termAdvertisers),
    unenforced: packRows(fresh.unenforced),
    hitSteps: packRows(fresh.hitSteps),
    hitSets: withSets ? packRows(hitSets(items, replayedItems)) : {},
    hashDistances: packRows(distanceRows(items, replayedItems, table)),
    termPolicies: packRows(found.termPolicies),
    termExposure: packRows(found.termExposure),
    termOverlaps: packRows(found.termOverlaps),
    termExamples: packRows(found.termExamples),
  };
}

/** The tables with texts for their examples, by place, and with numbers for those slices alone that they name. */
export function packSummary(
  tables: PartTables,
  { slices, textOf }: { slices: readonly Slice[]; textOf: (place: number) => string },
): PackedSummary {
  const used: Slice[] = [];
  const numbers = new Int32Array(slices.length).fill(-1);
  const numberOf = (slice: number): number => {
    if (numbers[slice] === -1) numbers[slice] = used.push(slices[slice] ?? {}) - 1;
    return numbers[slice] ?? -1;
  };
  const { place = [], ...examples } = tables.termExamples;
  const texts = place.length === 0 ? {} : { text: place.map((at) => textOf(Number(at))) };
  const whole = { ...tables, termExamples: { ...examples, ...texts } };
  return { ...mapTables(whole, (table) => withSlices(table, numberOf)), slices: used };
}

/** A table with other numbers for its slices, if it is split by them. */
export function withSlices(table: PackedRows, numberOf: (slice: number) => number): PackedRows {
  const slices = table[sliceColumn];
  if (slices === undefined) return table;
  return { ...table, [sliceColumn]: slices.map((slice) => numberOf(Number(slice))) };
}

/** The same for every table. */
export function mapTables<Name extends string, A, B>(
  tables: Readonly<Record<Name, A>>,
  map: (table: A) => B,
): Record<Name, B> {
  const mapped = Object.entries<A>(tables).map(([name, table]) => [name, map(table)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the same keys
  return Object.fromEntries(mapped) as Record<Name, B>;
}
