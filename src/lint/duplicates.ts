import { canonicalTerm } from "../matcher/canonical.js";
import type { Term } from "../matcher/term.js";
import { strengthOf } from "./covers.js";
import type { LintFinding } from "./finding.js";
import { compareTexts, finding } from "./finding.js";
import type { LintRow } from "./lintRow.js";
import { lineWords, placeOf } from "./lintRow.js";

/**
 * Rows that say what another row says: those that share a term id and differ in a flag that decides, and those whose
 * term is the same after normalising, with the same kind, match and scope. Of each group the one with the smallest term
 * id stays without a finding, whatever the order of the rows. O(n log n).
 */
export function findDuplicates(rows: readonly LintRow[]): LintFinding[] {
  const conflicts = groupsOf(rows, ({ term }) => term.termId).flatMap(conflictsIn);
  const known = new Set(conflicts.map(({ row }) => row));
  const sound = rows.filter((row) => !known.has(row) && sameText(row.term) !== "");
  return [
    ...conflicts.map(({ row, first }) => conflict(row, first)),
    ...groupsOf(sound, ({ term }) => duplicateKey(term)).flatMap((group) => repeats(group)),
  ];
}

/**
 * One row of those that match the same texts in the same views and do as much: the one with the smallest term id. What
 * is held against each other should be these: k repeats would meet k² times.
 */
export function distinctRows(rows: readonly LintRow[]): LintRow[] {
  const found = new Map<string, LintRow>();
  for (const row of rows) {
    const { action, views } = row.term;
    const key = `${duplicateKey(row.term)} ${strengthOf(action)} ${views.includes("evasive")}`;
    const other = found.get(key);
    if (other === undefined || byContent(row, other) < 0) found.set(key, row);
  }
  return found.size === rows.length ? [...rows] : [...found.values()];
}

/** Equal for terms of which one is enough: those that match the same texts, wherever they apply. */
export function duplicateKey(term: Term): string {
  const known = keys.get(term);
  if (known !== undefined) return known;
  const key = makeKey(term);
  keys.set(term, key);
  return key;
}

/** Terms do not change, and groups are sorted by their keys. */
const keys = new WeakMap<Term, string>();

function makeKey(term: Term): string {
  const { kind, match, validFrom, validTo, action } = term;
  return JSON.stringify([kind, sameText(term), match, scopeOf(term), validFrom, validTo, action === "allow"]);
}

function sameText({ kind, term }: Term): string {
  if (kind === "word") return canonicalTerm(term);
  return kind === "image" ? term.toLowerCase() : term.trim();
}

function scopeOf({ languages, markets, policies, fields }: Term): string[][] {
  return [languages.map(lower), markets.map(lower), policies, fields].map((list) =>
    [...new Set(list)].toSorted(),
  );
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** Groups of two and more, each by term id, then what the row says, then place. */
function groupsOf(rows: readonly LintRow[], keyOf: (row: LintRow) => string): LintRow[][] {
  const groups = new Map<string, LintRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => group.toSorted(byContent));
}

function byContent(a: LintRow, b: LintRow): number {
  return (
    compareTexts(a.term.termId, b.term.termId) ||
    compareTexts(contentOf(a.term), contentOf(b.term)) ||
    compareTexts(a.file, b.file) ||
    a.line - b.line
  );
}

/** Everything that decides; owner and note do not. */
function contentOf(term: Term): string {
  const { term: raw, action, radius, views } = term;
  return JSON.stringify([duplicateKey(term), raw, action, radius ?? null, views.toSorted()]);
}

function conflictsIn(group: readonly LintRow[]): { row: LintRow; first: LintRow }[] {
  const [first] = group;
  if (first === undefined) return [];
  const content = contentOf(first.term);
  return group.filter(({ term }) => contentOf(term) !== content).map((row) => ({ row, first }));
}

function conflict(row: LintRow, first: LintRow): LintFinding {
  const message = `shares its term id with ${lineWords(first, row)} and says other things`;
  return finding("conflicting-id", placeOf(row), [
    message,
    "give one of them its own term_id, or make them one row",
  ]);
}

function repeats([first, ...rest]: readonly LintRow[]): LintFinding[] {
  if (first === undefined) return [];
  return rest.map((row) => {
    const how = row.term.term === first.term.term ? "the same term as" : "after normalising the same term as";
    const isSameAction = (row.term.action ?? "reject") === (first.term.action ?? "reject");
    const action = isSameAction ? "" : ", with another action";
    return finding("duplicate-term", placeOf(row), [
      `${how} ${lineWords(first, row)}${action}`,
      "keep one of the two rows",
    ]);
  });
}
