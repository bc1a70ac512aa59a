import { findContained } from "./containedTerms.js";
import type { ContainedTerm } from "./containedTerms.js";
import { frontierOf, removalOrder } from "./frontier.js";
import type { FrontierPoint } from "./frontier.js";
import { groupsOfTerms } from "./hitGroups.js";
import type { HitGroups } from "./hitGroups.js";
import { minimalPackage } from "./minimalPackage.js";
import type { MinimalPackage } from "./minimalPackage.js";
import { pruningAreas } from "./pruningAreas.js";
import type { PruningAreas } from "./pruningAreas.js";

/** What could go from a package without a loss, and what more removals would cost; terms by index. */
export type CleanupSummary = {
  readonly terms: number;
  /** Terms that hit nothing. */
  readonly zeroHit: readonly number[];
  readonly contained: readonly ContainedTerm[];
  readonly minimal: MinimalPackage;
  /** All terms that hit, the first to remove first; and what is left at first and after each. */
  readonly removalOrder: readonly number[];
  readonly frontier: readonly FrontierPoint[];
  readonly areas: PruningAreas;
};

/**
 * All that can be told of a package from the sets of its terms that hit the same items. O(members · log terms), most of
 * it for the areas.
 * @param pinned terms that the minimal package keeps whatever they hit
 */
export function summariseCleanup(all: HitGroups, pinned: readonly number[] = []): CleanupSummary {
  const { starts } = groupsOfTerms(all);
  const order = removalOrder(all);
  return {
    terms: all.termCount,
    zeroHit: Array.from({ length: all.termCount }, (_, term) => term).filter(
      (term) => starts[term] === starts[term + 1],
    ),
    contained: findContained(all),
    minimal: minimalPackage(all, pinned),
    removalOrder: order,
    frontier: frontierOf(all, order),
    areas: pruningAreas(all),
  };
}
