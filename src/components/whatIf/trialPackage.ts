import type { Atoms, Part } from "../../matcher/atoms.js";
import { compilePackage } from "../../matcher/compilePackage.js";
import { unpackMatchers } from "../../matcher/packMatchers.js";
import { isEvasive, isKind, part } from "../../matcher/part.js";
import type { RegexSet } from "../../matcher/regex/regexSet.js";
import type { RulePackage } from "../../matcher/resolveHits.js";
import { compileRules } from "../../matcher/rules/compileRules.js";
import { termIdOf } from "../../matcher/term.js";
import type { Term, TermKind, TermMatch } from "../../matcher/term.js";
import type { PackageTermRow } from "../../model/artefact.js";

/** A package compiled for all that is looked for in texts. */
export type TrialPackage = Atoms & RulePackage;

/** Compiles regexes; the library for it is large and loaded only when there are any. */
export type RegexCompiler = (terms: readonly Term[]) => RegexSet;

/** The package in the files that `packageFiles` made; a term's index is its row. */
export function openTrialPackage(
  packed: ArrayBuffer,
  rows: readonly PackageTermRow[],
  compileRegexes: RegexCompiler,
): TrialPackage {
  const terms = rows.map(toTerm);
  const [words = compilePackage([]), evasiveWords = compilePackage([])] = unpackMatchers(packed);
  return {
    terms,
    words: part(terms, isKind("word"), () => words),
    evasiveWords: part(terms, isEvasive, () => evasiveWords),
    regexes: regexPart(terms, compileRegexes),
    rules: compileRules(terms),
  };
}

/** Terms compiled here, as those are that a reader adds. */
export function compileAtoms(terms: readonly Term[], compileRegexes: RegexCompiler): Atoms {
  return {
    words: part(terms, isKind("word"), (words) => compilePackage(words)),
    evasiveWords: part(terms, isEvasive, (words) => compilePackage(words, "evasive")),
    regexes: regexPart(terms, compileRegexes),
  };
}

/** A package without regexes must not ask for the library. */
function regexPart(terms: readonly Term[], compileRegexes: RegexCompiler): Part<RegexSet> {
  return part(terms, isKind("regex"), (found) => (found.length === 0 ? noRegexes : compileRegexes(found)));
}

const noRegexes: RegexSet = {
  terms: [],
  regexes: [],
  refused: [],
  slow: [],
  literals: compilePackage([]),
  owners: [],
};

function toTerm(row: PackageTermRow): Term {
  const languages = listOf(row.languages);
  return {
    ...plainTerm,
    termId: row.termId === "" ? termIdOf(languages, row.term) : row.termId,
    term: row.term,
    kind: kindOf(row.kind),
    match: matchOf(row.match),
    views: row.views.includes("evasive") ? ["canonical", "evasive"] : ["canonical"],
    languages,
    markets: listOf(row.markets),
    action: row.action === "" ? null : row.action,
    validFrom: timeOf(row.validFrom),
    validTo: timeOf(row.validTo),
  };
}

/** A term with nothing said of it. */
export const plainTerm: Omit<Term, "term"> = {
  termId: "",
  kind: "word",
  match: "word",
  views: ["canonical"],
  languages: [],
  markets: [],
  policies: [],
  fields: [],
  action: null,
  validFrom: null,
  validTo: null,
  owner: null,
  note: null,
};

export function kindOf(text: string): TermKind {
  return text === "regex" || text === "rule" ? text : "word";
}

export function matchOf(text: string): TermMatch {
  return text === "prefix" || text === "substring" ? text : "word";
}

function timeOf(cell: string): number | null {
  return cell === "" ? null : Date.parse(cell);
}

function listOf(cell: string): string[] {
  return cell === "" ? [] : cell.split(";");
}
