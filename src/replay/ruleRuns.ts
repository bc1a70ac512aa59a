import type { CompiledTerms } from "../matcher/compileTerms.js";
import type { CanonicalColumn } from "../matcher/normaliseColumn.js";
import { evaluateRules } from "../matcher/rules/evaluateRules.js";
import type { RuleSet } from "../matcher/rules/compileRules.js";
import type { Span } from "../matcher/rules/spans.js";
import { tokensOf } from "../matcher/rules/tokens.js";
import { scanViews } from "../matcher/scanViews.js";

/** Searches for one term alone each, and the same for none. */
export type LoneRuns = {
  readonly empty: () => void;
  readonly count: number;
  readonly runs: Iterable<{ readonly term: number; readonly run: () => void }>;
};

/** The hits of a text by term, those of rules included. */
type TextHits = { readonly text: string; readonly hits: ReadonlyMap<number, readonly Span[]> };

/** Each rule evaluated alone on what the package hits in the texts; exceptions do not count. */
export function ruleRuns(
  compiled: CompiledTerms,
  column: CanonicalColumn,
  texts: readonly string[],
): LoneRuns {
  const { rules } = compiled.rules;
  const found = rules.length === 0 ? [] : textHits(compiled, column, texts);
  const evaluate = (set: RuleSet): void => {
    for (const { text, hits } of found) evaluateRules(set, hits, placesOf(text));
  };
  return {
    empty: () => evaluate({ rules: [], refused: [] }),
    count: rules.length,
    runs: rules.map((rule) => ({ term: rule.term, run: () => evaluate({ rules: [rule], refused: [] }) })),
  };
}

function placesOf(text: string): Parameters<typeof evaluateRules>[2] {
  return { tokens: () => tokensOf(text), isInScope: () => true };
}

function textHits(compiled: CompiledTerms, column: CanonicalColumn, texts: readonly string[]): TextHits[] {
  const { hits } = scanViews(compiled, column, {});
  return texts.map((text, record) => {
    const byTerm = new Map<number, readonly Span[]>();
    for (const { term, start, end } of hits[record] ?? [])
      byTerm.set(term, [...(byTerm.get(term) ?? []), [start, end]]);
    for (const { term, span } of evaluateRules(compiled.rules, byTerm, placesOf(text)))
      byTerm.set(term, [span]);
    return { text, hits: byTerm };
  });
}
