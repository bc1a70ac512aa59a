import { ratioSums } from "../metrics/ratioSums.js";
import type { Cube, CubeCell } from "../model/cube.js";
import { dayMs } from "../model/duration.js";
import type { Metric } from "../model/metric.js";
import { effectiveN } from "../stats/effectiveN.js";
import type { WindowSum } from "./gateChange.js";
import type { PeriodRow } from "./periodNoise.js";
import { labelsOf, sampleWeights } from "./sampleWeights.js";
import type { SampleWeights } from "./sampleWeights.js";

/** Days as `2025-01-31`, both ends included. */
export type DayRange = { readonly first: string; readonly last: string };

/** What a window holds of a metric. */
export type WindowFacts = {
  /** Sums of weights, as the metric is published. */
  readonly weighted: WindowSum;
  /** Labels, each counted once, as far as their weights tell. */
  readonly raw: WindowSum;
  /** Kish's effective n of the denominator, its samples added up. */
  readonly effectiveN: number;
  /** Of the measures of the denominator. */
  readonly weighed: SampleWeights;
};

/** A row in units of effective n, its day as order, with the labels in it. */
export type MoveRow = PeriodRow & { readonly raw: WindowSum };

/** Rows of a window with what it holds. */
export type MoveWindow = { readonly rows: readonly MoveRow[]; readonly facts: WindowFacts };

/** 1 for each measure of the cube that is in the numerator or the denominator, 0 for the others. */
export type RatioWeights = { readonly numerator: readonly number[]; readonly denominator: readonly number[] };

/** The measures of a metric as weights of those of a cube. */
export function ratioWeights(
  { measures }: Pick<Cube, "measures">,
  { numerator, denominator }: Pick<Metric, "numerator" | "denominator">,
): RatioWeights {
  return {
    numerator: measures.map((name) => Number(numerator.includes(name))),
    denominator: measures.map((name) => Number(denominator.includes(name))),
  };
}

/** Dimensions of what decides: versions in force at the time of a decision. */
export const versionDimensions = ["package", "model", "guideline"] as const;

/** Dimension of where a label comes from. */
export const sourceDimension = "labelSource";

/**
 * The rows of a window of a daily cube, scaled so that a unit is worth one independent decision; none without labels.
 * The weighted sums of a sample are multiplied by one factor, its effective n over its sum of weights, which leaves the
 * sample's rates as they are: so a few labels of great weight cannot drown many of a small one. What ATA audits is chosen
 * by what QA said, so that labels of QA alone hold the decisions that it agreed with: they are one sample, and in the
 * dimension of label sources one value, `audit`. O(cells).
 */
export function moveRows(
  cube: Cube,
  range: DayRange,
  { dimensions, weights }: { dimensions: readonly string[]; weights: RatioWeights },
): MoveWindow {
  const cells = cube.cells.filter(({ slice: { day = null } }) => isIn(day, range));
  const samples = bySample(cells);
  const rows: MoveRow[] = [];
  let kish = 0;
  for (const own of samples.values()) {
    const sums = ratioSums(own, weights.numerator, weights.denominator);
    if (sums.b <= 0) continue;
    kish += (sums.b * sums.b) / sums.bb;
    const scale = effectiveN(sums) / sums.b;
    for (const cell of own) rows.push(toRow(cell, { weights, dimensions, scale }));
  }
  const all = ratioSums(cells, weights.numerator, weights.denominator);
  const weighed = sampleWeights(samples, { measures: weights.denominator, dimensions });
  return {
    rows,
    facts: {
      weighted: { count: all.a, total: all.b },
      raw: rawOf(cells, weights),
      effectiveN: kish,
      weighed,
    },
  };
}

function isIn(day: string | null, { first, last }: DayRange): boolean {
  return day !== null && day >= first && day <= last;
}

function bySample(cells: readonly CubeCell[]): Map<string | null, CubeCell[]> {
  const samples = new Map<string | null, CubeCell[]>();
  for (const cell of cells) {
    const own = samples.get(sampleOf(cell.slice));
    if (own === undefined) samples.set(sampleOf(cell.slice), [cell]);
    else own.push(cell);
  }
  return samples;
}

function sampleOf(slice: CubeCell["slice"]): string | null {
  const source = slice[sourceDimension] ?? null;
  return source === "ata" || source === "qa" ? "audit" : source;
}

type Scaled = {
  readonly weights: RatioWeights;
  readonly dimensions: readonly string[];
  readonly scale: number;
};

function toRow(cell: CubeCell, { weights, dimensions, scale }: Scaled): MoveRow {
  const { slice, sums } = cell;
  return {
    values: dimensions.map((name) => (name === sourceDimension ? sampleOf(slice) : (slice[name] ?? null))),
    count: scale * dot(sums, weights.numerator),
    total: scale * dot(sums, weights.denominator),
    order: Date.parse(slice["day"] ?? "") / dayMs,
    raw: rawOf([cell], weights),
  };
}

function rawOf(cells: readonly CubeCell[], { numerator, denominator }: RatioWeights): WindowSum {
  return { count: labelsOf(cells, numerator), total: labelsOf(cells, denominator) };
}

function dot(sums: readonly number[], weights: readonly number[]): number {
  let total = 0;
  for (let at = 0; at < weights.length; at++) total += (sums[at] ?? 0) * (weights[at] ?? 0);
  return total;
}
