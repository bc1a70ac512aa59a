import type { RuleSet } from "./compileRules.js";
import type { RuleNode } from "./rule.js";
import type { Span } from "./spans.js";
import { coverBoth, join, search, smallestSpans } from "./spans.js";
import type { TokenSpans } from "./tokens.js";

/** The hits of a record by the index of their term; a term without hits may be left out. Any order. */
export type AtomHits = ReadonlyMap<number, readonly Span[]>;

/** A rule that holds on a record, and the smallest span of its positive terms; of several the first. */
export type RuleHit = { readonly term: number; readonly span: Span };

/** Whether it holds, and the smallest spans with which it does (none for a NOT). */
type Outcome = { readonly holds: boolean; readonly spans: readonly Span[] };

/**
 * The rules that hold on a record, in the order of the set. Nothing is scanned: hits and token places are all it reads.
 * A rule holds as a whole or not at all, so that it has one hit at most. A rule that names a rule sees its one span.
 * Cost: O(hits of its terms × log) a rule; NEAR is O(hits × hits), at most 100 × 100 under the default cap.
 * @param hits all in the same positions, of the canonical or of the original text
 * @param tokens the words of the record in these positions; read only by rules with NEAR
 * @param isInScope whether the rule, by its term, applies to the record
 */
export function evaluateRules(
  { rules }: RuleSet,
  hits: AtomHits,
  { tokens, isInScope }: { tokens: () => TokenSpans; isInScope: (term: number) => boolean },
): RuleHit[] {
  const known = new Map(hits);
  const found: RuleHit[] = [];
  for (const { term, node, indexes } of rules) {
    if (!isInScope(term)) continue;
    const spansOf = (id: string): readonly Span[] => known.get(indexes.get(id) ?? -1) ?? [];
    const { holds, spans } = evaluate(node, { spansOf, tokens });
    const smallest = shortest(spans);
    if (!holds || smallest === undefined) continue;
    found.push({ term, span: smallest });
    known.set(term, [smallest]);
  }
  return found;
}

type Known = { readonly spansOf: (id: string) => readonly Span[]; readonly tokens: () => TokenSpans };

function evaluate(node: RuleNode, known: Known): Outcome {
  switch (node.kind) {
    case "term":
      return outcomeOf(known.spansOf(node.id));
    case "not":
      return { holds: !evaluate(node.body, known).holds, spans: [] };
    case "and":
      return both(node.parts.map((part) => evaluate(part, known)));
    case "or":
      return either(node.parts.map((part) => evaluate(part, known)));
    case "near":
    default:
      return near(node, known);
  }
}

function outcomeOf(spans: readonly Span[]): Outcome {
  return { holds: spans.length > 0, spans: smallestSpans(spans) };
}

/** A part without spans is a NOT, or an OR of which a NOT holds: it adds nothing to the span. */
function both(parts: readonly Outcome[]): Outcome {
  if (!parts.every(({ holds }) => holds)) return { holds: false, spans: [] };
  const [first = [], ...rest] = parts.map(({ spans }) => spans).filter((spans) => spans.length > 0);
  return { holds: true, spans: rest.reduce(coverBoth, first) };
}

function either(parts: readonly Outcome[]): Outcome {
  const holding = parts.filter(({ holds }) => holds);
  return { holds: holding.length > 0, spans: smallestSpans(holding.flatMap(({ spans }) => spans)) };
}

function near({ parts, gap }: RuleNode & { kind: "near" }, { spansOf, tokens }: Known): Outcome {
  const [lefts, rights] = parts.map((part) => (part.kind === "term" ? spansOf(part.id) : []));
  if (lefts === undefined || rights === undefined || lefts.length === 0) return outcomeOf([]);
  const places = tokens();
  return outcomeOf(
    lefts.flatMap((left) => {
      const close = rights.filter((right) => tokensBetween(left, right, places) <= gap);
      return close.map((right) => join(left, right));
    }),
  );
}

/** Tokens that lie wholly between two spans; 0 where they touch or overlap. */
function tokensBetween(a: Span, b: Span, { starts, ends }: TokenSpans): number {
  const [from, to] = [Math.min(a[1], b[1]), Math.max(a[0], b[0])];
  const first = search(starts.length, (i) => (starts[i] ?? 0) >= from);
  const behind = search(ends.length, (i) => (ends[i] ?? 0) > to);
  return Math.max(0, behind - first);
}

function shortest(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>((best, span) => {
    return best === undefined || span[1] - span[0] < best[1] - best[0] ? span : best;
  }, undefined);
}
