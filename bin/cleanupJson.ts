import type { PackageCleanup } from "../loaders/artefacts/computeCleanup.js";

/** The clean-up as `riskbook cleanup --json` prints it: terms by id; `null` where there is nothing to tell. */
export function cleanupJson(found: PackageCleanup): object {
  const { label, snapshotId, items, proposals, rejecting, summary, decayed, changes } = found;
  const idOf = (term: number): string => rejecting[term]?.termId ?? "";
  const kept = new Set(summary.minimal.kept);
  return {
    release: label,
    snapshotId,
    items: { ...items, recent: items.recent ?? null },
    terms: {
      all: found.terms,
      rejecting: rejecting.length,
      hitting: rejecting.length - summary.zeroHit.length,
    },
    proposals: proposals.map(({ precision, marginal, ...rest }) => ({
      ...rest,
      precision: { value: precision.value ?? null, interval: precision.interval ?? null },
      marginal: {
        precision: marginal.precision ?? null,
        recall: marginal.recall ?? null,
        fpr: marginal.fpr ?? null,
      },
    })),
    zeroHit: summary.zeroHit.map(idOf),
    contained: summary.contained.map(({ term, within, isDominated }) => ({
      termId: idOf(term),
      within: idOf(within),
      dominated: isDominated,
    })),
    decayed: decayed?.map(({ term, ...rest }) => ({ termId: idOf(term), ...rest })) ?? null,
    minimal: {
      kept: kept.size,
      leastTerms: summary.minimal.leastTerms,
      removed: rejecting.filter((_, term) => !kept.has(term)).map(({ termId }) => termId),
      changes,
    },
    frontier: summary.frontier.map((point, step) => ({
      removed: step === 0 ? null : idOf(summary.removalOrder[step - 1] ?? -1),
      ...point,
    })),
    areas: Object.fromEntries(Object.entries(summary.areas).map(([order, area]) => [order, area ?? null])),
  };
}
