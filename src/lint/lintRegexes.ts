import { isProblem, parseRegex } from "../matcher/regex/parseRegex.js";
import type { RefusedRegex, RegexSet } from "../matcher/regex/regexSet.js";
import type { LintFinding } from "./finding.js";
import { finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { placeOf } from "./lintRow.js";
import { canMatchEmpty } from "./regexParts.js";
import type { Growth } from "./unsafeRepeat.js";
import { findGrowth } from "./unsafeRepeat.js";

/**
 * Regexes that are broken, not run, slow, match without a character, or are dangerous elsewhere. O(patterns).
 * @param rows those of the set's terms, in its order
 */
export function lintRegexes(rows: readonly LintRow[], { refused, slow, regexes }: RegexSet): LintFinding[] {
  const slowTerms = new Set(slow.flatMap((index) => regexes[index]?.term ?? []));
  return [
    ...refused.flatMap((problem) => refusal(rows[problem.term], problem)),
    ...rows.flatMap((row, term) => patternFindings(row, slowTerms.has(term))),
  ];
}

function refusal(row: LintRow | undefined, { kind, message, column }: RefusedRegex): LintFinding[] {
  if (row === undefined) return [];
  const said = `character ${column} of the pattern: ${message}`;
  return kind === "unsupported"
    ? [
        finding("unsupported-regex", placeOf(row), [
          said,
          "write it without looking ahead or back-references; until then it is not run",
        ]),
      ]
    : [
        finding("invalid-regex", placeOf(row), [
          said,
          kind === "size" ? "split it into several terms" : "mend the pattern",
        ]),
      ];
}

/** The pattern is read anew, as a set keeps no trees. What matches without a character is always slow, too. */
function patternFindings(row: LintRow, isSlow: boolean): LintFinding[] {
  const node = parseRegex(row.term.term);
  if (isProblem(node)) return [];
  const growth = findGrowth(node);
  return [
    ...(growth === undefined ? [] : [finding("unsafe-regex", placeOf(row), unsafeWords[growth])]),
    ...(canMatchEmpty(node) ? [finding("empty-match", placeOf(row), emptyWords)] : []),
    ...(isSlow && !canMatchEmpty(node) ? [finding("slow-regex", placeOf(row), slowWords)] : []),
  ];
}

const slowWords = [
  "no three characters in a row that every match holds, so it is run on every text",
  "put a fixed part of three characters or more into it",
] as const;

const unsafeWords: Readonly<Record<Growth, readonly [string, string]>> = {
  exponential: [
    "a repeat that can go through a text in several ways, which engines that go back take exponential time for",
    "repeat once, or put between the repeats and first in the alternatives what only stands there",
  ],
  polynomial: [
    "three or more repeats in a row of the same characters, which engines that go back take at least cubic time for",
    "make one repeat of them",
  ],
};

const emptyWords = [
  "it matches without any character, so that engines that count such matches hit every text",
  "ask for at least one character",
] as const;
