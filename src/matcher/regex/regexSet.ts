import type { RE2JS, RE2JSException } from "re2js";
import type { Matcher } from "../compilePackage.js";
import { compilePackage } from "../compilePackage.js";
import type { Term } from "../term.js";
import { isProblem, parseRegex } from "./parseRegex.js";
import { requiredLiterals } from "./requiredLiterals.js";
import type { RegexProblem } from "./syntax.js";
import { writeRe2 } from "./writeRe2.js";

/** The package re2js, given by the caller: a program has it at hand, a page loads it when it is first needed. */
export type RegexEngine = {
  readonly RE2JS: typeof RE2JS;
  readonly RE2JSException: typeof RE2JSException;
};

/** A regex that can be run; `term` is its index among the terms that were compiled. */
export type Regex = { readonly term: number; readonly program: RE2JS };

/** A term that is not run, and why. */
export type RefusedRegex = RegexProblem & { readonly term: number };

/**
 * Regexes with the literals that say on which records they must be run. Not plain data: a worker or a page compiles its
 * own from the terms.
 */
export type RegexSet = {
  readonly terms: readonly Term[];
  /** In the order of the terms, without those in `refused`. */
  readonly regexes: readonly Regex[];
  readonly refused: readonly RefusedRegex[];
  /** Indexes of the regexes without a required literal: they are run on every record. */
  readonly slow: readonly number[];
  /** Finds the required literals, as terms by index; `owners` has the regexes of each. */
  readonly literals: Matcher;
  readonly owners: readonly (readonly number[])[];
};

/** Instructions of RE2: what one character of text can cost at most. The 6,491 real patterns at hand need 700. */
const maxInstructions = 4000;

/**
 * The regexes of a package, to be given to `scanRegexes`. What cannot be run in linear time (lookahead, back-references),
 * is broken or too large is in `refused`, with the place in the pattern; nothing is dropped in silence.
 * Cost: about 0.1 ms a term.
 * @param terms terms of kind `regex`, any order
 */
export function regexSet(terms: readonly Term[], engine: RegexEngine): RegexSet {
  const regexes: Regex[] = [];
  const refused: RefusedRegex[] = [];
  const slow: number[] = [];
  const ownersOf = new Map<string, number[]>();
  for (const [term, { term: pattern, match }] of terms.entries()) {
    const node = parseRegex(pattern);
    const program = isProblem(node) ? node : compileRe2(writeRe2(node, match), engine);
    if (isProblem(node)) refused.push({ term, ...node });
    else if (!(program instanceof engine.RE2JS)) refused.push({ term, ...program });
    else {
      const index = regexes.push({ term, program }) - 1;
      const literals = requiredLiterals(node);
      if (literals === undefined) slow.push(index);
      for (const literal of literals ?? []) addOwner(ownersOf, literal, index);
    }
  }
  const literals = compilePackage([...ownersOf.keys()].map(literalTerm));
  return { terms, regexes, refused, slow, literals, owners: [...ownersOf.values()] };
}

function addOwner(ownersOf: Map<string, number[]>, literal: string, regex: number): void {
  const owners = ownersOf.get(literal);
  if (owners === undefined) ownersOf.set(literal, [regex]);
  else owners.push(regex);
}

function compileRe2(pattern: string, engine: RegexEngine): RE2JS | RegexProblem {
  try {
    const program = engine.RE2JS.compile(pattern, engine.RE2JS.LOOKBEHINDS);
    const size = program.programSize();
    if (size <= maxInstructions) return program;
    return { kind: "size", message: `${size} instructions, more than ${maxInstructions}`, column: 1 };
  } catch (error) {
    if (!(error instanceof engine.RE2JSException)) throw error;
    const isLarge = /repeat count|too large|nests too/.test(error.message);
    const message = error.message.replace("error parsing regexp: ", "");
    return { kind: isLarge ? "size" : "unsupported", message, column: 1 };
  }
}

function literalTerm(literal: string): Term {
  const everywhere = { languages: [], markets: [], policies: [], fields: [] };
  const unsaid = { action: null, validFrom: null, validTo: null, owner: null, note: null };
  return {
    termId: literal,
    term: literal,
    kind: "word",
    match: "substring",
    views: ["canonical"],
    ...everywhere,
    ...unsaid,
  };
}
