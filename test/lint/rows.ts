import type { LintFinding } from "../../src/lint/finding.js";
import { lintPackage } from "../../src/lint/lintPackage.js";
import type { LintRow } from "../../src/lint/lintRow.js";
import type { Term } from "../../src/matcher/term.js";

const plain: Omit<Term, "termId" | "term"> = {
  kind: "word",
  match: "word",
  views: ["canonical"],
  languages: [],
  markets: [],
  policies: ["fruit"],
  fields: [],
  action: null,
  validFrom: null,
  validTo: 4_000_000_000_000,
  owner: "me",
  note: null,
};

/** A term without a fault of its own, its id being its text. */
export function term(text: string, flags: Partial<Term> = {}): Term {
  return {
    ...plain,
    termId: text,
    term: text,
    match: flags.kind === "regex" ? "substring" : "word",
    ...flags,
  };
}

/** Terms as rows of one file, from its line 2 on. */
export function rowsOf(terms: readonly Term[]): LintRow[] {
  return terms.map((one, index) => ({ file: "p.csv", line: index + 2, term: one }));
}

const header = ["term", "owner", "policies", "valid_to"];

/** What lint says of terms that stand in one file, in the order of the rules' finding. */
export function lint(terms: readonly Term[], identityTerms: readonly string[] = []): readonly LintFinding[] {
  const rows = rowsOf(terms);
  return lintPackage({ files: [{ file: "p.csv", header }], rows }, { identityTerms }).findings;
}

/** `rule termId` of each finding, sorted. */
export function brief(findings: readonly LintFinding[]): string[] {
  return findings.map(({ rule, termId }) => `${rule} ${termId}`).toSorted();
}
