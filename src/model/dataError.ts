/** One thing wrong with input data, with everything needed to find and mend it. */
export type DataIssue = {
  /** The file or source, as the user named it. */
  readonly source: string;
  /** 1-based line of the file; left out when the whole source is meant. */
  readonly line?: number;
  /** The column or, in YAML, the path of the key. */
  readonly column?: string;
  /** What was expected, what was found, and the remedy when there is one. */
  readonly message: string;
};

/** `data/x/reviews.csv:118: decision: expected "approve" or "reject", got "rejct"` */
export function formatIssue(issue: DataIssue): string {
  const place = issue.line === undefined ? issue.source : `${issue.source}:${issue.line}`;
  return [place, issue.column, issue.message].filter((part) => part !== undefined).join(": ");
}

/**
 * Input that cannot be used. Holds every issue that was found; the message shows the first and counts the rest.
 * @throws {TypeError} when made without an issue
 */
export class DataError extends Error {
  readonly issues: readonly DataIssue[];

  constructor(issues: readonly DataIssue[]) {
    const [first] = issues;
    if (first === undefined) throw new TypeError("Expected `issues` to hold at least one issue, got none");
    super(formatIssue(first) + (issues.length > 1 ? ` (${issues.length - 1} more)` : ""));
    this.name = "DataError";
    this.issues = issues;
  }
}

/** Formats a value for an error message: strings in quotes and cut after 60 characters, the rest as JSON. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 62 ? `${text.slice(0, 60)}…"` : text;
}
