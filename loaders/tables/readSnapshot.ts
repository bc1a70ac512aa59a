import { basename } from "node:path";
import { quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyMoment, moment } from "../../src/model/tables/column.js";
import { fillTemplate } from "../../src/model/template.js";
import type { WorkspacePackage } from "../../src/model/workspace.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { Term } from "../../src/matcher/term.js";
import type { RecordBatch } from "../sources/source.js";
import { cellConverter, isRefusal } from "./convertCell.js";
import type { PartSnapshot } from "./part.js";
import { packageHashOf } from "./readPackage.js";

type Found = { terms: Map<string, Term>; releasedAt: number | null; accepted: number; repeated: number };

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
      const sorted = [...found.terms.values()].toSorted((a, b) => (a.termId < b.termId ? -1 : 1));
      const label = fillTemplate(spec.label, () => stemOf(file));
      const terms = sorted.map(({ termId, term, languages }) => ({ termId, term, languages }));
      return { label, snapshotId: packageHashOf(sorted), releasedAt, accepted, repeated, terms };
    },
  };
}

type Reason = Pick<DataIssue, "column" | "message"> & { isFuture?: boolean };

/** Adds a row to a snapshot, or says why it cannot be. */
function rowReader({ columns, releasedAt, zone }: WorkspacePackage, asOf: number) {
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
    const languages = columns.languages === undefined ? "" : String(cells[columns.languages]?.[row] ?? "");
    addTerm(snapshot, splitList(languages), raw);
    return undefined;
  };
}

function addTerm(snapshot: Found, languages: readonly string[], raw: string): void {
  const termId = termIdOf(languages, raw);
  if (snapshot.terms.has(termId)) {
    snapshot.repeated++;
    return;
  }
  snapshot.accepted++;
  snapshot.terms.set(termId, toTerm({ termId, term: raw, languages }));
}

/** The term that a row of a source stands for: a word of its languages, everywhere and always. */
export function toTerm({ termId, term, languages }: Pick<Term, "termId" | "term" | "languages">): Term {
  const everywhere = { markets: [], policies: [], fields: [] };
  const unsaid = { action: null, validFrom: null, validTo: null, owner: null, note: null };
  return {
    termId,
    term,
    kind: "word",
    match: "word",
    views: ["canonical"],
    languages,
    ...everywhere,
    ...unsaid,
  };
}

function splitList(list: string): string[] {
  const parts = list.split(";").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

function stemOf(path: string): string {
  return basename(path)
    .replace(/\.gz$/, "")
    .replace(/\.[^.]+$/, "");
}
