import { describe, expect, test } from "vitest";
import { isProblem, parseRegex } from "../../src/matcher/regex/parseRegex.js";
import { hasUnsafeRepeat } from "../../src/lint/unsafeRepeat.js";

function isUnsafe(pattern: string): boolean {
  const node = parseRegex(pattern);
  if (isProblem(node)) throw new Error(node.message);
  return hasUnsafeRepeat(node);
}

describe("hasUnsafeRepeat(node)", () => {
  test.each([
    "(a+)+",
    "(a*)*b",
    "x(\\w+\\s?)+y",
    "(\\w+a)*",
    "((ab)+)+",
    "(foo\\w+)+",
    "(a|a)+",
    "([a-z]+[0-9a-f])+",
    "(.*,)*",
    "(?:(?:a+)){21,}",
  ])("holds for %s", (pattern) => expect(isUnsafe(pattern)).toBe(true));

  test.each([
    "a+",
    "(ab)+",
    "(\\w+\\.)+",
    "(\\d+,)*",
    "(a+){2}",
    "(a|b)+",
    "a+b+c+",
    "([a-z]+[0-9])+",
    "(\\p{Greek}+x)+",
  ])("does not hold for %s", (pattern) => expect(isUnsafe(pattern)).toBe(false));

  test("says of (a+)+ what an engine that goes back does: a text of 22 characters takes it over a hundred times as long", () => {
    const timeOf = (pattern: RegExp): number => {
      const { user } = process.cpuUsage();
      pattern.test(`${"a".repeat(22)}!`);
      return process.cpuUsage().user - user;
    };
    expect(timeOf(/^(a+)+$/)).toBeGreaterThan(100 * timeOf(/^(a+,)+$/));
  });
});
