import type { ExposureSums } from "../stats/exposureRate.js";

/** One value of one dimension, with the sums over its clusters for each ratio. */
export type GroupSums = {
  readonly dimension: string;
  /** `null` where the data has none. */
  readonly value: string | null;
  /** Clusters (advertisers, or items where none is named) with anything in it. */
  readonly clusters: number;
  readonly sums: Readonly<Record<string, ExposureSums>>;
};

/** Groups that may be shown, and how many may not, by dimension. */
export type Shown<G> = {
  readonly groups: readonly G[];
  readonly hidden: readonly { readonly dimension: string; readonly groups: number }[];
};

/** Fewer advertisers than these could be told from their numbers. */
export const leastClusters = 5;

/**
 * The groups without those of fewer than `least` clusters. Where a dimension has but one such, its smallest other
 * group is hidden too: else the total less what is shown would tell (complementary suppression). O(groups × dimensions).
 */
export function withoutSmall<G extends Pick<GroupSums, "dimension" | "clusters">>(
  groups: readonly G[],
  { least = leastClusters } = {},
): Shown<G> {
  const hidden = new Set<G>();
  const dimensions = [...new Set(groups.map(({ dimension }) => dimension))];
  for (const dimension of dimensions) {
    const own = groups.filter((group) => group.dimension === dimension);
    const bySize = own.toSorted((a, b) => a.clusters - b.clusters);
    const small = bySize.filter(({ clusters }) => clusters < least);
    const others = small.length === 1 ? bySize.slice(1, 2) : [];
    for (const group of [...small, ...others]) hidden.add(group);
  }
  const hiddenIn = (dimension: string): number =>
    [...hidden].filter((group) => group.dimension === dimension).length;
  return {
    groups: groups.filter((group) => !hidden.has(group)),
    hidden: dimensions
      .map((dimension) => ({ dimension, groups: hiddenIn(dimension) }))
      .filter(({ groups: count }) => count > 0),
  };
}
