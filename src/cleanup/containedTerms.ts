import { toRate } from "../metrics/rate.js";
import { countsOfTerms, groupsOfTerms, termsOf } from "./hitGroups.js";
import type { HitGroups } from "./hitGroups.js";

/** A term all of whose items another term hits too. */
export type ContainedTerm = {
  readonly term: number;
  /** The other: of several the one with the highest precision, then the most hits. */
  readonly within: number;
  /** Its precision is known and no worse, so that the first term adds nothing. */
  readonly isDominated: boolean;
};

/**
 * Terms that hit nothing of their own, in the order of terms; of terms that hit the same items, all but the first. Terms
 * without a hit are left out. O(members · terms of an item) at worst; most searches end at the second set of terms.
 */
export function findContained(all: HitGroups): ContainedTerm[] {
  const { starts, groups } = groupsOfTerms(all);
  const { tp, fp, unlabelled } = countsOfTerms(all);
  const sizeOf = (term: number): number => (starts[term + 1] ?? 0) - (starts[term] ?? 0);
  const hitsOf = (term: number): number => (tp[term] ?? 0) + (fp[term] ?? 0) + (unlabelled[term] ?? 0);
  const precisionOf = (term: number): number | undefined =>
    toRate(tp[term] ?? 0, (tp[term] ?? 0) + (fp[term] ?? 0)).value;
  return Array.from(tp.keys()).flatMap((term): ContainedTerm[] => {
    const around = containersOf(all, term, groups.subarray(starts[term], starts[term + 1])).filter(
      (other) => sizeOf(other) > sizeOf(term) || other < term, // of equal ones the first stays
    );
    const rank = (other: number): number => precisionOf(other) ?? -1;
    const [within] = around.toSorted((a, b) => rank(b) - rank(a) || hitsOf(b) - hitsOf(a) || a - b);
    if (within === undefined) return [];
    const [own, other] = [precisionOf(term), precisionOf(within)];
    return [{ term, within, isDominated: own !== undefined && other !== undefined && other >= own }];
  });
}

/** The other terms that all these groups have. */
function containersOf(all: HitGroups, term: number, groups: Uint32Array): number[] {
  const [first, ...rest] = groups;
  if (first === undefined) return [];
  let found = Array.from(termsOf(all, first)).filter((other) => other !== term);
  for (const group of rest) {
    if (found.length === 0) return [];
    const terms = termsOf(all, group);
    found = found.filter((other) => terms.includes(other));
  }
  return found;
}
