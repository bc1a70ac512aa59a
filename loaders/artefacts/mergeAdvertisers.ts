import { confusionMeasures } from "../../src/metrics/verdict.js";
import { productColumns } from "../../src/model/cube.js";
import type { AdvertiserSums } from "../../src/model/cube.js";
import { sliceColumn } from "./dataset.js";
import type { Slice } from "./items.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

/** What the clusters of one part of a stage add up to. */
type Part = Pick<AdvertiserSums, "dimension" | "value"> & {
  readonly stage: string;
  readonly sums: number[];
  readonly ofItems: number[];
  readonly ofAdvertisers: number[];
  /** The sums of the advertiser that was added up last, and its number. */
  readonly own: number[];
  owner: number;
};

/** The parts of all stages, in the order of first occurrence and by name. */
type Parts = { readonly list: Part[]; readonly known: Map<string, Part> };

type AdvertiserOptions = {
  readonly slices: readonly Slice[];
  readonly dimensions: readonly string[];
  /** The rows of the cube of all days. */
  readonly review: readonly Row[];
};

/**
 * The sums of each stage's items and advertisers, in all and by each dimension alone, in the order of first occurrence;
 * empty where items name no advertiser. O(rows × dimensions).
 * @param tables labelled decisions by stage, slice and advertiser, a table a partition
 */
export function mergeAdvertisers(
  tables: readonly PackedRows[],
  { slices, dimensions, review }: AdvertiserOptions,
): Record<string, AdvertiserSums[]> {
  const parts: Parts = { list: [], known: new Map() };
  const splits = splitsOf(dimensions);
  const partsOf = sliceParts(parts, slices, splits);
  addAdvertisers(decidedRows(tables, partsOf));
  if (parts.list.length === 0) return {};
  for (const row of review) addItems(parts, row, splits);
  const stages: Record<string, AdvertiserSums[]> = {};
  for (const part of parts.list) (stages[part.stage] ??= []).push(toSums(part));
  return stages;
}

/** Everything, then each dimension alone. */
function splitsOf(dimensions: readonly string[]): (string | null)[] {
  return [null, ...dimensions];
}

/** The parts that a stage's decisions on items of a slice belong to, one a split. */
function sliceParts(
  parts: Parts,
  slices: readonly Slice[],
  splits: readonly (string | null)[],
): (stage: Row[string], slice: Row[string]) => readonly Part[] {
  const stages = new Map<Row[string], Map<Row[string], readonly Part[]>>();
  return (stage, slice) => {
    let bySlice = stages.get(stage);
    if (bySlice === undefined) stages.set(stage, (bySlice = new Map()));
    let own = bySlice.get(slice);
    if (own === undefined) {
      own = splits.map((name) => partOf(parts, String(stage), { name, of: slices[Number(slice)] ?? {} }));
      bySlice.set(slice, own);
    }
    return own;
  };
}

function partOf({ list, known }: Parts, stage: string, { name, of }: { name: string | null; of: Row }): Part {
  const found = name === null ? null : of[name];
  const value = typeof found === "string" ? found : null;
  const key = JSON.stringify([stage, name, value]);
  let part = known.get(key);
  if (part === undefined) {
    const nothing = products.map(() => 0);
    part = {
      stage,
      dimension: name,
      value,
      sums: confusionMeasures.map(() => 0),
      ofItems: [...nothing],
      ofAdvertisers: nothing,
      own: confusionMeasures.map(() => 0),
      owner: -1,
    };
    known.set(key, part);
    list.push(part);
  }
  return part;
}

/** Labelled decisions by row: whose they are, the parts that they belong to, how many of each measure. */
type Decided = {
  readonly advertiserOf: Int32Array;
  readonly advertisers: number;
  readonly partsOf: readonly (readonly Part[])[];
  readonly counts: Float64Array;
};

