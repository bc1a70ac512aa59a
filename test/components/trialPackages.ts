import { packageFiles } from "../../loaders/artefacts/packageFiles.js";
import { pageData } from "../../src/components/pageData.js";
import { compileRegexes } from "../../src/components/whatIf/regexEngine.js";
import { openTrialPackage } from "../../src/components/whatIf/trialPackage.js";
import type { TrialPackage } from "../../src/components/whatIf/trialPackage.js";
import type { Term } from "../../src/matcher/term.js";
import { term as newTerm } from "../matcher/terms.js";

/** A package as a page has it: out of the files that a build makes. */
export function trialPackage(terms: readonly Term[]): TrialPackage {
  const files = packageFiles(terms);
  const { packageTerms } = pageData((name) => (name === "packageTerms.arrow" ? files[name] : undefined));
  return openTrialPackage(new Uint8Array(files["package.bin"]).buffer, packageTerms, compileRegexes);
}

const evasive = { views: ["canonical", "evasive"] } as const;

/** Terms of every kind that is looked for in texts, with scopes, exceptions and rules over all of them. */
export const mixedTerms: readonly Term[] = [
  newTerm("plum"),
  newTerm("plum jam", { termId: "jam" }),
  newTerm("cherry", { termId: "cherry", ...evasive }),
  newTerm("fig", { match: "prefix", ...evasive, languages: ["de"] }),
  newTerm("ss", { match: "substring", termId: "ss" }),
  newTerm("李", { match: "substring" }),
  newTerm("a", { match: "substring", markets: ["BR", "US"] }),
  newTerm("glass", { termId: "glass", action: "allow" }),
  newTerm(String.raw`pl?um\w+`, { kind: "regex", match: "substring", termId: "stone" }),
  newTerm("j[aä]m", { kind: "regex", match: "word", markets: ["us"] }),
  newTerm(String.raw`gl.{0,2}s`, { kind: "regex", match: "substring", action: "allow", languages: ["en"] }),
  newTerm("plum(?=jam)", { kind: "regex", match: "substring", termId: "refused" }),
  newTerm("cherry AND NOT jam", { kind: "rule", termId: "dry" }),
  newTerm("NEAR(cherry, stone, 1) OR (ss AND glass)", { kind: "rule", termId: "near" }),
  newTerm("dry AND stone", { kind: "rule", termId: "both", languages: ["en"], markets: ["us"] }),
];

/** Pieces of texts in which such terms hit, nearly hit, and are hidden. */
export const mixedPieces: readonly string[] = [
  "plum",
  "plums",
  " jam",
  "ch3rry",
  " c h e r r y ",
  "cherry ",
  "Figs ",
  "f1g ",
  "gla",
  "glass",
  "ß",
  "李",
  "🍑",
  "e\u0301",
  "\u200D",
  "  ",
  " ",
  "a",
  "\uD800",
  "™",
  "\u202E",
  "ﬁ",
  "jäm ",
  ", ",
  "сherry ", // with a Cyrillic с
];
