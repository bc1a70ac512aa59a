import type { Term, TermMatch } from "../../src/matcher/term.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { quote } from "../../src/model/dataError.js";
import { isTimeWithoutZone, parseTime } from "../../src/model/time.js";
import type { CsvRow } from "./csvRows.js";

/** The columns of a package file; only `term` must be there. `radius` is for kinds that are not read yet. */
export const packageColumns: readonly string[] = [
  "term_id",
  "term",
  "kind",
  "match",
  "views",
  "languages",
  "markets",
  "policies",
  "fields",
  "action",
  "radius",
  "valid_from",
  "valid_to",
  "owner",
  "note",
];

const matches: readonly TermMatch[] = ["word", "prefix", "substring"];

/**
 * The term in a row of a package file, or everything that is wrong with the row.
 * Lists are separated by `;`. Left out: kind `word`, match `word`, views `canonical`, id by `termIdOf`, else nothing.
 */
export function parseTerm({ line, cells }: CsvRow, source: string): Term | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong = (column: string, expected: string): void => {
    issues.push({ source, line, column, message: `expected ${expected}, got ${quote(cells[column] ?? "")}` });
  };
  const term = cells["term"] ?? "";
  const match = matches.find((name) => name === (cells["match"] || "word"));
  if (term === "") wrong("term", "some text");
  if ((cells["kind"] || "word") !== "word") wrong("kind", '"word" (other kinds are not supported yet)');
  if (match === undefined) wrong("match", '"word", "prefix" or "substring"');
  const views = listOf(cells["views"]);
  if (views.some((view) => view !== "canonical"))
    wrong("views", '"canonical" (other views are not supported yet)');
  const validFrom = timeOf("valid_from", cells, wrong);
  const validTo = timeOf("valid_to", cells, wrong);
  if (validFrom !== null && validTo !== null && validTo <= validFrom)
    wrong("valid_to", "a time after valid_from");
  if (issues.length > 0 || match === undefined) return issues;
  const languages = listOf(cells["languages"]);
  return {
    termId: cells["term_id"] || termIdOf(languages, term),
    term,
    kind: "word",
    match,
    views: ["canonical"],
    languages,
    markets: listOf(cells["markets"]),
    policies: listOf(cells["policies"]),
    fields: listOf(cells["fields"]),
    action: cells["action"] || null,
    validFrom,
    validTo,
    owner: cells["owner"] || null,
    note: cells["note"] || null,
  };
}

function listOf(cell: string | undefined): string[] {
  const entries = (cell ?? "").split(";").map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))];
}

function timeOf(
  column: string,
  cells: CsvRow["cells"],
  wrong: (column: string, expected: string) => void,
): number | null {
  const cell = cells[column] ?? "";
  if (cell === "") return null;
  const time = parseTime(cell);
  const remedy = isTimeWithoutZone(cell)
    ? "a time with its zone (…Z)"
    : "a time such as 2022-01-31T15:32:32Z";
  if (time === undefined) wrong(column, remedy);
  return time ?? null;
}