function decidedRows(tables: readonly PackedRows[], partsOf: ReturnType<typeof sliceParts>): Decided {
  const rows = tables.reduce((sum, { stage = [] }) => sum + stage.length, 0);
  const advertiserOf = new Int32Array(rows);
  const counts = new Float64Array(rows * confusionMeasures.length);
  const parts: (readonly Part[])[] = [];
  const numbers = new Map<Row[string], number>();
  let at = 0;
  for (const table of tables) {
    const { stage: stages = [], advertiser: advertisers = [], [sliceColumn]: slices = [] } = table;
    const measures = confusionMeasures.map((name) => table[name] ?? []);
    for (let row = 0; row < stages.length; row++) {
      const stage = stages[row] ?? null;
      const advertiser = advertisers[row] ?? null;
      const number = numbers.get(advertiser) ?? numbers.size;
      if (number === numbers.size) numbers.set(advertiser, number);
      advertiserOf[parts.length] = number;
      parts.push(partsOf(stage, slices[row] ?? null));
      for (const column of measures) counts[at++] = Number(column[row]);
    }
  }
  return { advertiserOf, advertisers: numbers.size, partsOf: parts, counts };
}

/** One advertiser after the other, so that no sums by part and advertiser need to be kept. Plain loops for all rows. */
function addAdvertisers({ advertiserOf, advertisers, partsOf, counts }: Decided): void {
  const measures = confusionMeasures.length;
  const { order, ends } = sortAdvertisers(advertiserOf, advertisers);
  for (let advertiser = 0, at = 0; advertiser < advertisers; advertiser++) {
    const touched: Part[] = [];
    for (; at < (ends[advertiser] ?? 0); at++) {
      const row = order[at] ?? 0;
      for (const part of partsOf[row] ?? []) {
        if (part.owner !== advertiser) {
          part.owner = advertiser;
          part.own.fill(0);
          touched.push(part);
        }
        for (let i = 0; i < measures; i++) {
          const count = counts[row * measures + i] ?? 0;
          if (count !== 0) part.own[i] = (part.own[i] ?? 0) + count; // mostly one of the four
        }
      }
    }
    for (const part of touched) addCluster(part);
  }
}

/** Rows by advertiser and where each one's end: a counting sort. */
function sortAdvertisers(
  advertiserOf: Int32Array,
  advertisers: number,
): { order: Int32Array; ends: Int32Array } {
  const ends = new Int32Array(advertisers + 1);
  for (const advertiser of advertiserOf) ends[advertiser + 1] = (ends[advertiser + 1] ?? 0) + 1;
  for (let i = 1; i <= advertisers; i++) ends[i] = (ends[i] ?? 0) + (ends[i - 1] ?? 0);
  const order = new Int32Array(advertiserOf.length);
  for (const [row, advertiser] of advertiserOf.entries()) {
    const at = ends[advertiser] ?? 0;
    order[at] = row;
    ends[advertiser] = at + 1;
  }
  return { order, ends };
}

function addCluster({ own, sums, ofAdvertisers }: Part): void {
  let at = 0;
  for (let i = 0; i < own.length; i++) {
    const value = own[i] ?? 0;
    sums[i] = (sums[i] ?? 0) + value;
    for (let j = i; j < own.length; j++, at++)
      ofAdvertisers[at] = (ofAdvertisers[at] ?? 0) + value * (own[j] ?? 0);
  }
}

const products = productColumns(confusionMeasures);

function addItems(parts: Parts, row: Row, splits: readonly (string | null)[]): void {
  for (const name of splits) {
    const { ofItems } = partOf(parts, String(row["stage"]), { name, of: row });
    for (const [at, product] of products.entries()) ofItems[at] = (ofItems[at] ?? 0) + Number(row[product]);
  }
}

function toSums({ dimension, value, sums, ofItems, ofAdvertisers }: Part): AdvertiserSums {
  return {
    dimension,
    value,
    sums: sums.map(rounded),
    ofItems: ofItems.map(rounded),
    ofAdvertisers: ofAdvertisers.map(rounded),
  };
}

/** Without the last digits, which depend on the order in which threads add. */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}
