import { checkIndexes, groupByItem } from "./hits.js";
import type { HitPairs, HitSize, HitsByItem } from "./hits.js";

/** Hits of the terms of all snapshots, and which terms each snapshot holds. */
export type ReplayedHits = {
  readonly size: HitSize;
  readonly hits: HitPairs;
  /** Term indexes of each snapshot, in the order of release. */
  readonly snapshots: readonly (readonly number[])[];
};

/**
 * Decisions of the automatic stage, by item: a string with one character per snapshot in the order of release, "1"
 * where any of its terms hits the item, which rejects it, and "0" where none does.
 * Hits must already respect the terms' scopes. O((distinct hits + items) · snapshots).
 */
export function decisionsOf({ size, hits, snapshots }: ReplayedHits): string[] {
  const byItem = groupByItem(hits, size);
  const members = snapshots.map((terms) => membership(terms, size.terms));
  const approved = "0".repeat(members.length); // by all, as most items are: the others alone need a look
  return Array.from({ length: size.items }, (_, item) =>
    byItem.starts[item] === byItem.ends[item] ? approved : rejectedBy(byItem, item, members),
  );
}

function rejectedBy(byItem: HitsByItem, item: number, members: readonly Uint8Array[]): string {
  const terms = byItem.terms.subarray(byItem.starts[item], byItem.ends[item]);
  return members.map((member) => (terms.some((term) => member[term] === 1) ? "1" : "0")).join("");
}

function membership(terms: readonly number[], termCount: number): Uint8Array {
  checkIndexes(terms, { name: "`term` of a snapshot", size: termCount });
  const member = new Uint8Array(termCount);
  for (const term of terms) member[term] = 1;
  return member;
}
