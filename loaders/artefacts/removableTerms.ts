import { compileRules } from "../../src/matcher/rules/compileRules.js";
import { atomsOf } from "../../src/matcher/rules/rule.js";
import type { Term } from "../../src/matcher/term.js";
import type { HashedItems } from "../replay/openReplay.js";

/** Of the terms that reject, by index, those that a clean-up may judge: what is not looked for is not dead without a hit. */
export function removableTerms(
  { terms, hashedItems }: { terms: readonly Term[]; hashedItems: HashedItems },
  rejecting: readonly number[],
): number[] {
  return rejecting.filter((index) => {
    const term = terms[index];
    return term !== undefined && isLookedFor(term, hashedItems);
  });
}

/** Whether a replay looks for the term: for images and videos only where items have hashes or frames. */
export function isLookedFor({ kind }: Term, hashedItems: HashedItems): boolean {
  return (kind !== "image" && kind !== "video") || hashedItems[kind] > 0;
}

/** Ids of the terms that a rule of the package names and does not work without. */
export function namedByRules(terms: readonly Term[]): Set<string> {
  return new Set(compileRules(terms).rules.flatMap(({ node }) => atomsOf(node).map(({ id }) => id)));
}
