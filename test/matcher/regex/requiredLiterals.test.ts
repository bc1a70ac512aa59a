import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../src/matcher/canonical.js";
import { isProblem, parseRegex } from "../../../src/matcher/regex/parseRegex.js";
import { requiredLiterals } from "../../../src/matcher/regex/requiredLiterals.js";
import { regExpRows, regexRows, regexSet } from "./regexTerms.js";

function literals(pattern: string): readonly string[] | undefined {
  const node = parseRegex(pattern);
  return isProblem(node) ? ["problem"] : requiredLiterals(node);
}

describe("requiredLiterals(node)", () => {
  const cases: [pattern: string, expected: string[] | undefined, what: string][] = [
    ["Plum", ["plum"], "the pattern itself"],
    ["plum\\W*tree", ["plum"], "the first of those that are as long"],
    ["pl\\W*pear\\d", ["pear"], "the longest"],
    ["pl", undefined, "none of two characters"],
    ["plum|pear", ["pear", "plum"], "one of each alternative"],
    ["plum|p.", undefined, "none where an alternative has none"],
    ["plum(s|tree)", ["plums", "plumtree"], "with short alternatives"],
    ["pl[uo]m", ["plom", "plum"], "with small classes"],
    ["pl[a-z]m[^a]", undefined, "not with large ones"],
    ["plums?", ["plum", "plums"], "with and without an optional end"],
    ["plu+m", ["plu"], "before a repeat"],
    ["(plum){2,}", ["plumplum"], "of the copies that must be there"],
    ["(plum)*tree", ["tree"], "not of those that need not"],
    ["\\bplum\\b", ["plum"], "across boundaries"],
    ["  plum ", ["plum"], "trimmed"],
    ["a  b", ["a b"], "with white space as in canonical text"],
    [" a ", undefined, "without counting spaces around"],
    ["STRASSE", ["strasse"], "folded"],
    ["É\\w*ÀÈÌ", ["àèì"], "folded outside ASCII"],
    ["straße", ["stra"], "without characters that canonical text does not have"],
    ["", undefined, "none in nothing"],
    ["[ab][cd][ef][gh][ij]plum", ["iplum", "jplum"], "of at most 16 alternatives"],
  ];
  test.each(cases)("of %j are %j: %s", (pattern, expected) => {
    expect(literals(pattern)).toEqual(expected);
  });
});

const character = fc.constantFrom("a", "b", "A", "B", "ab", "aab", "é", "É", "ß", "李", "😀", " ", "-", "Ω");
const text = fc.array(character, { maxLength: 14 }).map((parts) => canonical(parts.join("")));

/** Patterns that mean the same to both engines: no repeat of something that can be empty. */
const pattern = fc.letrec<{ some: string; maybe: string; pattern: string }>((tie) => ({
  some: fc.oneof(
    { maxDepth: 3 },
    character.map((part) => part.replaceAll("-", "\\x2d")),
    fc.constantFrom(".", "[ab]", "[^a]", "[A-Bé]", "\\w", "\\W", "\\s", "\\S", "\\p{L}", "[^\\w ]", "aba"),
    fc.tuple(tie("some"), tie("maybe")).map(([a, b]) => a + b),
    fc.tuple(tie("some"), tie("some")).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie("some"), fc.constantFrom("+", "+?", "{2}", "{1,2}", "{2,}?")).map(([a, q]) => `(${a})${q}`),
  ),
  maybe: fc.oneof(
    { maxDepth: 3 },
    tie("some"),
    fc.tuple(tie("some"), fc.constantFrom("?", "*", "??", "*?", "{0,2}")).map(([a, q]) => `(?:${a})${q}`),
    fc.constantFrom("\\b", "\\B", "^", "$", "(?<=a)", "(?<!ab)"),
  ),
  pattern: fc.array(fc.oneof(tie("some"), tie("maybe")), { maxLength: 4 }).map((parts) => parts.join("")),
})).pattern;

describe("scanRegexes(set, column) equals the runtime's engine, run everywhere", () => {
  test.each([
    ["substring", 600],
    ["word", 120],
    ["prefix", 60],
  ] as const)("for %s", (match, numRuns) => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 4 }),
        fc.array(text, { maxLength: 4 }),
        (patterns, texts) => {
          const set = regexSet(patterns, match);
          expect(set.refused).toEqual([]);
          expect(regexRows(set, texts)).toEqual(regExpRows(patterns, texts, match));
        },
      ),
      { numRuns, seed: 19 },
    );
  });

  test("for patterns of which most have a literal", () => {
    const long = fc
      .tuple(pattern, fc.constantFrom("aba", "abba", "baé"), pattern)
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(long, { maxLength: 3 }), fc.array(text, { maxLength: 6 }), (patterns, texts) => {
        expect(regexRows(regexSet(patterns), texts)).toEqual(regExpRows(patterns, texts));
      }),
      { numRuns: 600, seed: 23 },
    );
  });
});
