import type { Term } from "../../src/matcher/term.js";
import { isEvasive } from "../replay/hitTable.js";
import type { HitTable } from "../replay/hitTable.js";

/**
 * The items among those that a term hits that are hit in the evasive view alone; none for terms that are not looked for
 * there. O(hits).
 */
export function evasiveHits(
  { item, term, flags }: HitTable,
  terms: readonly Term[],
): (term: number, hit: readonly number[]) => readonly number[] {
  const inBoth = terms.map(({ views }) => views.includes("evasive"));
  const canonical = new Map<number, Set<number>>();
  for (let row = 0; row < item.length; row++) {
    const at = term[row] ?? 0;
    if (inBoth[at] !== true || ((flags[row] ?? 0) & isEvasive) !== 0) continue;
    const items = canonical.get(at) ?? new Set();
    canonical.set(at, items.add(item[row] ?? 0));
  }
  return (at, hit) =>
    inBoth[at] === true ? hit.filter((index) => canonical.get(at)?.has(index) !== true) : [];
}
