import type { FlipCounts } from "../replay/flips.js";
import { estimateChange, newlyApproved, newlyRejected } from "./rateEstimate.js";
import type { Cell, CellSums, RateChange, Shares, Spread, Spreads } from "./rateEstimate.js";

/** As `rateChanges`, from counts: every label weighs 1 and every item is its own cluster. O(1). */
export function countedChange(counts: FlipCounts, truth: "violating" | "good"): RateChange {
  return estimateChange(sumsOf(counts, truth), spreadOf);
}

function sumsOf(counts: FlipCounts, truth: "violating" | "good"): CellSums[] {
  const cells = [
    [counts.sameFN, counts.sameTN, counts.sameUnlabelledApproved],
    [counts.gainedTP, counts.newFP, counts.unlabelledGained],
    [counts.lostTP, counts.fixedFP, counts.unlabelledLost],
    [counts.sameTP, counts.sameFP, counts.sameUnlabelledRejected],
  ] as const;
  return cells.map(([violating, good, unlabelled]) => {
    const labels = violating + good;
    const ofTruth = truth === "violating" ? violating : good;
    return { items: labels + unlabelled, labels, ofTruth, weight: labels, hit: ofTruth };
  });
}

function spreadOf(cells: readonly Cell[], shares: Shares): Spreads {
  return {
    gained: spreadOfOne(cells, { own: newlyRejected, share: shares.gained, total: shares.total }),
    lost: spreadOfOne(cells, { own: newlyApproved, share: shares.lost, total: shares.total }),
    clusters: cells.reduce((sum, { labels }) => sum + labels, 0),
  };
}

/** The squares that `rateChanges` adds up by item, here by items that are alike. */
function spreadOfOne(
  cells: readonly Cell[],
  { own, share, total }: { own: number; share: number; total: number },
): Spread {
  const squares = cells.map(({ items, labels, ofTruth, truly = 0 }, at) => {
    if (at === own) return items * ((1 - share) * truly) ** 2;
    const scale = labels === 0 ? 0 : items / labels;
    const of = (isTruth: number): number => (share * (truly + (isTruth - truly) * scale)) ** 2;
    return ofTruth * of(1) + (labels - ofTruth) * of(0) + (items - labels) * (share * truly) ** 2;
  });
  const variance = squares.reduce((sum, value) => sum + value, 0) / total ** 2;
  return { variance, effectiveN: cells[own]?.labels ?? 0 };
}
