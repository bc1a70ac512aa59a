import { groupHits } from "../../src/cleanup/hitGroups.js";
import { toHitSets } from "../../src/cleanup/hitSets.js";
import type { HitSet } from "../../src/cleanup/hitSets.js";
import { restrictHits } from "../../src/replay/hits.js";
import type { PartItems } from "./items.js";
import { removableTerms } from "./removableTerms.js";
import type { ReplayedItems } from "./termRows.js";

/** Items by the set of terms of the newest release that reject them, numbered as its removable terms; none without one. */
export function hitSets(items: PartItems, replayed: ReplayedItems): HitSet[] {
  const { releases, hitsOf } = replayed;
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  const rejecting = removableTerms(replayed, newest.rejecting);
  const local = new Map(rejecting.map((term, index) => [term, index]));
  const hits = restrictHits(hitsOf(releases.length - 1), local);
  return toHitSets(groupHits({ truths: items.truths, termCount: rejecting.length, hits }));
}
