/** A rule as parsed. `id` names a term; `at` is its 1-based column in the rule. */
export type RuleNode =
  | { readonly kind: "term"; readonly id: string; readonly at: number }
  | { readonly kind: "not"; readonly body: RuleNode }
  | { readonly kind: "and"; readonly parts: readonly RuleNode[] }
  | { readonly kind: "or"; readonly parts: readonly RuleNode[] }
  /** At most `gap` tokens between a hit of the one and a hit of the other. */
  | { readonly kind: "near"; readonly parts: readonly [RuleNode, RuleNode]; readonly gap: number };

/** What is wrong with a rule; `column` is a 1-based character of it. */
export type RuleProblem = { readonly column: number; readonly message: string };

/** The terms that a rule names, in order, repeats too. */
export function atomsOf(node: RuleNode): (RuleNode & { kind: "term" })[] {
  switch (node.kind) {
    case "term":
      return [node];
    case "not":
      return atomsOf(node.body);
    case "and":
    case "or":
    case "near":
    default:
      return node.parts.flatMap(atomsOf);
  }
}

/** Whether the rule can hold where none of its terms has a hit: then there is no span that it could report. */
export function holdsOnNothing(node: RuleNode): boolean {
  switch (node.kind) {
    case "term":
    case "near":
      return false;
    case "not":
      return true;
    case "and":
      return node.parts.every(holdsOnNothing);
    case "or":
    default:
      return node.parts.some(holdsOnNothing);
  }
}
