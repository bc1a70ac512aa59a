import type { Term } from "../../src/matcher/term.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { PackageColumn } from "../../src/model/packageColumns.js";
import { notUtf8 } from "../sources/textBlocks.js";

/** Where in the records of a file the columns of a package stand. */
export type ColumnPlaces = Readonly<Partial<Record<PackageColumn, number>>>;

/**
 * The term among known ones that a record says again, word for word, so that it is what `parseTerm` would give;
 * `undefined` where it may be another, or wrong. Cheap: an edit of 100,000 terms changes a few of them.
 */
export function knownTerm(
  record: readonly string[],
  at: ColumnPlaces,
  known: ReadonlyMap<string, Term>,
): Term | undefined {
  if (record.some((cell) => cell.includes(notUtf8))) return undefined;
  const term = cellAt(record, at.term);
  const languages = cellAt(record, at.languages);
  if (languages.includes(";")) return undefined;
  const termId = cellAt(record, at.term_id) || termIdOf(languages === "" ? [] : [languages], term);
  const like = known.get(termId);
  return like !== undefined && isWritten(like, record, at) ? like : undefined;
}

function isWritten(like: Term, record: readonly string[], at: ColumnPlaces): boolean {
  const { kind, match, views, action, radius } = like;
  return (
    isText(cellAt(record, at.term_id) || like.termId, like.termId) &&
    isText(cellAt(record, at.term), like.term) &&
    isText(cellAt(record, at.owner), like.owner ?? "") &&
    isText(cellAt(record, at.note), like.note ?? "") &&
    (cellAt(record, at.kind) || "word") === kind &&
    (cellAt(record, at.match) || (kind === "regex" ? "substring" : "word")) === match &&
    (cellAt(record, at.views) || "canonical") === views.join("+") &&
    lists.every((name) => cellAt(record, at[name]) === like[name].join(";")) &&
    cellAt(record, at.action) === (action ?? "") &&
    cellAt(record, at.radius) === (radius === undefined ? "" : String(radius)) &&
    times.every((name) => cellAt(record, at[name]) === "") &&
    like.validFrom === null &&
    like.validTo === null
  );
}

/** An apostrophe may be a guard that is no part of the text. */
function isText(cell: string, text: string): boolean {
  return cell === text && !cell.startsWith("'");
}

const lists = ["languages", "markets", "policies", "fields"] as const;
const times = ["valid_from", "valid_to"] as const; // written in many ways

function cellAt(record: readonly string[], place: number | undefined): string {
  return place === undefined ? "" : (record[place] ?? "");
}
