import { hash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileRules } from "../../src/matcher/rules/compileRules.js";
import type { Term } from "../../src/matcher/term.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError, formatIssue, quote } from "../../src/model/dataError.js";
import { didYouMean } from "../../src/model/nearest.js";
import { packageColumns } from "../../src/model/packageColumns.js";
import { csvRow, openRecords } from "./csvRows.js";
import type { CsvRow } from "./csvRows.js";
import { hashOrder } from "./hashOrder.js";
import { knownTerm } from "./knownTerm.js";
import type { ColumnPlaces } from "./knownTerm.js";
import { parseTerm } from "./parseTerm.js";
import { withFrames } from "./readFrames.js";
import { writtenTerm } from "./writtenTerm.js";
import type { PackageMapping } from "./writtenTerm.js";

/** A risk package as read: its distinct terms in the order of the file. */
export type RiskPackage = {
  readonly terms: readonly Term[];
  /** Where each of them stands first. */
  readonly places: readonly Place[];
  /** Rows left out because an earlier row says the same. */
  readonly duplicates: number;
  /** SHA-256 of the content, whatever the order of its rows. */
  readonly hash: string;
  /** Sentences for the log, such as columns that are not read. */
  readonly warnings: readonly string[];
};

/** Where a term stands in a file. */
export type Place = { readonly source: string; readonly line: number };

/** Terms in the order of the file, with their places. */
type Reading = {
  readonly terms: Term[];
  readonly places: Place[];
  /** Term id → its index. */
  readonly found: Map<string, number>;
  readonly issues: DataIssue[];
  readonly warnings: string[];
  rows: number;
};

type ReadOptions = {
  /** Terms of another package of which this one is an edit: terms that match alike are not hashed again. */
  readonly like?: readonly Term[];
  /** How a workspace reads its columns, for files that hold all that it names; others have the columns of a package. */
  readonly mapping?: PackageMapping | undefined;
  /** The file whose folder the files of videos are relative to; left out: the package file. */
  readonly beside?: string | undefined;
};

/**
 * The package in a CSV file, or in all `*.csv` and `*.csv.gz` of a folder, in name order, as one.
 * Rows with the same term id must say the same (owner and note aside, where the first row counts); they are counted as
 * duplicates. Columns that are not known are left aside with one warning a file. A video's file is read, relative to the
 * package file; rules must name terms of the package.
 * @throws {DataError} with every wrong row
 */
export async function readPackage(
  path: string,
  { like = [], ...options }: ReadOptions = {},
): Promise<RiskPackage> {
  const alike = new Map(like.map((term) => [term.termId, term]));
  const reading: Reading = { terms: [], places: [], found: new Map(), issues: [], warnings: [], rows: 0 };
  for (const file of await packageFiles(path)) await readFile(reading, file, { ...options, alike });
  const { terms, places, issues, warnings, rows } = reading;
  if (issues.length === 0) issues.push(...ruleIssues(reading));
  if (issues.length > 0) throw new DataError(issues);
  return { terms, places, duplicates: rows - terms.length, hash: packageHashOf(terms), warnings };
}

async function readFile(
  reading: Reading,
  source: string,
  { mapping, beside, alike }: Omit<ReadOptions, "like"> & { alike: ReadonlyMap<string, Term> },
): Promise<void> {
  const { header, blocks } = await openRecords(source);
  const own = isMapped(header, mapping) ? mapping : undefined;
  if (own === undefined) {
    checkHeader(header, source);
    reading.warnings.push(...unknownColumns(header).map((names) => unknownWarning(names, source)));
  }
  const at = placesIn(header, own);
  for await (const block of blocks) {
    for (const raw of block) {
      const known =
        at !== undefined && raw.record.length === header.length
          ? knownTerm(raw.record, at, alike)
          : undefined;
      const row = known ?? readRow(csvRow(raw, source, header), source, own);
      if (row === undefined) continue;
      const read = Array.isArray(row) ? row : withFrames(row, { source, line: raw.line, beside });
      reading.rows++;
      if ("term" in read) {
        if (read !== known) takeHash(read, alike.get(read.termId));
        addTerm(reading, read, { source, line: raw.line });
      } else reading.issues.push(...read);
    }
  }
}

/** Where in a record the columns of a package stand; `undefined` where terms are not what the cells say. */
function placesIn(header: readonly string[], mapping: PackageMapping | undefined): ColumnPlaces | undefined {
  if (mapping !== undefined && (hasEntries(mapping.constants) || hasEntries(mapping.values)))
    return undefined;
  const columns = mapping?.columns ?? Object.fromEntries(packageColumns.map((name) => [name, name]));
  const places = Object.entries(columns).map(([to, from]) => [to, header.indexOf(from)] as const);
  return Object.fromEntries(places.filter(([, place]) => place >= 0));
}

function hasEntries(record: object): boolean {
  return Object.keys(record).length > 0;
}

function readRow(
  row: CsvRow | DataIssue | undefined,
  source: string,
  mapping: PackageMapping | undefined,
): Term | DataIssue[] | undefined {
  if (row === undefined) return undefined;
  if (!("cells" in row)) return [row];
  if (mapping === undefined) return parseTerm(row, source);
  const { line, cells } = row;
  const read = parseTerm({ line, cells: writtenTerm(mapping, (column) => cells[column] ?? "") }, source);
  return Array.isArray(read) ? read.map((issue) => renamed(issue, mapping)) : read;
}

