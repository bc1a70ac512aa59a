import type { Term } from "../matcher/term.js";
import type { LintPlace } from "./finding.js";

/** A row that holds a term, with where it stands. */
export type LintRow = { readonly file: string; readonly line: number; readonly term: Term };

export function placeOf({ file, line, term }: LintRow): LintPlace {
  return { file, line, termId: term.termId };
}

/** `line 4`, or with the file where it is another one. */
export function lineWords(of: LintRow, from: LintRow): string {
  return of.file === from.file ? `line ${of.line}` : `line ${of.line} of ${of.file}`;
}
