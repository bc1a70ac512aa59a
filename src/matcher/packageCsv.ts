import { packageColumns } from "../model/packageColumns.js";
import type { PackageColumn } from "../model/packageColumns.js";
import { safeCsv } from "../model/safeCsv.js";
import { termIdOf } from "./term.js";
import type { Term } from "./term.js";

/**
 * A package as a CSV file (RFC 4180, line feeds) that reads as the same terms and is safe to open in a spreadsheet.
 * Cells that say what goes without saying are empty, and columns that are empty throughout are left out.
 */
export function packageCsv(terms: readonly Term[]): string {
  const rows = terms.map(cellsOf);
  const used = packageColumns.filter((name) => name === "term" || rows.some((cells) => cells[name] !== ""));
  return safeCsv([used, ...rows.map((cells) => used.map((name) => cells[name]))]);
}

function cellsOf(term: Term): Record<PackageColumn, string> {
  const { termId, kind, match, views, languages, markets, policies, fields, radius } = term;
  return {
    term: term.term,
    term_id: termId === termIdOf(languages, term.term) ? "" : termId,
    kind: kind === "word" ? "" : kind,
    match: match === (kind === "regex" ? "substring" : "word") ? "" : match,
    views: views.length === 1 ? "" : views.join("+"),
    languages: languages.join(";"),
    markets: markets.join(";"),
    policies: policies.join(";"),
    fields: fields.join(";"),
    action: term.action ?? "",
    radius: radius === undefined ? "" : String(radius),
    valid_from: timeOf(term.validFrom),
    valid_to: timeOf(term.validTo),
    owner: term.owner ?? "",
    note: term.note ?? "",
  };
}

function timeOf(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString();
}
