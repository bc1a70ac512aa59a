import type { PackageLint, RuleFindings } from "../../src/model/packageLint.js";

const plain = { findings: 1, terms: 1, remedies: [], examples: [], more: 0 };

function rule(of: Pick<RuleFindings, "rule" | "severity" | "about"> & Partial<RuleFindings>): RuleFindings {
  return { ...plain, ...of };
}

/** An error on a line, a warning about terms with and without a page, and a missing column. */
export function smallLint(): PackageLint {
  return {
    release: "r3",
    terms: 150,
    withoutOwner: 12,
    rules: [
      rule({
        rule: "not-utf8",
        severity: "error",
        about: "A line holds bytes that are not UTF-8.",
        remedies: ["save the file as UTF-8"],
        terms: 0,
        examples: [{ termId: null, masked: null, line: 7 }],
      }),
      rule({
        rule: "too-short",
        severity: "warning",
        about: "The term is so short that it is in texts of every kind.",
        remedies: ["make it longer", "delete it"],
        findings: 1201,
        terms: 1200,
        examples: [
          { termId: "t1", masked: "p•••", line: 3 },
          { termId: "t8", masked: "s••", line: 12 },
          { termId: "t9", masked: "s•••", line: null },
        ],
        more: 1197,
      }),
      rule({
        rule: "missing-expiry",
        severity: "note",
        about: "Nothing says when the term is to be looked at again.",
        remedies: ["add the column and say until when it holds"],
        terms: 150,
        examples: [{ termId: null, masked: null, line: 1 }],
      }),
    ],
    unknown: ["Cannot tell of 2 videos whether they are too common."],
  };
}
