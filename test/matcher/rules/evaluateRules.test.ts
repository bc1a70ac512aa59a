import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRules } from "../../../src/matcher/rules/compileRules.js";
import { evaluateRules } from "../../../src/matcher/rules/evaluateRules.js";
import { isRuleProblem, parseRule } from "../../../src/matcher/rules/parseRule.js";
import type { RuleNode } from "../../../src/matcher/rules/rule.js";
import type { Span } from "../../../src/matcher/rules/spans.js";
import type { TokenSpans } from "../../../src/matcher/rules/tokens.js";
import { tokensOf } from "../../../src/matcher/rules/tokens.js";
import { exceptionTest } from "../../../src/matcher/rules/exceptions.js";
import { term } from "../terms.js";

const words = ["a", "b", "c"].map((id) => term(id, { termId: id }));

function rule(text: string, termId = "r") {
  return term(text, { termId, kind: "rule" });
}

type Hits = Record<string, Span[]>;

function evaluateOne(text: string, hits: Hits, tokens: TokenSpans = tokensOf("")): string | undefined {
  const terms = [...words, rule(text)];
  const set = compileRules(terms);
  expect(set.refused).toEqual([]);
  const atoms = new Map(words.map(({ termId }, i) => [i, hits[termId] ?? []]));
  const [found] = evaluateRules(set, atoms, { tokens: () => tokens, isInScope: () => true });
  return found === undefined ? undefined : found.span.join("-");
}

describe("evaluateRules(set, hits)", () => {
  const cases: [rule: string, hits: Hits, expected: string | undefined, what: string][] = [
    [
      "a",
      {
        a: [
          [5, 9],
          [1, 4],
        ],
      },
      "1-4",
      "the smallest hit",
    ],
    ["a", {}, undefined, "nothing without a hit"],
    [
      "a AND b",
      {
        a: [
          [0, 1],
          [10, 11],
        ],
        b: [
          [13, 14],
          [30, 31],
        ],
      },
      "10-14",
      "the smallest span of both",
    ],
    ["a AND b", { a: [[0, 1]] }, undefined, "nothing without both"],
    ["a AND b AND c", { a: [[0, 1]], b: [[9, 10]], c: [[4, 5]] }, "0-10", "the span of three"],
    ["a OR b", { a: [[0, 9]], b: [[20, 22]] }, "20-22", "the smaller of two"],
    ["a AND NOT b", { a: [[0, 1]] }, "0-1", "the span of what was found"],
    ["a AND NOT b", { a: [[0, 1]], b: [[50, 51]] }, undefined, "nothing where a NOT is found anywhere"],
    ["a AND (b OR NOT c)", { a: [[0, 1]] }, "0-1", "the span without an OR that holds by its NOT"],
    ["a AND (b OR NOT c)", { a: [[0, 1]], b: [[2, 3]], c: [[7, 8]] }, "0-3", "the span with it otherwise"],
    ["a AND b", { a: [[0, 20]], b: [[5, 6]] }, "0-20", "the outer span where one holds the other"],
    [
      "a AND b",
      {
        a: [
          [0, 1],
          [5, 6],
        ],
        b: [
          [2, 3],
          [3, 4],
        ],
      },
      "0-3",
      "the first of those as small",
    ],
  ];
  test.each(cases)("%s with %j gives %s: %s", (text, hits, expected) => {
    expect(evaluateOne(text, hits)).toBe(expected);
  });

  const texts: [rule: string, text: string, expected: string | undefined][] = [
    ["NEAR(a, b, 0)", "a b", "0-3"],
    ["NEAR(a, b, 0)", "a, - b", "0-6"],
    ["NEAR(a, b, 0)", "a x b", undefined],
    ["NEAR(a, b, 1)", "a x b", "0-5"],
    ["NEAR(b, a, 1)", "a x-y b", undefined],
    ["NEAR(a, b, 2)", "b é𝔄 李 a", "0-14"],
    ["NEAR(a, b, 1)", "b 李果 a", undefined],
    ["NEAR(a, a, 0)", "a", "0-1"],
    ["NEAR(a, b, 1) AND c", "a b x x a c", "0-11"],
  ];
  test.each(texts)("%s in %j gives %s", (ruleText, text, expected) => {
    const hits: Hits = {};
    for (const id of ["a", "b", "c"]) {
      const at = [...text.matchAll(new RegExp(`\\b${id}\\b`, "g"))].map((match) => match.index);
      hits[id] = at.map((i) => [
        Buffer.byteLength(text.slice(0, i)),
        Buffer.byteLength(text.slice(0, i)) + 1,
      ]);
    }
    expect(evaluateOne(ruleText, hits, tokensOf(text))).toBe(expected);
  });

  test("a rule out of scope does not hold, nor does it count for others", () => {
    const set = compileRules([...words, rule("a", "r"), rule("b AND NOT r", "s")]);
    const atoms = new Map<number, Span[]>([
      [0, [[0, 1]]],
      [1, [[2, 3]]],
    ]);
    const outside = { tokens: () => tokensOf(""), isInScope: (index: number) => index !== 3 };
    expect(evaluateRules(set, atoms, outside)).toEqual([{ term: 4, span: [2, 3] }]);
  });

  const span = fc
    .tuple(fc.nat(12), fc.integer({ min: 1, max: 4 }))
    .map(([at, size]): Span => [at, at + size]);
  const spans = fc.array(span, { maxLength: 4 });
  const tree = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("a", "b", "c"),
      fc
        .tuple(fc.constantFrom("a", "b"), fc.constantFrom("b", "c"), fc.nat(3))
        .map((p) => `NEAR(${p.join(",")})`),
      fc.tuple(tie("node"), tie("node")).map(([x, y]) => `(${x} AND ${y})`),
      fc.tuple(tie("node"), tie("node")).map(([x, y]) => `(${x} OR ${y})`),
      fc.tuple(tie("node"), tie("node")).map(([x, y]) => `(${x} AND NOT ${y})`),
    ),
  })).node;

  test("gives the smallest span in which the rule holds, found by trying all", () => {
    const tokens = { starts: [0, 3, 6, 9, 12], ends: [2, 5, 8, 11, 14] };
    fc.assert(
      fc.property(tree, fc.record({ a: spans, b: spans, c: spans }), (text, hits) => {
        const node = parseRule(text);
        if (isRuleProblem(node)) return;
        expect(evaluateOne(text, hits, tokens)).toBe(byTrying(node, hits, tokens)?.join("-"));
      }),
      { numRuns: 5000, seed: 29 },
    );
  });
});

