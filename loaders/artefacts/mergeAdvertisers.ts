import { confusionMeasures } from "../../src/metrics/verdict.js";
import { outerProducts, productColumns } from "../../src/model/cube.js";
import type { AdvertiserSums } from "../../src/model/cube.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

/** What the clusters of one part of a stage add up to. */
type Part = Omit<AdvertiserSums, "ofAdvertisers"> & {
  readonly sums: number[];
  readonly ofItems: number[];
  readonly byAdvertiser: Map<Row[string], number[]>;
};

/** The parts of one stage by their dimension and value. */
type Parts = Map<string, Part>;

/**
 * The sums of each stage's items and advertisers, in all and by each dimension alone, in the order of first occurrence;
 * empty where items name no advertiser.
 * @param tables labelled decisions by stage, dimensions and advertiser, a table a partition
 * @param review the rows of the cube of all days
 */
export function mergeAdvertisers(
  tables: readonly PackedRows[],
  { dimensions, review }: { dimensions: readonly string[]; review: readonly Row[] },
): Record<string, AdvertiserSums[]> {
  const stages = new Map<string, Parts>();
  const numbers = new Map<Row[string], number>();
  for (const table of tables) addTable(stages, numberAdvertisers(table, numbers), dimensions);
  if (stages.size === 0) return {};
  addItems(stages, review, dimensions);
  return Object.fromEntries(Array.from(stages, ([stage, parts]) => [stage, [...parts.values()].map(toSums)]));
}

/** The table with small whole numbers for advertisers, which are looked up in a third of the time. */
function numberAdvertisers(table: PackedRows, numbers: Map<Row[string], number>): PackedRows {
  const advertiser = (table["advertiser"] ?? []).map((name) => {
    const number = numbers.get(name) ?? numbers.size;
    if (number === numbers.size) numbers.set(name, number);
    return number;
  });
  return { ...table, advertiser };
}

/** Plain loops: it sees every labelled decision once for each dimension. */
function addTable(stages: Map<string, Parts>, table: PackedRows, dimensions: readonly string[]): void {
  const { stage: stageOf = [], advertiser: advertisers = [] } = table;
  const measures = confusionMeasures.map((name) => table[name] ?? []);
  // The parts of a row in turn; all splits see the rows in turn, too, so that parts come in the order of first occurrence.
  const partsOf = splitsOf(dimensions).map((name) =>
    rowParts(stages, stageOf, { name, values: name === null ? [] : (table[name] ?? []) }),
  );
  for (let row = 0; row < stageOf.length; row++) {
    const counts = measures.map((column) => Number(column[row]));
    for (const next of partsOf) addCounts(next(row), advertisers[row] ?? null, counts);
  }
}

/** The part of a row in one split; neighbours are mostly alike. */
function rowParts(
  stages: Map<string, Parts>,
  stageOf: PackedRows[string],
  { name, values }: { name: string | null; values: PackedRows[string] },
): (row: number) => Part {
  let [part, last]: [Part | undefined, number] = [undefined, 0];
  return (row) => {
    if (part === undefined || stageOf[row] !== stageOf[last] || values[row] !== values[last]) {
      part = partOf(stages, String(stageOf[row]), { dimension: name, value: textOrNull(values[row]) });
    }
    last = row;
    return part;
  };
}

function addCounts(
  { sums: all, byAdvertiser }: Part,
  advertiser: Row[string],
  counts: readonly number[],
): void {
  let sums = byAdvertiser.get(advertiser);
  if (sums === undefined) byAdvertiser.set(advertiser, (sums = counts.map(() => 0)));
  for (let at = 0; at < counts.length; at++) {
    const value = counts[at] ?? 0;
    sums[at] = (sums[at] ?? 0) + value;
    all[at] = (all[at] ?? 0) + value;
  }
}

const products = productColumns(confusionMeasures);

function addItems(stages: Map<string, Parts>, review: readonly Row[], dimensions: readonly string[]): void {
  for (const row of review) {
    for (const dimension of splitsOf(dimensions)) {
      const value = dimension === null ? null : textOrNull(row[dimension]);
      const { ofItems } = partOf(stages, String(row["stage"]), { dimension, value });
      for (const [at, name] of products.entries()) ofItems[at] = (ofItems[at] ?? 0) + Number(row[name]);
    }
  }
}

/** Everything, then each dimension alone. */
function splitsOf(dimensions: readonly string[]): (string | null)[] {
  return [null, ...dimensions];
}

function partOf(
  stages: Map<string, Parts>,
  stage: string,
  { dimension, value }: Pick<AdvertiserSums, "dimension" | "value">,
): Part {
  let parts = stages.get(stage);
  if (parts === undefined) stages.set(stage, (parts = new Map()));
  const key = `${dimension ?? ""} ${value === null ? "" : `=${value}`}`;
  let part = parts.get(key);
  if (part === undefined) {
    part = {
      dimension,
      value,
      sums: confusionMeasures.map(() => 0),
      ofItems: products.map(() => 0),
      byAdvertiser: new Map(),
    };
    parts.set(key, part);
  }
  return part;
}

function toSums({ dimension, value, sums, ofItems, byAdvertiser }: Part): AdvertiserSums {
  const ofAdvertisers = products.map(() => 0);
  for (const own of byAdvertiser.values()) {
    for (const [at, product] of outerProducts(own).entries())
      ofAdvertisers[at] = (ofAdvertisers[at] ?? 0) + product;
  }
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

function textOrNull(value: Row[string] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
