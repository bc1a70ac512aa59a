import { RE2JS, RE2JSException } from "npm:re2js";
import { regexSet } from "../../matcher/regex/regexSet.js";
import type { RegexCompiler } from "./trialPackage.js";

/** Compiles regexes in a page. To be imported when it is needed: with its library it weighs as much as all else here. */
export const compileRegexes: RegexCompiler = (terms) => regexSet(terms, { RE2JS, RE2JSException });
