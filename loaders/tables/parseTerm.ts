import { hashBits, parseHash } from "../../src/matcher/hashes/pdqHash.js";
import type { Term, TermAction, TermKind, TermMatch, TermView } from "../../src/matcher/term.js";
import { termActions, termIdOf, termKinds } from "../../src/matcher/term.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { quote } from "../../src/model/dataError.js";
import { anyOf } from "../../src/model/expected.js";
import { isLanguageTag, nearestLanguageTag } from "../../src/model/languageTag.js";
import { didYouMean } from "../../src/model/nearest.js";
import { unguardCell } from "../../src/model/spreadsheetCell.js";
import { isTimeWithoutZone, parseTime } from "../../src/model/time.js";
import type { CsvRow } from "./csvRows.js";

const matches: readonly TermMatch[] = ["word", "prefix", "substring"];

type Wrong = (column: string, expected: string, hint?: string) => void;

/**
 * The term in a row of a package file, or everything that is wrong with the row.
 * Lists are separated by `;`. Left out: kind `word`, match `word` (`substring` for a regex), views `canonical`, radius 31,
 * id by `termIdOf`, else nothing. A day alone is its midnight UTC: valid to the 31st ends as the 31st begins. An apostrophe that keeps a spreadsheet from computing a cell is taken off. Patterns and
 * rules are not parsed here: a rule needs the other rows.
 */
export function parseTerm({ line, cells }: CsvRow, source: string): Term | DataIssue[] {
  const issues: DataIssue[] = [];
  const wrong: Wrong = (column, expected, hint = "") => {
    const message = `expected ${expected}, got ${quote(cells[column] ?? "")}${hint}`;
    issues.push({ source, line, column, message });
  };
  const term = unguardCell(cells["term"] ?? "");
  if (term === "") wrong("term", "some text");
  const kind = kindOf(cells, wrong);
  if (kind === "image" && term !== "" && parseHash(term) === undefined)
    wrong("term", "64 hexadecimal digits");
  const flags = matchFlags(cells, kind, wrong);
  const validity = validityOf(cells, wrong);
  const languages = languagesOf(cells, wrong);
  if (issues.length > 0) return issues;
  return {
    termId: unguardCell(cells["term_id"] ?? "") || termIdOf(languages, term),
    term,
    kind,
    ...flags,
    languages,
    markets: listOf(cells["markets"]),
    policies: listOf(cells["policies"]),
    fields: listOf(cells["fields"]),
    action: cells["action"] || null,
    ...validity,
    owner: unguardCell(cells["owner"] ?? "") || null,
    note: unguardCell(cells["note"] ?? "") || null,
  };
}

function kindOf(cells: CsvRow["cells"], wrong: Wrong): TermKind {
  const cell = cells["kind"] || "word";
  const kind = termKinds.find((name) => name === cell);
  if (kind === undefined)
    wrong("kind", '"word", "regex", "rule", "image" or "video"', didYouMean(cell, termKinds));
  return kind ?? "word";
}

/** Flags that only some kinds have. */
function matchFlags(
  cells: CsvRow["cells"],
  kind: TermKind,
  wrong: Wrong,
): Pick<Term, "match" | "views" | "radius"> {
  const match = matches.find(
    (name) => name === (cells["match"] || (kind === "regex" ? "substring" : "word")),
  );
  if (match === undefined)
    wrong("match", '"word", "prefix" or "substring"', didYouMean(cells["match"] ?? "", matches));
  const hasText = kind === "word" || kind === "regex";
  const action = actionOf(cells, wrong);
  if (!hasText && action === "allow") wrong("action", `another action for a ${kind}`);
  const radius = radiusOf(cells, kind, wrong);
  return {
    match: match ?? "word",
    views: viewsOf(cells, kind, wrong),
    ...(radius === undefined ? {} : { radius }),
  };
}

/** As it is written: what is no action would reject in silence. */
function actionOf(cells: CsvRow["cells"], wrong: Wrong): TermAction | undefined {
  const cell = cells["action"] ?? "";
  const action = termActions.find((name) => name === cell);
  if (action !== undefined || cell === "") return action;
  const near = termActions.find((name) => name === cell.trim().toLowerCase());
  const hint =
    near === undefined ? didYouMean(cell, termActions) : ` (write "${near}": small letters, no spaces)`;
  wrong("action", `${anyOf(termActions)}, or nothing to reject`, hint);
  return undefined;
}

function viewsOf(cells: CsvRow["cells"], kind: TermKind, wrong: Wrong): TermView[] {
  if ((cells["views"] ?? "") === "") return ["canonical"];
  const written = new Set((cells["views"] ?? "").split(/[+;]/).map((view) => view.trim()));
  const isKnown = [...written].every((view) => ["", "canonical", "evasive"].includes(view));
  if (!isKnown || (written.has("evasive") && !written.has("canonical")))
    wrong("views", '"canonical" or "canonical+evasive"');
  else if (written.has("evasive") && kind !== "word") wrong("views", `"canonical" for a ${kind}`);
  return written.has("evasive") ? ["canonical", "evasive"] : ["canonical"];
}

function radiusOf(cells: CsvRow["cells"], kind: TermKind, wrong: Wrong): number | undefined {
  const cell = cells["radius"] ?? "";
  if (cell === "") return undefined;
  if (kind !== "image" && kind !== "video") wrong("radius", `nothing for a ${kind}`);
  else if (!/^\d{1,3}$/.test(cell) || Number(cell) > hashBits)
    wrong("radius", `a whole number from 0 to ${hashBits}`);
  return Number(cell);
}

function validityOf(cells: CsvRow["cells"], wrong: Wrong): Pick<Term, "validFrom" | "validTo"> {
  const validFrom = timeOf("valid_from", cells, wrong);
  const validTo = timeOf("valid_to", cells, wrong);
  if (validFrom !== null && validTo !== null && validTo <= validFrom)
    wrong("valid_to", "a time after valid_from");
  return { validFrom, validTo };
}

/** Items are compared with these letter by letter: what is no tag would hit nothing, without a word. */
function languagesOf(cells: CsvRow["cells"], wrong: Wrong): string[] {
  const languages = listOf(cells["languages"]);
  const broken = languages.find((language) => !isLanguageTag(language));
  if (broken === undefined) return languages;
  const near = nearestLanguageTag(broken);
  wrong(
    "languages",
    "BCP 47 tags such as en or pt-BR",
    near === undefined ? "" : ` (did you mean "${near}"?)`,
  );
  return languages;
}

function listOf(cell: string | undefined): string[] {
  if (cell === undefined || cell === "") return [];
  const entries = cell.split(";").map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))];
}

function timeOf(column: string, cells: CsvRow["cells"], wrong: Wrong): number | null {
  const cell = cells[column] ?? "";
  if (cell === "") return null;
  const time = parseTime(isDay(cell) ? `${cell}T00:00Z` : cell);
  const remedy = isTimeWithoutZone(cell)
    ? "a time with its zone (…Z)"
    : "a time such as 2022-01-31T15:32:32Z, or a day such as 2022-01-31";
  if (time === undefined) wrong(column, remedy);
  return time ?? null;
}

function isDay(cell: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(cell);
}
