import { canonicalTerm } from "../matcher/canonical.js";
import { isEvasive } from "../matcher/part.js";
import type { RuleSet } from "../matcher/rules/compileRules.js";
import { atomsOf } from "../matcher/rules/rule.js";
import type { Term } from "../matcher/term.js";
import type { ContainedTerms, InnerHit } from "./containedTerms.js";
import { coversScope, strengthOf } from "./covers.js";
import { duplicateKey } from "./duplicates.js";
import type { LintFinding } from "./finding.js";
import { compareTexts, finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { lineWords, placeOf } from "./lintRow.js";

/**
 * Words of which another word or regex makes nothing more than a second hit: it hits inside each of their hits, takes in
 * the same items, looks at the same views, and does at least as much. Words that a rule names stay. An exception that
 * begins or ends outside the word is not thought of. Of two terms that subsume each other one stays. Of several the
 * closest is named: the longest word, or else the longest regex.
 */
export function findSubsumed(
  rows: readonly LintRow[],
  contained: ContainedTerms,
  rules: RuleSet,
): LintFinding[] {
  const named = new Set(rules.rules.flatMap(({ node }) => atomsOf(node).map(({ id }) => id)));
  return byOuter(contained.hits).flatMap((hits) => {
    const outer = hits[0]?.outer ?? -1;
    const row = rows[outer];
    if (row === undefined || row.term.action === "allow" || named.has(row.term.termId)) return [];
    const allowed = hits.filter(({ term }) => rows[term]?.term.action === "allow");
    const isExcepted = (hit: InnerHit): boolean =>
      allowed.some(({ start, end }) => start <= hit.start && end >= hit.end);
    const by = closest(hits, rows, (hit, other) => {
      const isWhole = hit.start === 0 && hit.end === contained.lengths[outer];
      return !isExcepted(hit) && subsumes(other, row.term, isWhole);
    });
    if (by === undefined) return [];
    const message = `whatever it hits, the ${by.term.kind} of ${lineWords(by, row)} hits too`;
    return [finding("subsumed-term", placeOf(row), [message, "delete it, or make the other term narrower"])];
  });
}

/** Of the rows whose terms hit and pass, words first, the one with the longest term, then the smallest id. Hot: one row a hit. */
function closest(
  hits: readonly InnerHit[],
  rows: readonly LintRow[],
  passes: (hit: InnerHit, term: Term) => boolean,
): LintRow | undefined {
  let best: LintRow | undefined;
  for (const hit of hits) {
    const row = rows[hit.term];
    if (row === undefined || hit.term === hit.outer || row === best) continue;
    if (best !== undefined && compareCloseness(row.term, best.term) >= 0) continue;
    if (passes(hit, row.term)) best = row;
  }
  return best;
}

function compareCloseness(a: Term, b: Term): number {
  const byKind = Number(a.kind === "regex") - Number(b.kind === "regex");
  return byKind || b.term.length - a.term.length || compareTexts(a.termId, b.termId);
}

/** Words whose every hit lies inside a hit of a term of the allow-list that takes in the same items. */
export function findExcepted(rows: readonly LintRow[], { hits, lengths }: ContainedTerms): LintFinding[] {
  return byOuter(hits).flatMap((found) => {
    const outer = found[0]?.outer ?? -1;
    const row = rows[outer];
    if (row === undefined || row.term.action === "allow") return [];
    const [by] = found
      .filter(({ start, end }) => start === 0 && end === lengths[outer])
      .flatMap(({ term }) => rows[term] ?? [])
      .filter(({ term }) => term.action === "allow" && coversScope(term, row.term))
      .toSorted((a, b) => compareTexts(a.term.termId, b.term.termId));
    if (by === undefined) return [];
    const message = `never counts, as the allow-list has it on ${lineWords(by, row)}`;
    return [finding("excepted-term", placeOf(row), [message, "delete one of the two"])];
  });
}

function byOuter(hits: readonly InnerHit[]): InnerHit[][] {
  const groups = new Map<number, InnerHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.outer);
    if (group === undefined) groups.set(hit.outer, [hit]);
    else group.push(hit);
  }
  return [...groups.values()];
}

/** @param isWhole whether the other hits the whole term: only then they can be one and the same */
function subsumes(other: Term, term: Term, isWhole: boolean): boolean {
  if (other.action === "allow" || !covers(other, term)) return false;
  if (!isWhole || other.kind !== "word" || !isSameMatch(term, other)) return true;
  const isMutual = covers(term, other);
  return (
    duplicateKey(other) !== duplicateKey(term) && !(isMutual && compareTexts(other.termId, term.termId) > 0)
  );
}

function covers(other: Term, term: Term): boolean {
  const sees = !isEvasive(term) || isEvasive(other);
  return sees && strengthOf(other.action) >= strengthOf(term.action) && coversScope(other, term);
}

/** Whether each of two words of which one hits the other hits it in turn. */
function isSameMatch(a: Term, b: Term): boolean {
  return a.match === b.match && canonicalTerm(a.term) === canonicalTerm(b.term);
}
