/** Errors make a package unfit for release; warnings ask for a look; notes are advice. */
export type Severity = "error" | "warning" | "note";

/** What each rule says, in the order of this table where findings share a line. */
export const lintRules = {
  "byte-order-mark": ["warning", "The file begins with a byte order mark, which some readers take for text."],
  "not-utf8": ["error", "A line holds bytes that are not UTF-8."],
  "control-character": ["error", "A line holds a control character, which no text that is looked at holds."],
  "bidi-character": [
    "warning",
    "A line holds a character that turns the direction of text around, so that it reads otherwise than it is.",
  ],
  "mixed-line-ends": ["warning", "Lines end in more than one way."],
  "no-final-newline": ["warning", "The last line is not ended, so that appending a row would join two."],
  "unknown-column": ["warning", "A column is not one of a package."],
  "broken-row": ["error", "A row cannot be read."],
  "wrong-cell": ["error", "A cell holds what its column does not allow."],
  "formula-cell": ["note", "A spreadsheet that opens the file takes the term for a formula."],
  "empty-term": ["error", "A term has nothing visible and matches nothing."],
  "conflicting-id": ["error", "Two rows share a term id and say different things."],
  "duplicate-term": ["warning", "Two terms are the same after normalising."],
  "subsumed-term": ["warning", "Whatever the term hits, another term hits too."],
  "excepted-term": [
    "error",
    "Every hit of the term lies inside a hit of the allow-list, so that it never counts.",
  ],
  "too-short": ["warning", "The term is so short that it is in texts of every kind."],
  "too-common": ["warning", "The term hits more of the traffic than a term should."],
  "mixed-scripts": [
    "warning",
    "A word mixes letters of alphabets that look alike, so that it only meets its like.",
  ],
  "identity-term": ["warning", "The term alone rejects a text that only names people of some identity."],
  "empty-match": ["error", "A regular expression matches without a character, which every text has."],
  "invalid-regex": ["error", "A regular expression is broken or too large."],
  "unsupported-regex": ["warning", "A regular expression needs more than linear time and is not run."],
  "slow-regex": [
    "warning",
    "A regular expression without a literal of three characters is run on every text.",
  ],
  "unsafe-regex": ["warning", "A regular expression takes very long in engines that go back."],
  "invalid-rule": ["error", "A rule is broken or names no term of the package."],
  "bad-hash": ["error", "A hash or a file of hashes is wrong, or stands for an image without content."],
  "missing-owner": ["warning", "Nobody is named who answers for the term."],
  "missing-policy": ["warning", "No policy is named that the term serves."],
  "expired-term": ["warning", "The validity of the term is over, and it still stands in the package."],
  "unknown-language": ["warning", "A language does not exist, or is named otherwise than items name it."],
  "missing-expiry": ["note", "Nothing says when the term is to be looked at again."],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

export type LintRule = keyof typeof lintRules;

/** One thing wrong with a package file. */
export type LintFinding = {
  readonly rule: LintRule;
  readonly severity: Severity;
  /** The file, as the user named it or the folder that holds it. */
  readonly file: string;
  /** 1-based line on which the row begins. */
  readonly line: number;
  /** 1-based character of the line, where one is meant. */
  readonly column?: number;
  /** `null` where a line or a file is meant and no term. */
  readonly termId: string | null;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
};

/** Where a finding belongs. */
export type LintPlace = Pick<LintFinding, "file" | "line" | "termId"> & { readonly column?: number };

/** A finding of a rule, with the severity that the rule has. */
export function finding(
  rule: LintRule,
  place: LintPlace,
  [message, remedy]: readonly [string, string],
): LintFinding {
  return { rule, severity: lintRules[rule][0], ...place, message, remedy };
}

const ranks = new Map(Object.keys(lintRules).map((rule, rank) => [rule, rank]));

/** Orders findings by file, line, rule, column and message, whatever the order in which they were found. */
export function byPlace(a: LintFinding, b: LintFinding): number {
  return (
    compareTexts(a.file, b.file) ||
    a.line - b.line ||
    (ranks.get(a.rule) ?? 0) - (ranks.get(b.rule) ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareTexts(a.message, b.message)
  );
}

/** Code unit by code unit. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
