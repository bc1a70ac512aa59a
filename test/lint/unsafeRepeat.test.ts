import { describe, expect, test } from "vitest";
import { isProblem, parseRegex } from "../../src/matcher/regex/parseRegex.js";
import { findGrowth } from "../../src/lint/unsafeRepeat.js";

function growthOf(pattern: string): string | undefined {
  const node = parseRegex(pattern);
  if (isProblem(node)) throw new Error(node.message);
  return findGrowth(node);
}

describe("findGrowth(node)", () => {
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
    "(a|aa)+$",
    "(a|b|ab)*c",
    "(a?a?)*b",
    "(\\w|\\d)+x",
    "([b-k]x?|[h-p]x)+",
    "(plum|plumpear|pear)*!",
    "(a{1,2}){3,}",
    "(a+a*b)+",
  ])("is exponential for %s", (pattern) => expect(growthOf(pattern)).toBe("exponential"));

  test.each(["\\d+\\d+\\d+z", "x\\w*\\s?[a-z]+\\w*y", "a(b|c+c*c+)d", "\\d{1,21}\\d+\\d+z"])(
    "is polynomial for %s",
    (pattern) => expect(growthOf(pattern)).toBe("polynomial"),
  );

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
    "(plum|pear|plumb)+",
    "(ab|ac)*",
    "(a{0,3}b)+",
    "(b|bb|bbb)",
    "\\d+\\d+z",
    "\\d{1,20}\\d+\\d+z",
    "a+.*b+",
    "\\d+\\s*\\w+-\\d+",
    "(a+a*b)",
  ])("says nothing of %s", (pattern) => expect(growthOf(pattern)).toBe(undefined));

  test("gives up on a repeat of more than 300 characters", () => {
    const words = (count: number) => Array.from({ length: count }, (_, i) => `${i}x`).join("|");
    expect(growthOf(`(${words(60)}|5x|y5)+`)).toBe("exponential");
    expect(growthOf(`(${words(300)}|5x|y5)+`)).toBe(undefined);
  });

  test("says of (a+)+ what an engine that goes back does: a text of 22 characters takes it over a hundred times as long", () => {
    const timeOf = (pattern: RegExp): number => {
      const { user } = process.cpuUsage();
      pattern.test(`${"a".repeat(22)}!`);
      return process.cpuUsage().user - user;
    };
    expect(timeOf(/^(a+)+$/)).toBeGreaterThan(100 * timeOf(/^(a+,)+$/));
  });
});
