import type { RuleSet } from "./rules/compileRules.js";
import { evaluateRules } from "./rules/evaluateRules.js";
import { exceptionTest } from "./rules/exceptions.js";
import type { Span } from "./rules/spans.js";
import { tokensOf } from "./rules/tokens.js";
import type { TextHit } from "./scanViews.js";
import type { Term } from "./term.js";

/** The terms of one package and its rules, which name them. */
export type RulePackage = { readonly terms: readonly Term[]; readonly rules: RuleSet };

/** Where the hits are: the text that their positions count in, and whether a term applies to it. */
export type HitPlace = { readonly text: string; readonly applies: (term: number) => boolean };

/**
 * What the hits of the atoms in one record come to: without those inside the span of a hit of an `allow` term, which is
 * an exception, and with the hits of the rules on what is left and on the exceptions. No order.
 */
export function resolveHits(
  rulePackage: RulePackage,
  hits: readonly TextHit[],
  place: HitPlace,
): { texts: TextHit[]; exceptions: readonly TextHit[] } {
  const { kept, exceptions } = withoutExceptions(rulePackage, hits);
  const rules = ruleHits(rulePackage, [...kept, ...exceptions], place);
  return { texts: [...kept, ...rules], exceptions };
}

function withoutExceptions(
  { terms }: RulePackage,
  hits: readonly TextHit[],
): { kept: readonly TextHit[]; exceptions: readonly TextHit[] } {
  const exceptions = hits.filter(({ term }) => terms[term]?.action === "allow");
  if (exceptions.length === 0) return { kept: hits, exceptions };
  const isException = exceptionTest(exceptions.map(spanOf));
  const kept = hits.filter((hit) => terms[hit.term]?.action !== "allow" && !isException(spanOf(hit)));
  return { kept, exceptions };
}

function spanOf({ start, end }: TextHit): Span {
  return [start, end];
}

/** A rule that needs a hit of the evasive view is a hit of that view. */
function ruleHits({ rules }: RulePackage, hits: readonly TextHit[], { text, applies }: HitPlace): TextHit[] {
  if (rules.rules.length === 0) return [];
  const places = { tokens: () => tokensOf(text), isInScope: applies };
  const canonical = hits.filter(({ view }) => view === "canonical");
  const found = evaluateRules(rules, byTerm(hits), places);
  const plain = canonical.length === hits.length ? found : evaluateRules(rules, byTerm(canonical), places);
  const known = new Set(plain.map(({ term }) => term));
  return found.map(({ term, span: [start, end] }) => {
    return { term, view: known.has(term) ? "canonical" : "evasive", start, end };
  });
}

function byTerm(hits: readonly TextHit[]): Map<number, Span[]> {
  const found = new Map<number, Span[]>();
  for (const hit of hits) {
    const spans = found.get(hit.term);
    if (spans === undefined) found.set(hit.term, [spanOf(hit)]);
    else spans.push(spanOf(hit));
  }
  return found;
}
