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
  for (const table of tables) addTable(stages, table, dimensions);
  if (stages.size === 0) return {};
  addItems(stages, review, dimensions);
  return Object.fromEntries(Array.from(stages, ([stage, parts]) => [stage, [...parts.values()].map(toSums)]));
}

/** Plain loops: it sees every labelled decision once for each dimension. */
function addTable(stages: Map<string, Parts>, table: PackedRows, dimensions: readonly string[]): void {
  const { stage: stageOf = [], advertiser: advertisers = [] } = table;
  const measures = confusionMeasures.map((name) => table[name] ?? []);
  const splits = splitsOf(dimensions).map(
    (name) => [name, name === null ? [] : (table[name] ?? [])] as const,
  );
  for (let row = 0; row < stageOf.length; row++) {
    for (const [dimension, values] of splits) {
      const part = partOf(stages, String(stageOf[row]), { dimension, value: textOrNull(values[row]) });
      const advertiser = advertisers[row] ?? null;
      let sums = part.byAdvertiser.get(advertiser);
      if (sums === undefined) part.byAdvertiser.set(advertiser, (sums = measures.map(() => 0)));
      for (let at = 0; at < measures.length; at++) {
        const value = Number(measures[at]?.[row]);
        sums[at] = (sums[at] ?? 0) + value;
        part.sums[at] = (part.sums[at] ?? 0) + value;
      }
    }
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
