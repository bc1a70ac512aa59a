import { termIdOf } from "../matcher/term.js";
import type { Term } from "../matcher/term.js";
import type { FoundTerm } from "./findPhrases.js";

/** The id that a package would give a found term by default. */
export function candidateId({ term, language }: Pick<FoundTerm, "term" | "language">): string {
  return termIdOf(languagesOf(language), term);
}

/** A found term as a package would hold it: it only watches, in the language that it was found in. */
export function candidateTerm(found: FoundTerm): Term {
  const { term, kind, match, language, radius } = found;
  return {
    termId: candidateId(found),
    term,
    kind,
    match: match === "" ? "word" : match,
    views: ["canonical"],
    languages: languagesOf(language),
    markets: [],
    policies: [],
    fields: [],
    action: "watch",
    ...(radius === null ? {} : { radius }),
    validFrom: null,
    validTo: null,
    owner: null,
    note: null,
  };
}

function languagesOf(language: string | null): string[] {
  return language === null ? [] : [language];
}
