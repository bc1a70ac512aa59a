import { expect, test } from "vitest";
import { finding } from "../../src/lint/finding.js";
import type { LintFinding, LintRule } from "../../src/lint/finding.js";
import { summariseFindings } from "../../src/lint/summariseFindings.js";

function found(rule: LintRule, line: number, termId: string | null = null): LintFinding {
  return finding(rule, { file: "p.csv", line, termId }, ["a message", `mend ${rule}`]);
}

function summary(findings: readonly LintFinding[]) {
  const hitsOf = (termId: string): number => (termId === "t6" ? 9 : 0);
  return summariseFindings(findings, { count: 40, hitsOf, maskedOf: (termId) => `masked ${termId}` });
}

test("of many terms the first few are named, those that hit most first, and the rest is counted", () => {
  const terms = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t6"];
  const [rule] = summary(terms.map((termId, at) => found("too-short", at + 2, termId)));
  expect(rule).toMatchObject({ findings: 8, terms: 7, more: 2, remedies: ["mend too-short"] });
  expect(rule?.examples.map(({ termId, line }) => [termId, line])).toEqual([
    ["t6", 8],
    ["t0", 2],
    ["t1", 3],
    ["t2", 4],
    ["t3", 5],
  ]);
});

test("lines without a term are named by themselves, unless the line is not known", () => {
  const [rule] = summary([found("not-utf8", 9), found("not-utf8", 0), found("not-utf8", 4)]);
  expect(rule).toMatchObject({ findings: 3, terms: 0, more: 0 });
  expect(rule?.examples.map(({ line, masked }) => [line, masked])).toEqual([
    [4, null],
    [9, null],
  ]);
});

test("a column that is missing concerns every term", () => {
  expect(summary([found("missing-owner", 1)])[0]).toMatchObject({ findings: 1, terms: 40 });
});

test("errors come before warnings, and these before notes; no findings give nothing", () => {
  const rules: LintRule[] = ["missing-expiry", "too-short", "byte-order-mark", "invalid-rule", "not-utf8"];
  expect(summary(rules.map((rule) => found(rule, 1))).map(({ rule }) => rule)).toEqual([
    "not-utf8",
    "invalid-rule",
    "byte-order-mark",
    "too-short",
    "missing-expiry",
  ]);
  expect(summary([])).toEqual([]);
});
