import type { Matcher } from "./compilePackage.js";
import { compilePackage } from "./compilePackage.js";
import { isEvasive, partAt } from "./part.js";
import { compileRegexes } from "./regex/compileRegexes.js";
import type { RegexSet } from "./regex/regexSet.js";
import type { Term } from "./term.js";

/** Something made of some terms of a package; its own term `i` is the package's term `indexes[i]`. */
export type Part<T> = { readonly compiled: T; readonly indexes: readonly number[] };

/** The terms of a package that are looked for in texts: what rules are made of. */
export type Atoms = {
  readonly words: Part<Matcher>;
  /** The words that ask for the evasive view, in that view. */
  readonly evasiveWords: Part<Matcher>;
  readonly regexes: Part<RegexSet>;
};

/** Atoms as plain data, for a worker or a page, which compiles the regexes itself. */
export type AtomData = Omit<Atoms, "regexes"> & { readonly regexes: Part<readonly Term[]> };

/** The atoms of a package; terms of other kinds are left out. */
export function atomData(terms: readonly Term[]): AtomData {
  const [words, evasiveWords, regexes]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index]; // read once for all parts, as terms lie all over the memory
    if (term?.kind === "regex") regexes.push(index);
    if (term?.kind !== "word") continue;
    words.push(index);
    if (isEvasive(term)) evasiveWords.push(index);
  }
  return {
    words: partAt(terms, words, (found) => compilePackage(found)),
    evasiveWords: partAt(terms, evasiveWords, (found) => compilePackage(found, "evasive")),
    regexes: partAt(terms, regexes, (found) => found),
  };
}

/** The atoms, ready to be scanned for; what cannot be run is in `regexes.compiled.refused`. */
export function openAtoms({ words, evasiveWords, regexes }: AtomData): Atoms {
  return {
    words,
    evasiveWords,
    regexes: { compiled: compileRegexes(regexes.compiled), indexes: regexes.indexes },
  };
}
