import { groupHits } from "../../src/cleanup/hitGroups.js";
import { toHitSets } from "../../src/cleanup/hitSets.js";
import type { HitSet } from "../../src/cleanup/hitSets.js";
import { restrictHits } from "../../src/replay/hits.js";
import type { ItemFacts } from "./items.js";
import type { ReplayedItems } from "./termRows.js";

/** Items by the set of terms of the newest release that reject them, numbered as its `rejecting`; none without a release. */
export function hitSets(items: readonly ItemFacts[], { releases, hitsOf }: ReplayedItems): HitSet[] {
  const rejecting = releases.at(-1)?.rejecting;
  if (rejecting === undefined) return [];
  const local = new Map(rejecting.map((term, index) => [term, index]));
  const truths = items.map(({ truth }) => truth);
  const hits = restrictHits(hitsOf(releases.length - 1), local);
  return toHitSets(groupHits({ truths, termCount: rejecting.length, hits }));
}
