import { describe, expect, test } from "vitest";
import { scanRegexes } from "../../../src/matcher/regex/scanRegexes.js";
import { utf8Column } from "../../../src/matcher/utf8Column.js";
import { term } from "../terms.js";
import { compileRegexes } from "../../../src/matcher/regex/compileRegexes.js";
import { regexSet } from "./regexTerms.js";

describe("scanRegexes(set, column): nothing hangs it", () => {
  const many = "a".repeat(100_000);
  const cases: [pattern: string, text: string, hits: number, isTruncated: boolean][] = [
    ["(a+)+$", `${many}b`, 0, false],
    ["(a+)+$", many, 1, false],
    ["(a|a)*$", many, 1, false],
    ["(a|aa)+b", many, 0, false],
    ["a", many, 100, true],
    ["a.*?z|a", many, 100, true],
    ["(?:a.*z)?", many, 0, true],
    ["(a|b|ab).{0,300}c{1,300}d", "ab".repeat(50_000), 0, false],
    ["plum", `${"x".repeat(20_000_000)}plum`, 1, false],
  ];
  test.each(cases)("%s", { timeout: 30_000 }, (...[pattern, text, hits, isTruncated]) => {
    const found = scanRegexes(regexSet([pattern]), utf8Column([text]));
    expect([found.record.length, found.truncated.term.length > 0]).toEqual([hits, isTruncated]);
  });

  test("a word regex whose every match starts inside a word is cut, visibly", { timeout: 30_000 }, () => {
    const set = regexSet(["[a-z]+!"], "word");
    const found = scanRegexes(set, utf8Column([`1${many}!`]));
    expect([found.record.length, Array.from(found.truncated.term)]).toEqual([0, [0]]);
  });

  test("the scope of a term is heeded, with and without a literal", () => {
    const terms = ["plum", "."].map((pattern) =>
      term(pattern, { kind: "regex", match: "substring", languages: ["de"] }),
    );
    const set = compileRegexes(terms);
    const { record } = scanRegexes(set, utf8Column(["plum", "plum"]), { languages: ["en", "de-AT"] });
    expect(set.slow).toEqual([1]);
    expect([...new Set(record)]).toEqual([1]);
  });
});
