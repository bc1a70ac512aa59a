import { describe, expect, test } from "vitest";
import { regexRows, regexSet } from "./regexTerms.js";

describe("compileRegexes(terms): what is refused", () => {
  const cases: [pattern: string, kind: string, column: number, message: string][] = [
    ["plum(?=tree)", "unsupported", 5, "lookahead"],
    ["plum(?!tree)", "unsupported", 5, "lookahead"],
    ["(p)lum\\1", "unsupported", 7, "back-reference"],
    ["(?P<a>p)lum(?P=a)", "unsupported", 12, "back-reference"],
    ["(?<a>p)\\k<a>", "unsupported", 8, "back-reference"],
    ["(?>plum)", "unsupported", 1, "atomic group"],
    ["plum++", "unsupported", 4, "possessive repeat"],
    ["(a)?(?(1)b|c)", "unsupported", 5, "conditional group"],
    ["(?w:plum)", "unsupported", 3, "kind of group"],
    ["pl\\um", "syntax", 5, "expected hexadecimal digits after \\u, got others"],
    ["\\iplum", "unsupported", 1, "escape \\i, which has no meaning here"],
    ["\\p{Fruit}", "unsupported", 1, "invalid character class range: `\\p{Fruit}`"],
    ["(plum", "syntax", 1, 'expected a ")" for this "(", got the end'],
    ["plum)", "syntax", 5, 'expected a "(" before this ")", got none'],
    ["[plum", "syntax", 6, 'expected a "]" for the class, got the end'],
    ["[z-a]", "syntax", 5, "expected a range from a lower to a higher character, got another"],
    ["*plum", "syntax", 1, 'expected something to repeat before "*", got none'],
    ["a**", "syntax", 3, "expected one repeat, got another behind it"],
    ["a{3,2}", "syntax", 1, "expected a repeat from less to more, got {3,2}"],
    ["plum\\", "syntax", 6, "expected a character after \\, got the end"],
    ["(?#plum", "syntax", 1, 'expected a ")" for this comment, got the end'],
    ["x{1001}", "size", 1, "more than 1000 repeats"],
    ["(x{1000}){1000}", "size", 1, "invalid repeat count: `{1000}`"],
    ["(?:(?:x{70}){70}){2}", "size", 1, "invalid repeat count: `{70}`"],
    ["a.{999}b.{999}c.{999}d.{999}e", "size", 1, "4003 instructions, more than 4000"],
    ["(".repeat(201) + ")".repeat(201), "size", 201, "groups more than 200 deep"],
    ["a".repeat(1_000_000), "size", 20_001, "more than 20000 characters"],
    ["(".repeat(1_000_000), "size", 20_001, "more than 20000 characters"],
  ];
  const named = cases.map(([pattern, ...rest]) => [pattern.slice(0, 30), pattern, ...rest] as const);
  test.each(named)("%s", (...[, pattern, kind, column, message]) => {
    expect(regexSet(["plum", pattern]).refused).toEqual([{ term: 1, kind, column, message }]);
  });

  test("a refused term does not shift the others", () => {
    expect(regexRows(regexSet(["a(?=b)", "plum"]), ["a plum"])).toEqual([[0, 1, 2, 6]]);
  });
});

