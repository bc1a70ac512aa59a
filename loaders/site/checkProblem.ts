/** What the checks look for, by rule id: a sentence that holds when all is well. */
export const checkRules = {
  "framework-error": "No page carries an error that Framework or a block put into it.",
  "empty-file": "Every file has content.",
  "broken-link": "Every link leads to a file of the site.",
  "broken-anchor": "Every anchor that is linked exists.",
  "external-address": "Nothing leads to or loads from another site.",
  "missing-module": "Every module that a script imports is a file of the site.",
  "script-syntax": "Every script can be parsed.",
  "script-before-use": "A page loads at most 60 kB of scripts (gzip) before it is used.",
  "script-after-use": "A page loads at most 250 kB of scripts (gzip) in all.",
  "data-file-size": "No data file is larger than 400 kB (gzip).",
  "data-file-content": "Every data file holds what its name says.",
  "page-data-size": "A page loads at most 2 MB of data (gzip).",
  "page-title": "Every page has a title.",
  "page-heading": "Every page has one first-level heading with text.",
  "figure-caption": "Every figure has a caption and every image a text.",
  "table-header": "Every table has headers.",
  "machine-path": "No file names a folder of the machine that built it.",
  "visible-nothing": "No page shows undefined, NaN or [object Object].",
  "external-request": "An opened page requests nothing from another site.",
  "missing-file": "An opened page requests no file that is not there.",
  "console-error": "An opened page writes no error to the console.",
  "uncaught-error": "An opened page throws no error that nobody catches.",
  "horizontal-overflow": "No page is wider than its window.",
  accessibility: "axe finds nothing serious or critical.",
  "browser-skipped": "Pages were opened in a browser.",
} as const;

export type CheckRule = keyof typeof checkRules;

/** One thing wrong with a rendered site. */
export type Problem = {
  readonly rule: CheckRule;
  /** Relative to the site's folder, with forward slashes; "" for the site as a whole. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /** Errors keep a site from being published. */
  readonly level: "error" | "warning";
};

/** An error of a rule; the line is left out where it is not known. */
export function problemOf(
  rule: CheckRule,
  file: string,
  at: { line?: number | undefined; message: string },
): Problem {
  const { line, message } = at;
  return { rule, file, ...(line === undefined ? {} : { line }), message, level: "error" };
}

/** `file:line: rule: message`, as far as each is known. */
export function formatCheckProblem({ rule, file, line, message }: Problem): string {
  const place = [file, ...(line === undefined ? [] : [line])].join(":");
  return place === "" ? `${rule}: ${message}` : `${place}: ${rule}: ${message}`;
}

/** Each problem once, by file, line, rule and message. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [formatCheckProblem(problem), problem]));
  return [...unique.values()].toSorted(
    (a, b) =>
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
