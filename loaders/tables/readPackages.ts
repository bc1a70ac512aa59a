import { basename } from "node:path";
import { quote } from "../../src/model/dataError.js";
import type { DataIssue } from "../../src/model/dataError.js";
import { anyMoment, moment } from "../../src/model/tables/column.js";
import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import { fillTemplate } from "../../src/model/template.js";
import type { Workspace, WorkspacePackage } from "../../src/model/workspace.js";
import { termIdOf } from "../../src/matcher/term.js";
import type { Term } from "../../src/matcher/term.js";
import type { RecordBatch } from "../sources/source.js";
import { cellConverter, isRefusal } from "./convertCell.js";
import { packageHashOf } from "./readPackage.js";
import type { OpenedSource, ReadOptions } from "./readTables.js";

/** Snapshots in order of release, and the terms of each distinct content by its snapshot id. */
export type Packages = {
  readonly snapshots: readonly PackageSnapshot[];
  readonly terms: ReadonlyMap<string, readonly Term[]>;
};

/** The packages of a workspace; each file of their source is a snapshot. Terms that a file repeats count once. */
export async function readPackages(
  workspace: Workspace,
  sources: readonly OpenedSource[],
  { ledger, onProgress }: ReadOptions,
): Promise<Packages> {
  const snapshots: PackageSnapshot[] = [];
  const terms = new Map<string, readonly Term[]>();
  for (const [packageId, spec] of Object.entries(workspace.packages)) {
    const opened = sources.find(({ name }) => name === spec.from);
    if (opened === undefined) throw new TypeError(`Expected \`sources\` to hold \`${spec.from}\`, got none`);
    onProgress(`reading package ${packageId}`);
    const readRow = rowReader(spec, workspace.asOf);
    for (const { key } of opened.partitions) {
      const read = await readSnapshot(opened, key, { readRow, ledger });
      const found = [...read.terms.values()].toSorted((a, b) => (a.termId < b.termId ? -1 : 1));
      const id = packageHashOf(found);
      terms.set(id, found);
      const label = fillTemplate(spec.label, () => stemOf(key));
      snapshots.push({
        package_id: packageId,
        label,
        snapshot_id: id,
        released_at: read.releasedAt,
        terms: found.length,
      });
      ledger.book(opened.name, "term", { accepted: read.accepted, skipped: read.repeated });
    }
  }
  return { snapshots: snapshots.toSorted(compareReleases), terms };
}

type SnapshotOptions = { readRow: ReturnType<typeof rowReader>; ledger: ReadOptions["ledger"] };

type ReadSnapshot = {
  terms: Map<string, Term>;
  releasedAt: number | null;
  accepted: number;
  repeated: number;
};

async function readSnapshot(
  { name, source }: OpenedSource,
  file: string,
  { readRow, ledger }: SnapshotOptions,
) {
  const snapshot: ReadSnapshot = { terms: new Map(), releasedAt: null, accepted: 0, repeated: 0 };
  ledger.file(name);
  for await (const batch of source.read(file)) {
    ledger.rows(name, batch.lines.length + batch.rejected.length);
    ledger.reject(name, batch.rejected);
    for (const [row, line] of batch.lines.entries()) {
      const reason = readRow(batch.columns, row, snapshot);
      if (reason !== undefined) ledger.reject(name, [{ source: file, line, ...reason }]);
    }
  }
  return snapshot;
}

type Reason = Pick<DataIssue, "column" | "message">;

/** Adds a row to a snapshot, or says why it cannot be. */
function rowReader({ columns, releasedAt, zone }: WorkspacePackage, asOf: number) {
  const termOf = termPool();
  const toTime = cellConverter(releasedAt === undefined ? anyMoment : moment, { zone, asOf });
  return (cells: RecordBatch["columns"], row: number, snapshot: ReadSnapshot): Reason | undefined => {
    const raw = String(cells[columns.term]?.[row] ?? "");
    if (raw.trim() === "") return { column: columns.term, message: "expected a term, got none" };
    const cell = releasedAt === undefined ? null : (cells[releasedAt]?.[row] ?? null);
    const time = toTime(cell);
    if (isRefusal(time)) return { column: releasedAt ?? "", message: time.message };
    const isFirst = snapshot.terms.size === 0;
    if (isFirst && typeof time === "number") snapshot.releasedAt = time;
    if (time !== snapshot.releasedAt) {
      return {
        column: releasedAt ?? "",
        message: `expected the same time in every row of a snapshot, got ${quote(cell)}`,
      };
    }
    const languages = columns.languages === undefined ? "" : String(cells[columns.languages]?.[row] ?? "");
    addTerm(snapshot, termOf(languages, raw));
    return undefined;
  };
}

function addTerm(snapshot: ReadSnapshot, term: Term): void {
  if (snapshot.terms.has(term.termId)) snapshot.repeated++;
  else snapshot.accepted++;
  if (!snapshot.terms.has(term.termId)) snapshot.terms.set(term.termId, term);
}

/** Makes each term once, however many snapshots hold it. */
function termPool(): (languages: string, term: string) => Term {
  const found = new Map<string, Term>();
  return (languages, term) => {
    const key = `${languages}\n${term}`;
    const made = found.get(key) ?? toTerm(term, splitList(languages));
    found.set(key, made);
    return made;
  };
}

function splitList(list: string): string[] {
  const parts = list.split(";").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

function toTerm(term: string, languages: readonly string[]): Term {
  const everywhere = { markets: [], policies: [], fields: [] };
  const unsaid = { action: null, validFrom: null, validTo: null, owner: null, note: null };
  const termId = termIdOf(languages, term);
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

function compareReleases(a: PackageSnapshot, b: PackageSnapshot): number {
  return (a.released_at ?? 0) - (b.released_at ?? 0) || (a.label < b.label ? -1 : 1);
}

function stemOf(path: string): string {
  return basename(path)
    .replace(/\.gz$/, "")
    .replace(/\.[^.]+$/, "");
}
