import { compileRules } from "../../src/matcher/rules/compileRules.js";
import { atomsOf } from "../../src/matcher/rules/rule.js";
import type { Term } from "../../src/matcher/term.js";

/**
 * Of the terms that reject, by index, those that a clean-up may judge: a replay looks for words, regexes and rules only,
 * so that an image or a video without a hit is not a dead one.
 */
export function removableTerms(terms: readonly Term[], rejecting: readonly number[]): number[] {
  return rejecting.filter((term) => {
    const kind = terms[term]?.kind;
    return kind !== "image" && kind !== "video";
  });
}

/** Ids of the terms that a rule of the package names and does not work without. */
export function namedByRules(terms: readonly Term[]): Set<string> {
  return new Set(compileRules(terms).rules.flatMap(({ node }) => atomsOf(node).map(({ id }) => id)));
}
