import type { LintExample, RuleFindings } from "../model/packageLint.js";
import type { LintFinding } from "./finding.js";
import { lintRules } from "./finding.js";
import { isDuty } from "./lintTerms.js";

/** Terms and lines that are named of each rule; the rest is counted. */
const mostExamples = 5;

type Terms = {
  /** Distinct terms of the release. */
  readonly count: number;
  /** Items that a term hits. */
  readonly hitsOf: (termId: string) => number;
  readonly maskedOf: (termId: string) => string | null;
};

/**
 * Findings of one file by rule, errors first and then in the order of the rules; empty for no findings. A finding of
 * line 0 is one whose line is not known.
 */
export function summariseFindings(findings: readonly LintFinding[], terms: Terms): RuleFindings[] {
  return Object.entries(lintRules)
    .flatMap(([rule, [severity, about]]) => {
      const found = findings.filter((one) => one.rule === rule);
      return found.length === 0 ? [] : [{ rule, severity, about, ...factsOf(found, terms) }];
    })
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

const severities = ["error", "warning", "note"];

/** Of so many terms, those that a rule is about: all where the whole file lacks a column. */
export function termsConcerned(findings: readonly LintFinding[], count: number): number {
  if (findings.some(({ rule, termId }) => termId === null && isDuty(rule))) return count;
  return new Set(findings.flatMap(({ termId }) => termId ?? [])).size;
}

function factsOf(
  found: readonly LintFinding[],
  terms: Terms,
): Omit<RuleFindings, "rule" | "severity" | "about"> {
  const places = placesOf(found, terms);
  return {
    remedies: [...new Set(found.map(({ remedy }) => remedy))],
    findings: found.length,
    terms: termsConcerned(found, terms.count),
    examples: places.slice(0, mostExamples),
    more: Math.max(0, places.length - mostExamples),
  };
}

/** Each term once, and each line that names none; the terms that hit most first. */
function placesOf(found: readonly LintFinding[], { hitsOf, maskedOf }: Terms): LintExample[] {
  const places = new Map<string, LintExample & { readonly hits: number }>();
  for (const { termId, line } of found) {
    if (termId === null && line === 0) continue;
    const key = termId === null ? `line ${line}` : `term ${termId}`;
    if (places.has(key)) continue;
    const [masked, hits] = termId === null ? [null, 0] : [maskedOf(termId), hitsOf(termId)];
    places.set(key, { termId, masked, line: line === 0 ? null : line, hits });
  }
  return [...places.values()]
    .toSorted((a, b) => b.hits - a.hits || (a.line ?? 0) - (b.line ?? 0))
    .map(({ hits: _hits, ...place }) => place);
}
