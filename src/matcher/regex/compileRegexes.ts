import { RE2JS, RE2JSException } from "re2js";
import type { Term } from "../term.js";
import { regexSet } from "./regexSet.js";
import type { RegexSet } from "./regexSet.js";

/** The regexes of a package, to be given to `scanRegexes`: see `regexSet`. For programs, which have re2js at hand. */
export function compileRegexes(terms: readonly Term[]): RegexSet {
  return regexSet(terms, { RE2JS, RE2JSException });
}
