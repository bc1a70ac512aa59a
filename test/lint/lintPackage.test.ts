import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintPackage } from "../../src/lint/lintPackage.js";
import type { LintFinding } from "../../src/lint/finding.js";
import type { Term } from "../../src/matcher/term.js";
import { brief, lint, rowsOf, term } from "./rows.js";

const regex = (pattern: string, flags: Partial<Term> = {}) => term(pattern, { kind: "regex", ...flags });
const allow = (text: string, flags: Partial<Term> = {}) => term(text, { action: "allow", ...flags });

describe("lintPackage(rows) says of words", () => {
  const cases: [string, Term[], string[]][] = [
    ["nothing where nothing is wrong", [term("plum"), term("pear tree"), regex("figs?\\b")], []],
    ["invisible text", [term("\u00ad")], ["empty-term \u00ad"]],
    [
      "one text after normalising, the larger id",
      [term("plum"), term("ＰＬＵＭ")],
      ["duplicate-term ＰＬＵＭ"],
    ],
    [
      "not one text in two languages",
      [term("plum", { languages: ["en"], termId: "a" }), term("plum", { languages: ["de"] })],
      [],
    ],
    ["one id with two texts", [term("plum"), term("pear", { termId: "plum" })], ["conflicting-id plum"]],
    ["one id with two radii", [image("1", 20), image("1", 30)], [`conflicting-id ${"1".repeat(64)}`]],
    ["a phrase that holds a word", [term("ripe plum"), term("plum")], ["subsumed-term ripe plum"]],
    ["not a word that holds letters", [term("plums"), term("plum")], []],
    [
      "a word that holds a substring",
      [term("plums"), term("plum", { match: "substring" })],
      ["subsumed-term plums"],
    ],
    [
      "a word by its own prefix",
      [term("plum"), term("plum", { match: "prefix", termId: "a" })],
      ["subsumed-term plum"],
    ],
    [
      "not a substring by its own word",
      [term("plum", { match: "substring" }), term("plum", { termId: "a" })],
      ["subsumed-term a"],
    ],
    ["letters of two alphabets in a word", [term("ripe рlum")], ["mixed-scripts ripe рlum"]],
    ["not of scripts that are written together", [term("プラムの木"), term("plum слива μ")], []],
    ["a language that nobody knows", [term("plum", { languages: ["en", "xx"] })], ["unknown-language plum"]],
    ["a language by its longer code", [term("plum", { languages: ["eng-GB"] })], ["unknown-language plum"]],
    ["a chinese phrase", [term("红苹果"), term("苹果")], ["subsumed-term 红苹果"]],
    [
      "a finer language, once",
      [term("plum", { languages: ["pt-BR"] }), term("plum", { termId: "a", languages: ["pt"] })],
      ["subsumed-term plum"],
    ],
    ["not a wider language", [term("ripe plum"), term("plum", { languages: ["en"] })], []],
    ["not a stronger action", [term("ripe plum"), term("plum", { action: "watch" })], []],
    [
      "a weaker action",
      [term("ripe plum", { action: "watch" }), term("plum", { action: "flag" })],
      ["subsumed-term ripe plum"],
    ],
    ["not an evasive word", [term("ripe plum", { views: ["canonical", "evasive"] }), term("plum")], []],
    ["not a longer validity", [term("ripe plum"), term("plum", { validTo: 3_000_000_000_000 })], []],
    [
      "not an atom of a rule",
      [
        term("ripe", { termId: "a" }),
        term("re", { termId: "b", match: "substring", action: "flag" }),
        term("plum"),
        rule("a AND plum"),
      ],
      ["too-short b"],
    ],
    ["a regex that matches", [term("ripe plum"), regex("pl[uo]m")], ["subsumed-term ripe plum"]],
    ["a regex with boundaries", [term("plum"), regex("\\bplum\\b")], ["subsumed-term plum"]],
    [
      "not a substring by a regex with boundaries",
      [term("plum", { match: "substring" }), regex("\\bplum\\b")],
      [],
    ],
    [
      "not by a regex that asks for more",
      [term("plum"), regex("plum\\s"), regex("^plum"), regex("a plum")],
      [],
    ],
    ["an exception's word", [term("plum"), allow("plum", { termId: "a" })], ["excepted-term plum"]],
    [
      "a phrase within an exception",
      [term("plum tree"), allow("plum tree", { termId: "a" }), term("plum")],
      ["excepted-term plum tree"],
    ],
    ["not a word that an exception holds", [term("plum"), allow("plum tree")], []],
    [
      "not what is only hit where it is excepted",
      [term("ripe plum tree"), term("plum"), allow("plum tree")],
      [],
    ],
    [
      "an exception by a regex",
      [term("plum"), regex("pl[uo]m", { action: "allow" })],
      ["excepted-term plum"],
    ],
    ["one letter", [term("p")], ["too-short p"]],
    ["two letters within words", [term("pl", { match: "substring" })], ["too-short pl"]],
    ["not two letters as a word", [term("pl")], []],
    ["a formula", [term("=cmd|x")], ["formula-cell =cmd|x"]],
    ["no owner", [term("plum", { owner: null })], ["missing-owner plum"]],
    ["no policy", [term("plum", { policies: [] })], ["missing-policy plum"]],
    ["no expiry", [term("plum", { validTo: null })], ["missing-expiry plum"]],
  ];
  test.each(cases)("%s", (_, terms, found) => expect(brief(lint(terms))).toEqual(found));

  test("both lines of a duplicate", () => {
    const [found] = lint([term("Plum", { termId: "b" }), term("pear"), term("plum", { termId: "a" })]);
    expect([found?.line, found?.message]).toEqual([2, "after normalising the same term as line 4"]);
  });

  test("a column that is not there once, on line 1", () => {
    const rows = rowsOf([term("plum", { owner: null }), term("pear", { owner: null })]);
    const files = [{ file: "p.csv", header: ["term", "policies", "valid_to"] }];
    const { findings } = lintPackage({ files, rows });
    expect(findings).toMatchObject([{ rule: "missing-owner", line: 1, termId: null }]);
  });

  test("an identity term that alone rejects only where a list is given", () => {
    const terms = [term("plum"), term("pear", { action: "flag" }), term("fig"), allow("fig tree")];
    expect(lint(terms)).toEqual([]);
    expect(brief(lint(terms, ["Plum people", "pears", "fig tree"]))).toEqual(["identity-term plum"]);
  });
});

