import { hasValidity } from "../../src/matcher/inForce.js";
import type { Term } from "../../src/matcher/term.js";
import { formatCount } from "../../src/metrics/format.js";
import type { StoreEntry } from "../store/manifest.js";

/**
 * That the validity of some terms was not applied to items without a time, in one sentence; none where no term has one or
 * every item has a time.
 * @param items partitions of the items; those with a time lie in partitions by day
 */
export function unappliedValidity(terms: readonly Term[], items: readonly StoreEntry[] = []): string[] {
  const undated = items.filter(({ partition }) => !partition.startsWith("day="));
  const count = undated.reduce((sum, { rows }) => sum + rows, 0);
  if (count === 0) return [];
  const bound = terms.filter(hasValidity).length;
  if (bound === 0) return [];
  const whose = bound === 1 ? "of 1 term" : `of ${formatCount(bound)} terms`;
  const which = count === 1 ? "1 item, which has" : `${formatCount(count)} items, which have`;
  return [`valid_from and valid_to ${whose} were not applied to ${which} no created_at`];
}
