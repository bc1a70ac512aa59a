import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import { tableNames } from "../../src/model/tables/tables.js";
import { formatTime } from "../../src/model/time.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { Term } from "../../src/matcher/term.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { degradedSources, goodTimes } from "./degraded.js";
import type { DegradedSource } from "./degraded.js";
import { sourceFreshness } from "./freshness.js";
import type { SourceFreshness } from "./freshness.js";
import { changeOf, ingestInputs, ingestKey, videosNow } from "./ingestKey.js";
import type { Part } from "./part.js";
import { readIngestReport } from "./ingestReport.js";
import type { IngestReport } from "./ingestReport.js";
import type { Rejected, SourceCount } from "./ledger.js";
import { openSources, readSources } from "./readSources.js";
import { storedParts } from "./storedParts.js";

export type IngestResult = {
  /** Files of each table, by partition: those of `tableNames`, package_snapshot and term as far as there are any. */
  readonly tables: Readonly<Record<string, readonly StoreEntry[]>>;
  /** In order of release, then label. */
  readonly snapshots: readonly PackageSnapshot[];
  /** Snapshot id → its distinct terms, by term id. */
  readonly terms: ReadonlyMap<string, readonly Term[]>;
  readonly rejected: Rejected;
  readonly counts: readonly SourceCount[];
  /** Of the sources that declare it. */
  readonly freshness: readonly SourceFreshness[];
  /** Sources whose rows are those of an earlier ingest. */
  readonly degraded: readonly DegradedSource[];
  /** False when everything was taken from the store. */
  readonly ran: boolean;
  /** Why it ran or did not: `nothing changed`, `first ingest`, `1 of 100 files of reviews changed`. */
  readonly reason: string;
};

export type IngestOptions = {
  /** Ingest although nothing changed, and write every file anew. */
  readonly force?: boolean;
  /** Told what is being done, a few times an ingest. */
  readonly onProgress?: (step: string) => void;
};

/**
 * The tables and packages of a workspace, checked and stored. A file of a source that did not change is not read again,
 * and a partition of a table none of whose rows changed is not loaded; what comes out is what reading everything gives.
 * The store is left as it was unless everything succeeds.
 * @throws {DataError} when a source cannot be used, or more rows than the declared share are rejected
 */
export async function ingest(
  workspace: Workspace,
  store: Store,
  { force = false, onProgress = () => undefined }: IngestOptions = {},
): Promise<IngestResult> {
  const opened = await openSources(workspace);
  const ofSources = await ingestInputs(workspace, opened);
  const last = await lastReport(store, force);
  const before = force ? undefined : last;
  const inputs = { ...ofSources, videos: videosNow(Object.keys(before?.inputs.videos ?? {})) };
  const isSame = before?.degraded.length === 0 && ingestKey(before.inputs) === ingestKey(inputs);
  if (isSame && (await hasAll(store)))
    return { ...toResult(before, store), ran: false, reason: "nothing changed" };

  const { checkParts } = await import("./checkParts.js"); // what is as it was does without these
  const { packagesOf } = await import("./packages.js");
  const { writeTables } = await import("./writeTables.js");
  const stored = storedParts(store);
  const read = await readSources(workspace, opened, { stored, force, onProgress });
  const checked = await checkParts(workspace, read, { stored, isSound: before?.isSound === true });
  const parts = checked.sources.flatMap((source) => source.parts);
  const report = {
    inputs: { ...ofSources, videos: videosOf(parts) },
    ...packagesOf(Object.keys(workspace.packages), parts),
    counts: checked.ledger.counts(),
    rejected: checked.ledger.rejected(),
    freshness: await sourceFreshness(workspace, checked),
    degraded: degradedSources(checked.sources, last?.goodAsOf ?? {}, workspace.asOf),
    goodAsOf: goodTimes(checked.sources, last?.goodAsOf ?? {}, workspace.asOf),
    isSound: checked.isSound,
  };
  const { recipes = {} } = before ?? {};
  await writeTables(store, { workspace, checked, report, recipes, force, onProgress });
  const reason = force ? "forced" : reasonOf(before, report);
  return { ...toResult(report, store), ran: true, reason };
}

/** Files of frames that the packages name, as they were read. */
function videosOf(parts: readonly Part[]): Record<string, string> {
  const snapshots = parts.flatMap(({ index }) => Object.values(index.snapshots));
  return Object.fromEntries(snapshots.flatMap(({ videos = {} }) => Object.entries(videos)));
}

/** A report that was damaged stops an ingest, but not a forced one. */
async function lastReport(store: Store, force: boolean): Promise<IngestReport | undefined> {
  return force ? readIngestReport(store).catch(() => undefined) : readIngestReport(store);
}

function reasonOf(before: IngestReport | undefined, now: Omit<IngestReport, "recipes">): string {
  const isRetry = before !== undefined && ingestKey(before.inputs) === ingestKey(now.inputs);
  const why = isRetry && before.degraded.length > 0 ? "tried again" : changeOf(before?.inputs, now.inputs);
  const kept = now.degraded.map(
    ({ source, since, reason }) => `${source} kept as of ${formatTime(since)} (${reason})`,
  );
  return [why, ...kept].join("; ");
}

async function hasAll(store: Store): Promise<boolean> {
  const tables = Object.entries(store.manifest().tables).filter(([name]) => ingestTables.includes(name));
  const entries = tables.flatMap(([, table]) => table.entries);
  const found = await Promise.all(entries.map((entry) => store.has(entry)));
  return found.every(Boolean);
}

function toResult(report: Omit<IngestReport, "recipes">, store: Store) {
  const { snapshots, terms, rejected, counts, freshness, degraded } = report;
  const found = Object.entries(store.manifest().tables).filter(([name]) => ingestTables.includes(name));
  return {
    tables: Object.fromEntries(found.map(([name, { entries }]) => [name, entries])),
    snapshots,
    terms,
    rejected,
    counts,
    freshness,
    degraded,
  };
}

const ingestTables: readonly string[] = [...tableNames, "package_snapshot", "term"];