describe("scanRegexes(set, column): what a pattern means", () => {
  const cases: [pattern: string, text: string, expected: string[], what: string][] = [
    ["PLUM", "plum", ["0-4"], "case never matters"],
    ["(?-i)PLUM", "plum", ["0-4"], "not even when the pattern says so"],
    ["[P-Q]LUM", "plum", ["0-4"], "nor in classes"],
    ["ÀÉ", "àé", ["0-4"], "nor outside ASCII"],
    ["[^a]", "aba", ["1-2"], "a class turned round"],
    ["[^A]", "aba", ["1-2"], "a class turned round, in capitals"],
    ["(?P<fruit>pl)um", "plum", ["0-4"], "Python's named groups"],
    ["(?<fruit>pl)um", "plum", ["0-4"], "JavaScript's named groups"],
    ["pl(?#stone)um", "plum", ["0-4"], "comments"],
    ["(?x) pl um # stone", "plum", ["0-4"], "verbose patterns"],
    ["(?x:pl um)\\ (?x:t r ee)", "plum tree", ["0-9"], "verbose groups"],
    ["(?is)pl.m", "plum", ["0-4"], "flags in front"],
    ["\\Aplum\\Z", "plum", ["0-4"], "Python's ends"],
    ["^plum$", "plum plum", [], "ends of the text"],
    ["a{,2}b", "aaab", ["1-4"], "a repeat without a lower end"],
    ["a{2}", "aaaaa", ["0-2", "2-4"], "a counted repeat"],
    ["a{x}", "a{x}", ["0-4"], "a brace that begins no repeat"],
    ["a{,}", "a{,}", ["0-4"], "an empty repeat is text"],
    ["[]a]+", "]a]", ["0-3"], "a bracket in first place"],
    ["[^]a]", "]ab", ["2-3"], "a bracket in first place, turned round"],
    ["[a-]+", "a-a", ["0-3"], "a hyphen in last place"],
    ["[\\w-]+", "a-b c", ["0-3", "4-5"], "a hyphen behind a class"],
    ["a\\-b\\/c\\_d", "a-b/c_d", ["0-7"], "needless escapes"],
    ["\\x61\\u0062\\u{63}\\x{64}\\U00000065", "abcde", ["0-5"], "characters by number"],
    ["\\w+", "éa1_ 李", ["2-5"], "word characters are ASCII"],
    ["\\bplum", "éplum", ["2-6"], "word boundaries too"],
    ["\\p{L}+", "éa1李", ["0-3", "4-7"], "but not properties"],
    ["\\p{Script=Greek}+", "aαβ", ["1-5"], "scripts by JavaScript's name"],
    ["pl\\sum", "pl um", ["0-5"], "white space"],
    ["(?<=red )plum", "red plum plum", ["4-8"], "lookbehind"],
    ["(?<!red )plum", "red plum plum", ["9-13"], "lookbehind turned round"],
    ["plum|plums", "plums", ["0-4"], "the first alternative that matches"],
    ["a+?", "aa", ["0-1", "1-2"], "lazy repeats"],
    ["aa", "aaaaa", ["0-2", "2-4"], "no overlaps"],
    ["a*", "baab", ["1-3"], "no empty matches"],
    ["(?:a.*z)?", "a a", [], "no empty matches where more was tried"],
    ["😀+.", "😀😀é", ["0-10"], "positions in bytes"],
  ];
  test.each(cases)("%s in %j at %j: %s", (pattern, text, expected) => {
    const set = regexSet([pattern]);
    expect(set.refused).toEqual([]);
    expect(regexRows(set, [text]).map(([, , start, end]) => `${start}-${end}`)).toEqual(expected);
  });
});

describe("scanRegexes(set, column) with match: word or prefix", () => {
  const cases: [pattern: string, text: string, word: string[], prefix: string[]][] = [
    ["plum", "plum plums aplum", ["0-4"], ["0-4", "5-9"]],
    ["plum|plums", "plums", ["0-5"], ["0-4"]],
    ["plums?", "plum,plum plums", ["0-4", "5-9", "10-15"], ["0-4", "5-9", "10-15"]],
    ["a", "a a", ["0-1", "2-3"], ["0-1", "2-3"]],
    ["a b", "a b a b", ["0-3", "4-7"], ["0-3", "4-7"]],
    ["#plum", "a#plum", ["1-6"], ["1-6"]],
    ["c\\+\\+", "c++11 xc++", ["0-3"], ["0-3"]],
    ["plum", "李plum李 éplumé", ["3-7"], ["3-7"]],
    ["[a-z]+", "1ab cd", ["4-6"], ["4-6"]],
  ];
  test.each(cases)("%s in %j: %j as word, %j as prefix", (pattern, text, ...[word, prefix]) => {
    const spans = (match: "word" | "prefix"): string[] =>
      regexRows(regexSet([pattern], match), [text]).map(([, , start, end]) => `${start}-${end}`);
    expect(spans("word")).toEqual(word);
    expect(spans("prefix")).toEqual(prefix);
  });
});
