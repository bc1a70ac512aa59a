import { describe, expect, test } from "vitest";
import { compileRules } from "../../../src/matcher/rules/compileRules.js";
import { isRuleProblem, parseRule } from "../../../src/matcher/rules/parseRule.js";
import type { RuleNode } from "../../../src/matcher/rules/rule.js";
import { term } from "../terms.js";

const words = ["a", "b", "c"].map((id) => term(id, { termId: id }));

function rule(text: string, termId = "r") {
  return term(text, { termId, kind: "rule" });
}

/** The rule as it is bound, in brackets. */
function written(node: RuleNode): string {
  if (node.kind === "term") return node.id;
  if (node.kind === "not") return `!${written(node.body)}`;
  if (node.kind === "near") return `<${node.parts.map(written).join(` ${node.gap} `)}>`;
  return `[${node.parts.map(written).join(node.kind === "and" ? " & " : " | ")}]`;
}

describe("parseRule(rule)", () => {
  const cases: [rule: string, expected: string][] = [
    ["a", "a"],
    ["a AND b OR c", "[[a & b] | c]"],
    ["a AND (b OR c) AND NOT d", "[a & [b | c] & !d]"],
    ["NOT a AND b", "[!a & b]"],
    ["b AND NOT (a OR NOT c)", "[b & ![a | !c]]"],
    ["NEAR(a, b, 5) OR c", "[<a 5 b> | c]"],
    ["a AND NOT NEAR(a,b,0)", "[a & !<a 0 b>]"],
    ['"two words" AND "AND" AND "a ""b"""', '[two words & AND & a "b"]'],
    ["  a\tAND\n0f3c-1.x:y_é ", "[a & 0f3c-1.x:y_é]"],
    ["a AND NOT NOT b", "[a & !!b]"],
  ];
  test.each(cases)("%j is %s", (text, expected) => {
    const node = parseRule(text);
    expect(isRuleProblem(node) ? node : written(node)).toBe(expected);
  });

  const wrong: [rule: string, column: number, message: string][] = [
    ["", 1, "expected a term id, got the end"],
    ["a AND", 6, "expected a term id, got the end"],
    ["a b", 3, 'expected AND, OR or the end, got "b"'],
    ["a and b", 3, 'expected AND, OR or the end, got "and" (did you mean "AND"?)'],
    ["a AND OR b", 7, 'expected a term id, got "OR"'],
    ["(a OR b", 8, 'expected ")", got the end'],
    ["a OR b)", 7, 'expected AND, OR or the end, got ")"'],
    ["NEAR a", 6, 'expected "(", got "a"'],
    ["NEAR(a b, 5)", 8, 'expected ",", got "b"'],
    ["NEAR(a, (b), 5)", 9, 'expected a term id, got "("'],
    ["NEAR(a, b, x)", 12, 'expected a number of tokens such as 5, got "x"'],
    ["é & b", 3, 'expected a term id, ( or ), got "&"'],
    ['a AND "b', 7, 'expected a second " behind the id, got the end'],
    ["NOT a", 1, "expected a term that must be found, got a rule that holds without any"],
    ["a OR NOT b", 1, "expected a term that must be found, got a rule that holds without any"],
    ["(".repeat(100_000), 101, "expected at most 100 levels, got more"],
    [
      `${"NOT ".repeat(100_001)}a`,
      1,
      "expected a term that must be found, got a rule that holds without any",
    ],
  ];
  test.each(wrong.map(([text, ...rest]) => [text.slice(0, 20), text, ...rest] as const))(
    "%j is refused",
    (...[, text, column, message]) => {
      expect(parseRule(text)).toEqual({ column, message });
    },
  );
});

describe("compileRules(terms)", () => {
  test("says which term a rule names in vain, with the next best", () => {
    const terms = [term("x", { termId: "plum" }), rule("plum AND plumm"), rule("pear", "s")];
    expect(compileRules(terms).refused).toEqual([
      {
        term: 1,
        column: 10,
        message: 'expected a term_id of the package, got "plumm" (did you mean "plum"?)',
      },
      { term: 2, column: 1, message: 'expected a term_id of the package, got "pear"' },
    ]);
  });

  test("refuses images and videos in a rule", () => {
    const terms = [...words, term("00", { termId: "i", kind: "image" }), rule("a AND i")];
    expect(compileRules(terms).refused).toEqual([
      { term: 4, column: 7, message: 'expected a word, regex or rule, got the image "i"' },
    ]);
  });

  test("refuses rules that lead back to themselves, and those that need them", () => {
    const terms = [
      ...words,
      rule("s AND a", "r"),
      rule("b OR t", "s"),
      rule("r", "t"),
      rule("u", "u"),
      rule("r", "v"),
    ];
    expect(compileRules(terms).refused).toEqual([
      { term: 3, column: 1, message: 'expected a rule that can be evaluated, got "s"' },
      { term: 4, column: 6, message: 'expected a rule that can be evaluated, got "t"' },
      {
        term: 5,
        column: 1,
        message: 'expected a rule that does not lead back to itself, got "r" again (by way of "s", "t")',
      },
      { term: 6, column: 1, message: 'expected a rule that does not lead back to itself, got "u" again' },
      { term: 7, column: 1, message: 'expected a rule that can be evaluated, got "r"' },
    ]);
  });

  test("puts a rule behind those that it names", () => {
    const set = compileRules([rule("s OR a", "r"), rule("a AND b", "s"), ...words]);
    expect(set.rules.map(({ term }) => term)).toEqual([1, 0]);
  });

  test("takes long chains of rules for wrong, not for the end of the stack", () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => rule(i === 19_999 ? "a" : `r${i + 1}`, `r${i}`));
    expect(compileRules([...words, ...chain]).refused.length).toBeGreaterThan(0);
  });
});
