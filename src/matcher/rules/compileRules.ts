import { quote } from "../../model/dataError.js";
import { didYouMean } from "../../model/nearest.js";
import type { Term } from "../term.js";
import { isRuleProblem, parseRule } from "./parseRule.js";
import type { RuleNode, RuleProblem } from "./rule.js";
import { atomsOf } from "./rule.js";

/** A rule ready to be evaluated; `term` is its index in the package, and `indexes` leads from the ids in it to theirs. */
export type Rule = {
  readonly term: number;
  readonly node: RuleNode;
  readonly indexes: ReadonlyMap<string, number>;
};

/** A rule that cannot be evaluated, and why. */
export type RefusedRule = RuleProblem & { readonly term: number };

export type RuleSet = {
  /** Each behind the rules that it names. */
  readonly rules: readonly Rule[];
  /** Every rule that is wrong, in the order of the package. */
  readonly refused: readonly RefusedRule[];
};

/**
 * The rules of a package, in an order in which each can be evaluated once: see `evaluateRules`.
 * Refused: rules that do not parse, that name no term of the package, an image or a video, or that lead back to themselves.
 * @param terms the whole package
 */
export function compileRules(terms: readonly Term[]): RuleSet {
  if (!terms.some(({ kind }) => kind === "rule")) return { rules: [], refused: [] }; // a map of 100,000 ids takes a third of a second
  const indexes = new Map(terms.map(({ termId }, index) => [termId, index]));
  const rules = new Map<number, Rule>();
  const refused = new Map<number, RefusedRule>();
  for (const [term, { kind, term: text }] of terms.entries()) {
    if (kind !== "rule") continue;
    const node = parseRule(text);
    const problem = isRuleProblem(node) ? node : findUnknown(node, { terms, indexes });
    if (problem !== undefined) refused.set(term, { ...problem, term });
    else if (!isRuleProblem(node)) rules.set(term, { term, node, indexes });
  }
  const ordered = inOrder(rules, refused);
  return { rules: ordered, refused: [...refused.values()].toSorted((a, b) => a.term - b.term) };
}

/** Rules that name rules that name rules. */
const maxChain = 100;

type Package = { readonly terms: readonly Term[]; readonly indexes: ReadonlyMap<string, number> };

function findUnknown(node: RuleNode, { terms, indexes }: Package): RuleProblem | undefined {
  for (const { id, at } of atomsOf(node)) {
    const index = indexes.get(id);
    const kind = terms[index ?? -1]?.kind;
    if (kind === undefined) {
      const hint = didYouMean(id, [...indexes.keys()]);
      return { column: at, message: `expected a term_id of the package, got ${quote(id)}${hint}` };
    }
    if (kind === "image" || kind === "video") {
      return { column: at, message: `expected a word, regex or rule, got the ${kind} ${quote(id)}` };
    }
  }
  return undefined;
}

/** The rules, each behind those that it names; those that lead back to themselves are refused. */
function inOrder(rules: ReadonlyMap<number, Rule>, refused: Map<number, RefusedRule>): Rule[] {
  const ordered: Rule[] = [];
  const states = new Map<number, "open" | "done">();
  const visit = (rule: Rule, path: readonly string[]): void => {
    states.set(rule.term, "open");
    for (const { id, at } of atomsOf(rule.node)) {
      const index = rule.indexes.get(id) ?? -1;
      const named = rules.get(index);
      const isOpen = states.get(index) === "open";
      if (named !== undefined && !states.has(index) && path.length < maxChain) visit(named, [...path, id]);
      const isLost = refused.has(index) || (named !== undefined && !states.has(index));
      if (isOpen || isLost) refused.set(rule.term, blame(rule, { id, at, path, isOpen }));
    }
    states.set(rule.term, "done");
    if (!refused.has(rule.term)) ordered.push(rule);
  };
  for (const rule of rules.values()) if (!states.has(rule.term)) visit(rule, []);
  return ordered.filter(({ term }) => !refused.has(term));
}

function blame(
  { term }: Rule,
  { id, at, path, isOpen }: { id: string; at: number; path: readonly string[]; isOpen: boolean },
): RefusedRule {
  const way = path.length === 0 ? "" : ` (by way of ${path.map(quote).join(", ")})`;
  const message = isOpen
    ? `expected a rule that does not lead back to itself, got ${quote(id)} again${way}`
    : `expected a rule that can be evaluated, got ${quote(id)}`;
  return { term, column: at, message };
}
