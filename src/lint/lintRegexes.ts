import { isProblem, parseRegex } from "../matcher/regex/parseRegex.js";
import type { RefusedRegex, RegexSet } from "../matcher/regex/regexSet.js";
import type { LintFinding } from "./finding.js";
import { finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { placeOf } from "./lintRow.js";
import { hasUnsafeRepeat } from "./unsafeRepeat.js";

/**
 * Regexes that are broken, not run, slow, or dangerous elsewhere. O(patterns).
 * @param rows those of the set's terms, in its order
 */
export function lintRegexes(rows: readonly LintRow[], { refused, slow, regexes }: RegexSet): LintFinding[] {
  const slowTerms = slow.flatMap((index) => regexes[index]?.term ?? []);
  return [
    ...refused.flatMap((problem) => refusal(rows[problem.term], problem)),
    ...slowTerms.flatMap((term) => slowFinding(rows[term])),
    ...rows.flatMap(unsafeFinding),
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

function slowFinding(row: LintRow | undefined): LintFinding[] {
  if (row === undefined) return [];
  const message = "no three characters in a row that every match holds, so it is run on every text";
  return [
    finding("slow-regex", placeOf(row), [message, "put a fixed part of three characters or more into it"]),
  ];
}

function unsafeFinding(row: LintRow): LintFinding[] {
  const node = parseRegex(row.term.term);
  if (isProblem(node) || !hasUnsafeRepeat(node)) return [];
  const message = "a repeat inside a repeat, which engines that go back take exponential time for";
  return [
    finding("unsafe-regex", placeOf(row), [
      message,
      "repeat once, or put between the repeats what only stands there",
    ]),
  ];
}
