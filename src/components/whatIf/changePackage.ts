import type { Atoms } from "../../matcher/atoms.js";
import type { RegexProblem } from "../../matcher/regex/syntax.js";
import type { RulePackage } from "../../matcher/resolveHits.js";
import { compileRules } from "../../matcher/rules/compileRules.js";
import type { RuleSet } from "../../matcher/rules/compileRules.js";
import type { Term } from "../../matcher/term.js";
import { compileAtoms, plainTerm } from "./trialPackage.js";
import type { RegexCompiler, TrialPackage } from "./trialPackage.js";

/** What a reader changes in a package, to see what would become of a text. */
export type PackageChange = {
  /** Indexes of terms that are switched off: the changed package does not hold them. */
  readonly off: ReadonlySet<number>;
  /** A term that is added; `undefined` for none. */
  readonly added: AddedTerm | undefined;
};

export type AddedTerm = Pick<Term, "term" | "kind" | "match" | "views" | "action"> & {
  /** Index of the term that it is a new version of: it has its id and its scopes. Else it applies everywhere. */
  readonly replaces: number | undefined;
};

/** A changed package. Indexes are those of the package before; the added term, if any, is the one behind the last. */
export type ChangedPackage = RulePackage & {
  readonly off: ReadonlySet<number>;
  /** What is looked for of the added term. */
  readonly added: Atoms;
  /** Why the added term cannot be run. */
  readonly problem: string | undefined;
  /** Rules of the package that name a term which it no longer holds, and so would be refused. */
  readonly lostRules: number;
};

/** The package as changed. The terms that stay are not compiled again; their rules are. */
export function changePackage(
  { terms: before, rules: rulesBefore }: TrialPackage,
  { off, added }: PackageChange,
  compileRegexes: RegexCompiler,
): ChangedPackage {
  const own = added === undefined ? [] : [ownTerm(before, added)];
  const terms = [...before, ...own];
  const rules = keptRules(terms, off);
  const refusedBefore = new Set([...off, ...rulesBefore.refused.map(({ term }) => term)]);
  const lost = rules.refused.filter(({ term }) => term < before.length && !refusedBefore.has(term));
  const atoms = compileAtoms(own, compileRegexes);
  const problem = problemOf(
    atoms,
    rules.refused.find(({ term }) => term === before.length),
  );
  return { terms, rules, off, added: atIndex(atoms, before.length), problem, lostRules: lost.length };
}

/** No id of a package holds this character. */
const ownId = "\u0000added";

function ownTerm(before: readonly Term[], { replaces, ...flags }: AddedTerm): Term {
  const { termId = ownId, languages = [], markets = [] } = before[replaces ?? -1] ?? {};
  return { ...plainTerm, termId, languages, markets, ...flags };
}

/** The rules of the terms that are not off, with the indexes of all terms. */
function keptRules(terms: readonly Term[], off: ReadonlySet<number>): RuleSet {
  if (!terms.some(({ kind }) => kind === "rule")) return { rules: [], refused: [] };
  const kept = [...terms.keys()].filter((index) => !off.has(index));
  const { rules, refused } = compileRules(kept.flatMap((index) => terms[index] ?? []));
  const back = (index: number): number => kept[index] ?? -1;
  const indexes = new Map(kept.map((index) => [terms[index]?.termId ?? "", index]));
  return {
    rules: rules.map(({ term, node }) => ({ term: back(term), node, indexes })),
    refused: refused.map((refusal) => ({ ...refusal, term: back(refusal.term) })),
  };
}

function problemOf(
  { words, regexes }: Atoms,
  rule: RuleSet["refused"][number] | undefined,
): string | undefined {
  if (words.compiled.empty.length > 0) return "Nothing visible is left of it, so it can match nothing.";
  const [regex] = regexes.compiled.refused;
  if (rule !== undefined) return `Character ${rule.column}: ${rule.message}.`;
  return regex === undefined ? undefined : `Character ${regex.column}: ${regexWords(regex)}.`;
}

function regexWords({ kind, message }: RegexProblem): string {
  if (kind === "unsupported") return `${message} is not run, since it may take more than linear time`;
  return kind === "size" ? `too large: ${message}` : message;
}

/** The atoms of a single term, as the term of this index. */
function atIndex({ words, evasiveWords, regexes }: Atoms, index: number): Atoms {
  const moved = <P extends { readonly indexes: readonly number[] }>(part: P): P => {
    return { ...part, indexes: part.indexes.map(() => index) };
  };
  return { words: moved(words), evasiveWords: moved(evasiveWords), regexes: moved(regexes) };
}