function image(digit: string, radius: number): Term {
  return term(digit.repeat(64), { kind: "image", radius });
}

function rule(text: string): Term {
  return term(text, { kind: "rule" });
}

describe("lintPackage(rows) says of other kinds", () => {
  test.each<[string, Term[], string[]]>([
    ["a broken regex", [regex("plum(")], ["invalid-regex plum("]],
    [
      "one of more than 20,000 characters",
      [regex("p".repeat(20_001), { termId: "long" })],
      ["invalid-regex long"],
    ],
    ["one that looks ahead", [regex("plum(?=s)")], ["unsupported-regex plum(?=s)"]],
    ["one without three characters in a row", [regex("[a-z]+\\d")], ["slow-regex [a-z]+\\d"]],
    ["one that goes back without end", [regex("plum(a+)+")], ["unsafe-regex plum(a+)+"]],
    ["one that can go two ways", [regex("plum(a|aa)+$")], ["unsafe-regex plum(a|aa)+$"]],
    ["three repeats in a row", [regex("plum\\d+\\d+\\d+z")], ["unsafe-regex plum\\d+\\d+\\d+z"]],
    ["one that needs no character", [regex("(plum)*")], ["empty-match (plum)*"]],
    ["one that only asks for a boundary", [regex("\\b")], ["empty-match \\b"]],
    ["a regex twice", [regex("plums?"), regex("plums?", { termId: "z" })], ["duplicate-term z"]],
    ["not regexes that differ in case", [regex("plum\\w"), regex("plum\\W")], []],
    ["a rule that names nothing", [rule("plum AND pear"), term("plum")], ["invalid-rule plum AND pear"]],
    ["a hash of nothing", [image("0", 31)], [`bad-hash ${"0".repeat(64)}`]],
  ])("%s", (_, terms, found) => expect(brief(lint(terms))).toEqual(found));
});

