import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { LintFinding } from "../../src/lint/finding.js";
import { finding } from "../../src/lint/finding.js";
import { lintBytes } from "../../src/lint/lintBytes.js";
import type { LintedPackage } from "../../src/lint/lintPackage.js";
import type { LintRow } from "../../src/lint/lintRow.js";
import { placeOf } from "../../src/lint/lintRow.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { DataError } from "../../src/model/dataError.js";
import type { CsvRow } from "./csvRows.js";
import { openCsv } from "./csvRows.js";
import { parseTerm } from "./parseTerm.js";
import { checkHeader, packageFiles, unknownColumns } from "./readPackage.js";
import { withFrames } from "./readFrames.js";

/** The rows of a package, and what is wrong with those that hold no term and with the bytes of its files. */
export type PackageRows = LintedPackage & { readonly findings: readonly LintFinding[] };

/** How the columns of a file become those of a package, where it is not written as one. */
export type RowMapping = (cells: CsvRow["cells"]) => CsvRow["cells"];

type Reading = {
  readonly files: { file: string; header: readonly string[] }[];
  readonly rows: LintRow[];
  readonly findings: LintFinding[];
};

type FileColumns = { readonly mapping?: RowMapping; readonly alsoKnown?: readonly string[] };

/**
 * The package in a CSV file or folder as `readPackage` takes it, but with every row, and wrong rows as findings.
 * @param columns without a mapping the file has the columns of a package; `alsoKnown` may be there beside them
 * @throws {DataError} when there is no file, an empty one, or one without a column of terms
 */
export async function readPackageRows(path: string, columns: FileColumns = {}): Promise<PackageRows> {
  const reading: Reading = { files: [], rows: [], findings: [] };
  for (const file of await packageFiles(path)) {
    const termIds = await readRows(reading, file, columns);
    const bytes = await readBytes(file);
    const found = lintBytes(file, bytes);
    reading.findings.push(...found.map((one) => ({ ...one, termId: termIds.get(one.line) ?? null })));
  }
  return reading;
}

/** Adds a file's rows; returns the term ids by line. */
async function readRows(
  reading: Reading,
  file: string,
  { mapping, alsoKnown = [] }: FileColumns,
): Promise<Map<number, string>> {
  const termIds = new Map<number, string>();
  try {
    const { header, rows } = await openCsv(file);
    reading.files.push({ file, header: mapping === undefined ? header : mappedHeader(header, mapping) });
    if (mapping === undefined) {
      checkHeader(header, file);
      reading.findings.push(...unknownColumns(header, alsoKnown).map((names) => unknownFinding(names, file)));
    }
    for await (const row of rows) {
      const read = "cells" in row ? readRow(row, file, mapping) : [row];
      if (Array.isArray(read)) reading.findings.push(...read.flatMap((issue) => toFindings(issue, row)));
      else {
        addRow(reading, read);
        termIds.set(read.line, read.term.termId);
      }
    }
  } catch (error) {
    if (!(error instanceof DataError) || error.issues.some(isAboutFile)) throw error;
    reading.findings.push(...error.issues.flatMap((issue) => toFindings(issue)));
  }
  return termIds;
}

function readRow(row: CsvRow, file: string, mapping: RowMapping | undefined): LintRow | DataIssue[] {
  const term = parseTerm(mapping === undefined ? row : { line: row.line, cells: mapping(row.cells) }, file);
  return Array.isArray(term) ? term : { file, line: row.line, term };
}

function mappedHeader(header: readonly string[], mapping: RowMapping): string[] {
  return Object.keys(mapping(Object.fromEntries(header.map((name) => [name, ""]))));
}

/** A video whose frames cannot be read stays a term, which hits nothing. */
function addRow({ rows, findings }: Reading, row: LintRow): void {
  const { term, file: source, line } = row;
  const read = withFrames(term, { source, line });
  rows.push(Array.isArray(read) ? row : { ...row, term: read });
  if (!Array.isArray(read)) return;
  const [issue] = read;
  findings.push(finding("bad-hash", placeOf(row), [issue?.message ?? "", "name a file of frames"]));
}

/** An issue without a line, or about the header, is no row's: nothing can be read. */
function isAboutFile({ line, column }: DataIssue): boolean {
  return line === undefined || (line === 1 && column === "term");
}

/** Bytes that are not UTF-8 are told of the line already. */
function toFindings(
  { source, line = 1, column, message }: DataIssue,
  row?: CsvRow | DataIssue,
): LintFinding[] {
  if (message.startsWith("expected UTF-8 text")) return [];
  const cells = row !== undefined && "cells" in row ? row.cells : {};
  const place = { file: source, line, termId: cells["term_id"] || null };
  if (column === undefined || row === undefined)
    return [finding("broken-row", place, [message, "mend the row"])];
  if (column === "term" && (cells["term"] ?? "") === "")
    return [finding("empty-term", place, ["no term", "delete the row"])];
  if (column === "term")
    return [finding("bad-hash", place, [message, "write the hash as a PDQ hasher does"])];
  return [finding("wrong-cell", place, [`${column}: ${message}`, "mend the cell"])];
}

function unknownFinding(names: string, file: string): LintFinding {
  const message = `columns that are not read: ${names}`;
  return finding("unknown-column", { file, line: 1, termId: null }, [message, "rename or delete them"]);
}

async function readBytes(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  return file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}
