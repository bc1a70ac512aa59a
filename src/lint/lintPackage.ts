import type { Atoms } from "../matcher/atoms.js";
import { atomData, openAtoms } from "../matcher/atoms.js";
import type { CompiledTerms } from "../matcher/compileTerms.js";
import { compileTerms } from "../matcher/compileTerms.js";
import type { Term } from "../matcher/term.js";
import { containedTerms } from "./containedTerms.js";
import { distinctRows, findDuplicates } from "./duplicates.js";
import type { LintFinding } from "./finding.js";
import { finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { placeOf } from "./lintRow.js";
import { lintRegexes } from "./lintRegexes.js";
import { lintDuties, lintExpiry, lintLanguages, lintTerm } from "./lintTerms.js";
import { findExcepted, findSubsumed } from "./subsumed.js";
import { findIdentityTerms } from "./traffic.js";

/** A package as its rows have it: repeats, too, and nothing left out but rows that hold no term. */
export type LintedPackage = {
  readonly files: readonly { readonly file: string; readonly header: readonly string[] }[];
  readonly rows: readonly LintRow[];
};

export type LintedTerms = {
  /** In no order: see `byPlace`. */
  readonly findings: readonly LintFinding[];
  /** The terms of all rows, for traffic to be counted on. */
  readonly compiled: CompiledTerms;
  /** What could not be looked at, a sentence each. */
  readonly warnings: readonly string[];
};

/**
 * Everything that the terms of a package tell without traffic. The findings are the same for any order of the rows, but
 * for line numbers. Cost: near O(bytes of all terms), some seconds for 100,000 words.
 * @param identityTerms those of the workspace; without a list nothing is said about identity terms
 * @param asOf UTC ms; without it nothing is said about terms whose validity is over
 */
export function lintPackage(
  { files, rows }: LintedPackage,
  {
    identityTerms = [],
    asOf = -Infinity,
  }: { identityTerms?: readonly string[]; asOf?: number | undefined } = {},
): LintedTerms {
  const compiled = compileTerms(rows.map(({ term }) => term));
  const { regexes, rules } = compiled;
  const distinct = distinctRows(rows);
  const contained = containedTerms(...termsAndAtoms(distinct, compiled));
  const regexRows = regexes.indexes.flatMap((index) => rows[index] ?? []);
  const findings = [
    ...rows.flatMap(lintTerm),
    ...lintLanguages(rows),
    ...rows.flatMap((row) => lintExpiry(row, asOf)),
    ...files.flatMap(({ file, header }) => lintDuties(file, header, rowsOf(rows, file))),
    ...findDuplicates(rows),
    ...findSubsumed(distinct, contained, rules),
    ...findExcepted(distinct, contained),
    ...lintRegexes(regexRows, regexes.compiled),
    ...rules.refused.flatMap(({ term, column, message }) =>
      brokenRule(rows[term], `character ${column} of the rule: ${message}`),
    ),
    ...findIdentityTerms(rows, compiled, identityTerms),
  ];
  const warnings =
    contained.untried === 0
      ? []
      : [
          `${contained.untried} slow regexes were not held against each word, so what they subsume is not known`,
        ];
  return { findings, compiled, warnings };
}

/** Those of the distinct rows, which mostly are all rows. */
function termsAndAtoms(distinct: readonly LintRow[], compiled: CompiledTerms): [readonly Term[], Atoms] {
  if (distinct.length === compiled.terms.length) return [compiled.terms, compiled];
  const terms = distinct.map(({ term }) => term);
  return [terms, openAtoms(atomData(terms))];
}

function rowsOf(rows: readonly LintRow[], file: string): LintRow[] {
  return rows.filter((row) => row.file === file);
}

function brokenRule(row: LintRow | undefined, message: string): LintFinding[] {
  return row === undefined ? [] : [finding("invalid-rule", placeOf(row), [message, "mend the rule"])];
}
