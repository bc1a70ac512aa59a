import type { HitGroups } from "./hitGroups.js";

/** Items that just these terms hit, by truth. */
export type HitSet = {
  /** Rising indexes, joined by a space. */
  readonly set: string;
  readonly violating: number;
  readonly good: number;
  readonly unlabelled: number;
};

/** The groups as rows, which can be stored and added up. */
export function toHitSets({ starts, members, violating, good, unlabelled }: HitGroups): HitSet[] {
  return Array.from(violating, (count, group) => ({
    set: members.subarray(starts[group], starts[group + 1]).join(" "),
    violating: count,
    good: good[group] ?? 0,
    unlabelled: unlabelled[group] ?? 0,
  }));
}

/** The groups in such rows, each set once, in their order. */
export function joinHitSets(rows: readonly HitSet[], termCount: number): HitGroups {
  const sets = rows.map(({ set }) => set.split(" ").map(Number));
  const starts = new Uint32Array(rows.length + 1);
  for (const [group, { length }] of sets.entries()) starts[group + 1] = (starts[group] ?? 0) + length;
  return {
    termCount,
    starts,
    members: Uint32Array.from(sets.flat()),
    violating: Float64Array.from(rows, (row) => row.violating),
    good: Float64Array.from(rows, (row) => row.good),
    unlabelled: Float64Array.from(rows, (row) => row.unlabelled),
  };
}
