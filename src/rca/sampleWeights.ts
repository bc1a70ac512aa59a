import type { CubeCell } from "../model/cube.js";

/** Labels, each counted once, and the sum of their weights. */
type Weighed = { readonly labels: number; readonly weight: number };
type ByValue = ReadonlyMap<string | null, Weighed>;

/** What labels weigh, by sample and measure, then by dimension ("" for all together), then by its value. */
export type SampleWeights = ReadonlyMap<string, ReadonlyMap<string, ByValue>>;

type Weighing = {
  /** 1 for each measure that counts, 0 for the others. */
  readonly measures: readonly number[];
  readonly dimensions: readonly string[];
};

/** What the labels of each sample weigh. O(cells × measures × dimensions). */
export function sampleWeights(
  samples: ReadonlyMap<string | null, readonly CubeCell[]>,
  { measures, dimensions }: Weighing,
): SampleWeights {
  const found = new Map<string, ReadonlyMap<string, ByValue>>();
  for (const [sample, cells] of samples) {
    for (const [at, counts] of measures.entries()) {
      if (counts === 0) continue;
      const only = measures.map((_, other) => Number(other === at));
      const weighed = cells.map((cell) => ({
        cell,
        labels: labelsOf([cell], only),
        weight: cell.sums[at] ?? 0,
      }));
      const split = ["", ...dimensions].map((name) => [name, byValue(weighed, name)] as const);
      found.set(`${sample ?? ""} ${at}`, new Map(split));
    }
  }
  return found;
}

function byValue(cells: readonly (Weighed & { readonly cell: CubeCell })[], dimension: string): ByValue {
  const sums = new Map<string | null, { labels: number; weight: number }>();
  for (const { cell, labels, weight } of cells) {
    const value = cell.slice[dimension] ?? null;
    const sum = sums.get(value) ?? { labels: 0, weight: 0 };
    sums.set(value, sum);
    sum.labels += labels;
    sum.weight += weight;
  }
  return sums;
}

/** Kish's n of each measure of each cell, added up: exact where the labels of a measure in a cell weigh the same. */
export function labelsOf(cells: readonly CubeCell[], weights: readonly number[]): number {
  let labels = 0;
  for (const { sums, products } of cells) {
    let diagonal = 0; // place of measure × measure in the upper triangle
    for (let at = 0; at < weights.length; at++) {
      const [sum = 0, square = 0] = [sums[at], products[diagonal]];
      if (weights[at] === 1 && square > 0) labels += (sum * sum) / square;
      diagonal += weights.length - at;
    }
  }
  return labels;
}

/** Labels of a measure that tell what they weigh on average. */
const fewestLabels = 10;
/** By what factor the mean weight of a measure's labels must change to tell of another design. */
const otherDesign = 1.5;

/**
 * Whether the labels of some sample and measure weigh half more or less than before, and not because others of them are
 * of a slice that is sampled more: whatever dimension they are split by, each value's labels together weigh that much
 * more or less than labels of that value did.
 */
export function isOtherDesign(from: SampleWeights, to: SampleWeights): boolean {
  return [...from].some(([key, before]) => {
    const factors = [...before].map(([name, own]) => weightFactor(own, to.get(key)?.get(name) ?? new Map()));
    if (factors[0] === undefined) return false;
    return (
      factors.every((factor) => factor === undefined || factor > otherDesign) ||
      factors.every((factor) => factor === undefined || factor < 1 / otherDesign)
    );
  });
}

/** What labels weigh over what as many of the same values did before; `undefined` where too few have a past. */
function weightFactor(before: ByValue, after: ByValue): number | undefined {
  let [labels, weight, expected, past] = [0, 0, 0, 0];
  for (const [value, own] of after) {
    const earlier = before.get(value);
    if (earlier === undefined || earlier.labels <= 0) continue;
    labels += own.labels;
    weight += own.weight;
    past += earlier.labels;
    expected += (own.labels * earlier.weight) / earlier.labels;
  }
  return Math.min(labels, past) < fewestLabels ? undefined : weight / expected;
}
