import { compileRules } from "../../src/matcher/rules/compileRules.js";
import { atomsOf } from "../../src/matcher/rules/rule.js";
import type { Term } from "../../src/matcher/term.js";

/** Ids of the terms that a rule of the package names and does not work without, each once. */
export function namedByRules(terms: readonly Term[]): string[] {
  return [...new Set(compileRules(terms).rules.flatMap(({ node }) => atomsOf(node).map(({ id }) => id)))];
}
