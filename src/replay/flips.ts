import { compareKeys } from "../metrics/cells.js";
import { confusionMeasures, outcomeOf } from "../metrics/verdict.js";
import type { Outcome, Truth } from "../metrics/verdict.js";
import type { Cube, CubeCell } from "../model/cube.js";
import { didYouMean } from "../model/nearest.js";

/** Items with the same slice, truth and decisions. */
export type DecisionRow = {
  readonly slice: CubeCell["slice"];
  readonly truth: Truth;
  /** One character per snapshot in the order of release: "1" rejected, "0" approved. */
  readonly rejectedBy: string;
  readonly items: number;
};

/** Two snapshots by their index in the order of release; `from` may be the later one. */
export type SnapshotPair = { readonly from: number; readonly to: number };

/** Items by what became of their decision; every item is in exactly one of the twelve. */
export type FlipCounts = {
  /** Violating: newly rejected, no longer rejected, rejected by both, approved by both. */
  readonly gainedTP: number;
  readonly lostTP: number;
  readonly sameTP: number;
  readonly sameFN: number;
  /** Good: newly rejected, no longer rejected, rejected by both, approved by both. */
  readonly newFP: number;
  readonly fixedFP: number;
  readonly sameFP: number;
  readonly sameTN: number;
  /** Without a truth label: newly rejected, no longer rejected, rejected by both, approved by both. */
  readonly unlabelledGained: number;
  readonly unlabelledLost: number;
  readonly sameUnlabelledRejected: number;
  readonly sameUnlabelledApproved: number;
};

/**
 * How decisions differ between two snapshots, in items; all 0 without rows.
 * Swapping the snapshots swaps gained with lost and new with fixed. O(rows).
 * @throws {TypeError} when a row has no decision of either snapshot
 */
export function flips(rows: readonly DecisionRow[], { from, to }: SnapshotPair): FlipCounts {
  const counts = { ...noFlips };
  for (const row of rows) {
    const change = `${digitAt(row, from)}${digitAt(row, to)}` as const;
    counts[flipNames[row.truth][change]] += row.items;
  }
  return counts;
}

/**
 * The same by the values of one dimension, ordered by value (`null` last); the slices add up to the whole.
 * @throws {TypeError} when a row has no such dimension
 */
export function flipsBy(
  rows: readonly DecisionRow[],
  pair: SnapshotPair,
  dimension: string,
): { key: string | null; flips: FlipCounts }[] {
  const groups = new Map<string | null, DecisionRow[]>();
  for (const row of rows) {
    const key = valueOf(row, dimension);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups]
    .map(([key, group]) => ({ key, flips: flips(group, pair) }))
    .toSorted((a, b) => compareKeys(a.key, b.key));
}

/** Measures of the cube that `confusionBySnapshot` makes: the confusion table and the items without a label. */
const decisionMeasures = [...confusionMeasures, "unlabelled"] as const;

/**
 * The confusion table of one snapshot as a cube over the given dimensions, one cell per slice that occurs, in the
 * order of first occurrence. Each item is a cluster of its own.
 * @param index the snapshot in the order of release
 * @throws {TypeError} when a row lacks the snapshot or a dimension
 */
export function confusionBySnapshot(
  rows: readonly DecisionRow[],
  index: number,
  dimensions: readonly string[],
): Cube {
  const slices = new Map<string, { slice: CubeCell["slice"]; counts: Record<Outcome, number> }>();
  for (const row of rows) {
    const values = dimensions.map((dimension) => valueOf(row, dimension));
    const key = JSON.stringify(values);
    const cell = slices.get(key) ?? {
      slice: Object.fromEntries(dimensions.map((dimension, i) => [dimension, values[i] ?? null])),
      counts: { tp: 0, fp: 0, fn: 0, tn: 0, unlabelled: 0 },
    };
    cell.counts[outcomeOf(digitAt(row, index) === "1", row.truth)] += row.items;
    slices.set(key, cell);
  }
  const cells = [...slices.values()].map(({ slice, counts }) => {
    const sums = decisionMeasures.map((measure) => counts[measure]);
    const decisions = sums.reduce((sum, count) => sum + count, 0);
    const labels = { decisions, labelled: decisions - counts.unlabelled };
    return { slice, sums, products: diagonal(sums), labels };
  });
  return { dimensions, measures: decisionMeasures, cells };
}

/** Upper triangle, row by row, of the matrix with these values on its diagonal and 0 elsewhere. */
function diagonal(values: readonly number[]): number[] {
  return values.flatMap((value, i) => values.slice(i).map((_, offset) => (offset === 0 ? value : 0)));
}

function digitAt({ rejectedBy }: DecisionRow, index: number): "0" | "1" {
  const digit = rejectedBy[index];
  if (digit === "0" || digit === "1") return digit;
  throw new TypeError(
    `Expected a snapshot index from 0 to ${rejectedBy.length - 1} with a decision "0" or "1", got \`${index}\``,
  );
}

function valueOf({ slice }: DecisionRow, dimension: string): string | null {
  const value = slice[dimension];
  if (value !== undefined) return value;
  const known = Object.keys(slice);
  throw new TypeError(
    `Expected a dimension of ${known.join(", ") || "none"}, got \`${dimension}\`${didYouMean(dimension, known)}`,
  );
}

const noFlips = {
  gainedTP: 0,
  lostTP: 0,
  sameTP: 0,
  sameFN: 0,
  newFP: 0,
  fixedFP: 0,
  sameFP: 0,
  sameTN: 0,
  unlabelledGained: 0,
  unlabelledLost: 0,
  sameUnlabelledRejected: 0,
  sameUnlabelledApproved: 0,
};

/** Decision of the first snapshot, then of the second → count. */
const flipNames = {
  violating: { "01": "gainedTP", "10": "lostTP", "11": "sameTP", "00": "sameFN" },
  good: { "01": "newFP", "10": "fixedFP", "11": "sameFP", "00": "sameTN" },
  unlabelled: {
    "01": "unlabelledGained",
    "10": "unlabelledLost",
    "11": "sameUnlabelledRejected",
    "00": "sameUnlabelledApproved",
  },
} as const;