/** An issue with the column as the file calls it. */
function renamed({ column, ...issue }: DataIssue, { columns }: PackageMapping): DataIssue {
  if (column === undefined) return issue;
  return { ...issue, column: Object.entries(columns).find(([name]) => name === column)?.[1] ?? column };
}

function isMapped(header: readonly string[], mapping: PackageMapping | undefined): boolean {
  return mapping !== undefined && Object.values(mapping.columns).every((name) => header.includes(name));
}

/** Rules can only be judged when all terms are known. */
function ruleIssues({ terms, places }: Reading): DataIssue[] {
  return compileRules(terms).refused.flatMap(({ term, column, message }) => {
    const place = places[term];
    return place === undefined
      ? []
      : [{ ...place, column: "term", message: `character ${column}: ${message}` }];
  });
}

/** SHA-256 of everything in a term that decides where it matches; equal hashes share replay results. */
export function termHashOf(term: Term): string {
  const known = termHashes.get(term);
  if (known !== undefined) return known;
  const hash = hashTerm(term);
  termHashes.set(term, hash);
  return hash;
}

/** Says what `termHashOf(term)` is, where that is known: to make it costs more than to read it. */
export function keepTermHash(term: Term, known: string): void {
  termHashes.set(term, known);
}

/** Terms do not change, and each step of a build asks for the hashes of all of them. */
const termHashes = new WeakMap<Term, string>();

/** From another term that differs at most in its action, owner and note. */
function takeHash(term: Term, like: Term | undefined): void {
  if (like === undefined || flags.some((name) => term[name] !== like[name])) return;
  if (lists.some((name) => !isSameList(term[name], like[name]))) return;
  keepTermHash(term, termHashOf(like));
}

const flags = ["termId", "term", "kind", "match", "validFrom", "validTo", "radius", "frames"] as const;
const lists = ["views", "languages", "markets", "policies", "fields"] as const;

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function hashTerm(term: Term): string {
  const { termId, kind, match, validFrom, validTo, radius, frames } = term;
  const sorted = lists.map((name) =>
    term[name].length < 2 ? term[name] : [...new Set<string>(term[name])].toSorted(),
  );
  const parts: unknown[] = [termId, term.term, kind, match, sorted, validFrom, validTo];
  if (radius !== undefined) parts.push(radius);
  if (frames !== undefined) parts.push(frames);
  return sha256(JSON.stringify(parts));
}

/** SHA-256 of the sorted distinct terms (`termHashOf`) with their actions; the empty package has one too. */
export function packageHashOf(terms: readonly Term[]): string {
  const { order } = hashOrder(terms.map(termHashOf));
  const lines: string[] = [];
  let isSorted = true;
  for (const at of order) {
    const [term, last = ""] = [terms[at], lines.at(-1)];
    const line = term === undefined ? last : contentHashOf(term);
    if (line === last) continue;
    isSorted &&= last < line; // the same term may stand there with several actions
    lines.push(line);
  }
  return sha256((isSorted ? lines : [...new Set(lines)].toSorted()).join("\n"));
}

function contentHashOf(term: Term): string {
  return `${termHashOf(term)} ${term.action ?? ""}`;
}

function sha256(text: string): string {
  return hash("sha256", text); // half of what an object for each of 100,000 terms takes
}

/**
 * The files of a package, by name.
 * @throws {DataError} when there is none
 */
export async function packageFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new DataError([{ source: path, message: "expected a CSV file or a folder, got none" }]);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.csv(\.gz)?$/.test(name)).toSorted();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new DataError([
    { source: path, message: "expected at least one *.csv or *.csv.gz in this folder, got none" },
  ]);
}

/** @throws {DataError} when there is no column of terms */
export function checkHeader(header: readonly string[], source: string): void {
  if (header.includes("term")) return;
  const message = `expected this column, got none${didYouMean("term", header)}`;
  throw new DataError([{ source, line: 1, column: "term", message }]);
}

const known: readonly string[] = packageColumns;

/** The columns that no package has, quoted, with the nearest name that one has; at most one text. */
export function unknownColumns(header: readonly string[], alsoKnown: readonly string[] = []): string[] {
  const unknown = header.filter((name) => !known.includes(name) && !alsoKnown.includes(name));
  if (unknown.length === 0) return [];
  return [unknown.map((name) => quote(name) + didYouMean(name, known)).join(", ")];
}

function unknownWarning(names: string, source: string): string {
  return formatIssue({ source, line: 1, message: `columns that are not read: ${names}` });
}

/** A term that says what an earlier one says counts once. */
function addTerm({ terms, places, found, issues }: Reading, term: Term, place: Place): void {
  const index = found.get(term.termId);
  if (index === undefined) {
    found.set(term.termId, terms.length);
    terms.push(term);
    places.push(place);
    return;
  }
  const [earlier, first] = [terms[index], places[index]];
  if (earlier === undefined || contentHashOf(earlier) === contentHashOf(term)) return;
  const message = `expected the same term and flags as at ${first?.source}:${first?.line}, got others for term_id ${quote(term.termId)}`;
  issues.push({ ...place, column: "term_id", message });
}
