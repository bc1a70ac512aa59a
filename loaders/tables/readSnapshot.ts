import { basename } from "node:path";
import { quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyMoment, moment } from "../../src/model/tables/column.js";
import { fillTemplate } from "../../src/model/template.js";
import type { WorkspacePackage } from "../../src/model/workspace.js";
import type { Term } from "../../src/matcher/term.js";
import type { RecordBatch } from "../sources/source.js";
import { cellConverter, isRefusal } from "./convertCell.js";
import type { PartSnapshot, WrittenTerm } from "./part.js";
import { parseTerm } from "./parseTerm.js";
import { packageHashOf, termHashOf } from "./readPackage.js";
import { writtenTerm } from "./writtenTerm.js";

type Found = {
  terms: Map<string, { term: Term; written: WrittenTerm }>;
  releasedAt: number | null;
  accepted: number;
  repeated: number;
};

/** Adds the batches of a file to a snapshot of a package; terms that the file repeats count once. */
export function snapshotReader(spec: WorkspacePackage, { file, asOf }: { file: string; asOf: number }) {
  const found: Found = { terms: new Map(), releasedAt: null, accepted: 0, repeated: 0 };
  const readRow = rowReader(spec, asOf);
  return {
    add(batch: RecordBatch): { issues: DataIssue[]; refusedFuture: boolean } {
      const issues: DataIssue[] = [];
      let refusedFuture = false;
      for (const [row, line] of batch.lines.entries()) {
        const reason = readRow(batch.columns, row, found);
        if (reason === undefined) continue;
        const { isFuture = false, ...words } = reason;
        issues.push({ source: file, line, ...words });
        refusedFuture ||= isFuture;
      }
      return { issues, refusedFuture };
    },
    finish(): PartSnapshot {
      const { releasedAt, accepted, repeated } = found;
      const sorted = [...found.terms.values()].toSorted((a, b) => (a.term.termId < b.term.termId ? -1 : 1));
      const label = releaseLabel(spec, file);
      const terms = sorted.map(({ written }) => written);
      const snapshotId = packageHashOf(sorted.map(({ term }) => term));
      return { label, snapshotId, releasedAt, accepted, repeated, terms };
    },
  };
}

type Reason = Pick<DataIssue, "column" | "message"> & { isFuture?: boolean };

/** Adds a row to a snapshot, or says why it cannot be. */
function rowReader(spec: WorkspacePackage, asOf: number) {
  const { columns, releasedAt, zone } = spec;
  const toTime = cellConverter(releasedAt === undefined ? anyMoment : moment, { zone, asOf });
  return (cells: RecordBatch["columns"], row: number, snapshot: Found): Reason | undefined => {
    const raw = String(cells[columns.term]?.[row] ?? "");
    if (raw.trim() === "") return { column: columns.term, message: "expected a term, got none" };
    const cell = releasedAt === undefined ? null : (cells[releasedAt]?.[row] ?? null);
    const time = toTime(cell);
    if (isRefusal(time)) return { column: releasedAt ?? "", ...time };
    const isFirst = snapshot.terms.size === 0;
    if (isFirst && typeof time === "number") snapshot.releasedAt = time;
    if (time !== snapshot.releasedAt) {
      return {
        column: releasedAt ?? "",
        message: `expected the same time in every row of a snapshot, got ${quote(cell)}`,
      };
    }
    return addTerm(
      snapshot,
      writtenTerm(spec, (column) => cells[column]?.[row] ?? ""),
      columns,
    );
  };
}

function addTerm(
  snapshot: Found,
  written: WrittenTerm,
  columns: WorkspacePackage["columns"],
): Reason | undefined {
  const term = readTerm(written);
  if (Array.isArray(term)) {
    const { column = "term", message = "" } = term[0] ?? {};
    return { column: Object.entries(columns).find(([name]) => name === column)?.[1] ?? column, message };
  }
  const known = snapshot.terms.get(term.termId);
  if (known === undefined) {
    snapshot.accepted++;
    snapshot.terms.set(term.termId, { term, written });
  } else if (termHashOf(known.term) === termHashOf(term)) snapshot.repeated++;
  else {
    const message = `expected the same flags in every row of a term, got others for ${quote(term.termId)}`;
    return { column: columns.term_id ?? columns.term, message };
  }
  return undefined;
}

/** The term that a row stands for, or everything that is wrong with it. */
export function readTerm(written: WrittenTerm): Term | DataIssue[] {
  return parseTerm({ line: 0, cells: written }, "");
}

/** What a workspace calls the release that a file is. */
export function releaseLabel({ label }: Pick<WorkspacePackage, "label">, file: string): string {
  return fillTemplate(label, () => stemOf(file));
}

function stemOf(path: string): string {
  return basename(path)
    .replace(/\.gz$/, "")
    .replace(/\.[^.]+$/, "");
}
