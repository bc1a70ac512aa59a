/** A term or a line that a rule of lint is about. */
export type LintExample = {
  /** `null` where a line is meant and no term. */
  readonly termId: string | null;
  /** The term without its letters; `null` where no row of the release holds it. */
  readonly masked: string | null;
  /** 1-based line of the release's file; `null` where the place in it is not known. */
  readonly line: number | null;
};

/** What one rule of lint finds in a release. No message is kept, since messages may name terms. */
export type RuleFindings = {
  readonly rule: string;
  readonly severity: "error" | "warning" | "note";
  /** What is wrong. */
  readonly about: string;
  /** What to do about it, each way once. */
  readonly remedies: readonly string[];
  readonly findings: number;
  /** Terms concerned; all of the release where a column is missing, 0 where only lines are. */
  readonly terms: number;
  /** The terms that hit most first, then lines in their order; at most a few. */
  readonly examples: readonly LintExample[];
  /** Terms and lines beside the examples. */
  readonly more: number;
};

/** What lint finds in the newest release. */
export type PackageLint = {
  /** Label of the release. */
  readonly release: string;
  /** Distinct terms of the release, and those of them that nobody answers for. */
  readonly terms: number;
  readonly withoutOwner: number;
  /** Errors first, then in the order of the rules; none where nothing is wrong. */
  readonly rules: readonly RuleFindings[];
  /** What lint could not look at, a sentence each. */
  readonly unknown: readonly string[];
};
