import { basename } from "node:path";
import { formatIssue, quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyMoment, moment } from "../../src/model/tables/column.js";
import { fillTemplate } from "../../src/model/template.js";
import type { WorkspacePackage } from "../../src/model/workspace.js";
import type { Term } from "../../src/matcher/term.js";
import { fingerprintOf } from "../sources/files.js";
import type { RecordBatch } from "../sources/source.js";
import { cellConverter, isRefusal } from "./convertCell.js";
import type { PartSnapshot, StoredTerm, WrittenTerm } from "./part.js";
import { parseTerm } from "./parseTerm.js";
import { framesPath, withFrames } from "./readFrames.js";
import { packageHashOf, termHashOf } from "./readPackage.js";
import { writtenTerm } from "./writtenTerm.js";

type Found = {
  terms: Map<string, { term: Term; written: StoredTerm }>;
  videos: Map<string, string>;
  releasedAt: number | null;
  accepted: number;
  repeated: number;
};

/** Adds the batches of a file to a snapshot of a package; terms that the file repeats count once. */
export function snapshotReader(spec: WorkspacePackage, { file, asOf }: { file: string; asOf: number }) {
  const found: Found = { terms: new Map(), videos: new Map(), releasedAt: null, accepted: 0, repeated: 0 };
  const readRow = rowReader(spec, { file, asOf });
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
      const { videos, releasedAt, accepted, repeated } = found;
      const sorted = [...found.terms.values()].toSorted((a, b) => (a.term.termId < b.term.termId ? -1 : 1));
      const label = releaseLabel(spec, file);
      const terms = sorted.map(({ written }) => written);
      const snapshotId = packageHashOf(sorted.map(({ term }) => term));
      const snapshot = { label, snapshotId, releasedAt, accepted, repeated, terms };
      return videos.size === 0 ? snapshot : { ...snapshot, videos: Object.fromEntries(videos) };
    },
  };
}

type Reason = Pick<DataIssue, "column" | "message"> & { isFuture?: boolean };

/** Adds a row to a snapshot, or says why it cannot be. */
function rowReader(spec: WorkspacePackage, { file, asOf }: { file: string; asOf: number }) {
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
    const written = writtenTerm(spec, (column) => cells[column]?.[row] ?? "");
    return addTerm(snapshot, written, { columns, file });
  };
}

function addTerm(
  snapshot: Found,
  written: WrittenTerm,
  { columns, file }: { columns: WorkspacePackage["columns"]; file: string },
): Reason | undefined {
  const read = readTerm(written);
  if (Array.isArray(read)) {
    const { column = "term", message = "" } = read[0] ?? {};
    return { column: Object.entries(columns).find(([name]) => name === column)?.[1] ?? column, message };
  }
  const term = readVideo(snapshot, read, file);
  if ("message" in term) return { column: columns.term, ...term };
  const stored = term.frames === undefined ? written : { ...written, frames: term.frames };
  const known = snapshot.terms.get(term.termId);
  if (known === undefined) {
    snapshot.accepted++;
    snapshot.terms.set(term.termId, { term, written: stored });
  } else if (termHashOf(known.term) === termHashOf(term)) snapshot.repeated++;
  else {
    const message = `expected the same flags in every row of a term, got others for ${quote(term.termId)}`;
    return { column: columns.term_id ?? columns.term, message };
  }
  return undefined;
}

/** The term with the frames of its file, of which the snapshot is a reading, too; or the first thing that is wrong there. */
function readVideo({ videos }: Found, term: Term, file: string): Term | Pick<DataIssue, "message"> {
  if (term.kind !== "video") return term;
  const path = framesPath(term, file);
  videos.set(path, fingerprintOf(path));
  const read = withFrames(term, { source: file, line: 0 });
  if (!Array.isArray(read)) return read;
  const [issue] = read;
  if (issue === undefined || issue.source === file) return { message: issue?.message ?? "" };
  return { message: `expected a file of frames, got one that is wrong: ${formatIssue(issue)}` };
}

/** The term that a row stands for, or everything that is wrong with it. */
export function readTerm({ frames, ...written }: StoredTerm): Term | DataIssue[] {
  const term = parseTerm({ line: 0, cells: written }, "");
  return frames === undefined || Array.isArray(term) ? term : { ...term, frames };
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