test("lintPackage(rows) names the closest of several terms that subsume a word", () => {
  const [found] = lint([
    term("ripe plum tree", { termId: "a" }),
    term("u", { termId: "b", match: "substring", action: "allow" }),
    term("lum", { termId: "c", match: "substring" }),
    term("ripe plum", { termId: "d" }),
    term("(ri|xo)pe [a-z]{3,4}", { kind: "regex", termId: "e" }),
  ]).filter(({ rule }) => rule === "subsumed-term");
  expect(found?.message).toBe("whatever it hits, the word of line 5 hits too");
});

test("lintPackage(rows, {asOf}) says of terms that their validity is over, to the millisecond", () => {
  const files = [{ file: "p.csv", header: ["term", "owner", "policies", "valid_to"] }];
  const rows = rowsOf([
    term("plum", { validTo: 1_704_067_200_000 }),
    term("pear", { validTo: 1_704_067_200_001 }),
  ]);
  const said = (asOf?: number): string[] =>
    lintPackage({ files, rows }, { asOf }).findings.map(
      ({ rule, termId, message }) => `${rule} ${termId}: ${message}`,
    );
  expect(said(1_704_067_200_000)).toEqual([
    "expired-term plum: valid until 2024-01-01T00:00:00Z, which is over: items made since do not count as hit",
  ]);
  expect(said()).toEqual([]);
});

const words = fc.constantFrom(
  "plum",
  "Plum",
  "ripe plum",
  "ripe",
  "pl",
  "plum tree",
  "苹果",
  "红苹果",
  "p\u00ad",
);
const terms = fc.array(
  fc.record({
    text: words,
    id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
    kind: fc.constantFrom("word" as const, "regex" as const),
    match: fc.constantFrom("word" as const, "prefix" as const, "substring" as const),
    action: fc.constantFrom(null, "watch", "allow"),
    languages: fc.constantFrom([], ["pt"], ["pt-BR"]),
  }),
  { maxLength: 10 },
);

describe("lintPackage(rows)", () => {
  /** Without line numbers, which also stand in messages. */
  const unplaced = (findings: readonly LintFinding[]) =>
    findings
      .map((found) =>
        JSON.stringify({ ...found, line: 0, message: found.message.replace(/line \d+/, "line n") }),
      )
      .toSorted();

  test("is the same in any order of the rows but for line numbers", () => {
    const shuffled = terms.chain((list) => {
      const made = list.map(({ text, id, ...flags }) => term(text, { termId: id, ...flags }));
      return fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length }));
    });
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(unplaced(lint(other, ["plum"]))).toEqual(unplaced(lint(given, ["plum"])));
      }),
      { numRuns: 150 },
    );
  });

  test("takes near-linear time, also of repeats: four times the words less than eight times as long", () => {
    const timeOf = (count: number): number => {
      const list = Array.from({ length: count }, (_, i) =>
        term(`${wordOf(i)} ${i % 3 === 0 ? "plum" : wordOf(i * 7 + 1)}`, { termId: String(i) }),
      );
      const start = process.cpuUsage();
      lint([
        ...list,
        ...list.slice(0, count / 10).map((one) => ({ ...one, termId: `${one.termId}+`, term: "Plum" })),
      ]);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const leastTimeOf = (count: number): number => Math.min(timeOf(count), timeOf(count), timeOf(count));
    expect(leastTimeOf(20_000) / leastTimeOf(5000)).toBeLessThan(8);
  });

  /** One of 10,007 words of letters. */
  function wordOf(i: number): string {
    return `w${((i * 7919) % 10_007).toString(26).replace(/\d/g, (digit) => "zyxwvutsrq"[Number(digit)] ?? "")}`;
  }
});