/** The shortest range, then the first, in which the rule holds on the hits inside it; a NOT looks at all hits. */
function byTrying(node: RuleNode, hits: Hits, tokens: TokenSpans): Span | undefined {
  const ranges: Span[] = [];
  for (let start = 0; start < 20; start++)
    for (let end = start + 1; end < 20; end++) ranges.push([start, end]);
  ranges.sort((x, y) => x[1] - x[0] - (y[1] - y[0]) || x[0] - y[0]);
  return ranges.find((range) => holdsIn(node, { hits, range, tokens }));
}

function holdsIn(node: RuleNode, place: { hits: Hits; range: Span; tokens: TokenSpans }): boolean {
  const { hits, range, tokens } = place;
  const inside = (part: RuleNode): Span[] => {
    const all = part.kind === "term" ? (hits[part.id] ?? []) : [];
    return all.filter(([start, end]) => start >= range[0] && end <= range[1]);
  };
  if (node.kind === "term") return inside(node).length > 0;
  if (node.kind === "not") return !holdsIn(node.body, { hits, range: [0, 100], tokens });
  if (node.kind === "and") return node.parts.every((part) => holdsIn(part, place));
  if (node.kind === "or") return node.parts.some((part) => holdsIn(part, place));
  const [left, right] = node.parts;
  return inside(left).some((x) => inside(right).some((y) => between(x, y, tokens) <= node.gap));
}

function between(x: Span, y: Span, { starts, ends }: TokenSpans): number {
  const [from, to] = x[0] < y[0] ? [x[1], y[0]] : [y[1], x[0]];
  return starts.filter((start, i) => start >= from && (ends[i] ?? 0) <= to).length;
}

test("exceptionTest(spans) holds for spans inside one of them", () => {
  const isException = exceptionTest([
    [10, 20],
    [12, 25],
    [0, 3],
    [10, 12],
  ]);
  const inside: Span[] = [
    [0, 3],
    [1, 2],
    [10, 20],
    [13, 25],
    [19, 20],
  ];
  const outside: Span[] = [
    [0, 4],
    [3, 4],
    [9, 11],
    [11, 25],
    [24, 26],
    [30, 31],
  ];
  expect(inside.filter((span) => !isException(span))).toEqual([]);
  expect(outside.filter(isException)).toEqual([]);
  expect(exceptionTest([])([0, 1])).toBe(false);
});
