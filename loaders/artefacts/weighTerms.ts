import { labelledEffectiveN } from "../../src/replay/labelSums.js";
import { groupRows, sumBy } from "./addUp.js";
import type { PackedRows } from "./packedRows.js";
import type { Row } from "./sumRows.js";

/** The clusters of the labelled items that a term hits: how many, and the products of their sums. */
type ClusterProducts = {
  advertisers: number;
  aa: number;
  ab: number;
  bb: number;
};

/**
 * Rows of terms with their advertisers, the weighted sums of their labels and the effective n of these. O(rows + pairs).
 * @param pairs terms and the advertisers of the labelled items that they hit, a table a partition; an advertiser may come
 *   in several
 */
export function weighTerms(rows: readonly Row[], pairs: readonly PackedRows[]): Row[] {
  const clusters = clusterProducts(pairs);
  return rows.map((row) => weigh(row, clusters.size === 0 ? undefined : clusters));
}

/** Whether some label does not stand for itself alone, by its sample or by others of its advertiser. */
export function isWeighed({ labelled, tp, weightedLabelled, weightedTp, effectiveN }: Row): boolean {
  return weightedLabelled !== labelled || weightedTp !== tp || effectiveN !== labelled;
}

/** Without named advertisers each item is a cluster of its own. */
function weigh(row: Row, clusters: ReadonlyMap<unknown, ClusterProducts> | undefined): Row {
  const { squares: ofLabels, squaresTp: ofTp, weightedLabelled, weightedTp, ...plain } = row;
  const { labelled = 0, tp = 0, termId } = plain;
  const [a, b] = [Number(weightedTp ?? tp), Number(weightedLabelled ?? labelled)];
  const [squares, squaresTp] = [Number(ofLabels ?? labelled), Number(ofTp ?? tp)];
  const ofItems = { advertisers: Number(labelled), aa: squaresTp, ab: squaresTp, bb: squares };
  const { advertisers, ...products } =
    clusters === undefined ? ofItems : (clusters.get(termId) ?? noClusters);
  return {
    ...plain,
    weightedLabelled: b,
    weightedTp: a,
    effectiveN: labelledEffectiveN({ a, b, ...products, squares }),
    advertisers,
  };
}

const noClusters: ClusterProducts = { advertisers: 0, aa: 0, ab: 0, bb: 0 };

/** By term; empty where items name no advertiser. Plain loops: a row for nearly every label. */
function clusterProducts(pairs: readonly PackedRows[]): Map<unknown, ClusterProducts> {
  const column = (name: string): PackedRows[string][] => pairs.map((table) => table[name] ?? []);
  const [terms, advertisers] = [column("termId"), column("advertiser")];
  const { groupOf, firstRows } = groupRows([terms, advertisers]);
  const weights = sumBy(column("weight"), groupOf, firstRows.length);
  const weightsTp = sumBy(column("weightTp"), groupOf, firstRows.length);
  const termOf = terms.flat();
  const found = new Map<unknown, ClusterProducts>();
  for (const [group, row] of firstRows.entries()) {
    const termId = termOf[row];
    let sums = found.get(termId);
    if (sums === undefined) found.set(termId, (sums = { ...noClusters }));
    const [a, b] = [weightsTp[group] ?? 0, weights[group] ?? 0];
    sums.advertisers++;
    sums.aa += a * a;
    sums.ab += a * b;
    sums.bb += b * b;
  }
  return found;
}
