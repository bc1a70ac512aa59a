import type { PackageSnapshot } from "../../src/model/tables/packageSnapshot.js";
import type { Workspace } from "../../src/model/workspace.js";
import type { Term } from "../../src/matcher/term.js";
import { openSource } from "../sources/openSource.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { changeOf, ingestInputs, ingestKey } from "./ingestKey.js";
import { readIngestReport } from "./ingestReport.js";
import type { IngestReport } from "./ingestReport.js";
import { Ledger } from "./ledger.js";
import type { Rejected, SourceCount } from "./ledger.js";
import { readPackages } from "./readPackages.js";
import { readTables } from "./readTables.js";
import type { OpenedSource } from "./readTables.js";
import { writeTables } from "./writeTables.js";

export type IngestResult = {
  /** Files of each table, by partition: item, review_event, policy, package_snapshot, term as far as there are any. */
  readonly tables: Readonly<Record<string, readonly StoreEntry[]>>;
  /** In order of release, then label. */
  readonly snapshots: readonly PackageSnapshot[];
  /** Snapshot id → its distinct terms, by term id. */
  readonly terms: ReadonlyMap<string, readonly Term[]>;
  readonly rejected: Rejected;
  readonly counts: readonly SourceCount[];
  /** False when everything was taken from the store. */
  readonly ran: boolean;
  /** Why it ran or did not: `nothing changed`, `first ingest`, `changed: cases: …`. */
  readonly reason: string;
};

export type IngestOptions = {
  /** Ingest although nothing changed, and write every file anew. */
  readonly force?: boolean;
  /** Told what is being done, a few times an ingest. */
  readonly onProgress?: (step: string) => void;
};

/**
 * The tables and packages of a workspace, checked and stored. Reads no row when nothing that they depend on changed.
 * The store is left as it was unless everything succeeds.
 * @throws {DataError} when a source cannot be used, or more rows than the declared share are rejected
 */
export async function ingest(
  workspace: Workspace,
  store: Store,
  { force = false, onProgress = () => undefined }: IngestOptions = {},
): Promise<IngestResult> {
  const sources = await openSources(workspace);
  const inputs = await ingestInputs(workspace, sources);
  const before = force ? undefined : await readIngestReport(store);
  const isSame = before !== undefined && ingestKey(before.inputs) === ingestKey(inputs);
  if (isSame && (await hasAll(store)))
    return { ...toResult(before, store), ran: false, reason: "nothing changed" };

  const ledger = new Ledger();
  const tables = await readTables(workspace, sources, { ledger, onProgress });
  const packages = await readPackages(workspace, sources, { ledger, onProgress });
  ledger.check(workspace.maxRejectedShare);
  const report = { inputs, ...packages, counts: ledger.counts(), rejected: ledger.rejected() };
  await writeTables(store, {
    tables,
    report,
    key: ingestKey(inputs),
    timeZone: workspace.timeZone,
    force,
    onProgress,
  });
  return {
    ...toResult(report, store),
    ran: true,
    reason: force ? "forced" : changeOf(before?.inputs, inputs),
  };
}

async function openSources(workspace: Workspace): Promise<OpenedSource[]> {
  return Promise.all(
    Object.keys(workspace.sources).map(async (name) => {
      const source = openSource(workspace, name);
      return { name, source, partitions: await source.partitions() };
    }),
  );
}

async function hasAll(store: Store): Promise<boolean> {
  const entries = Object.values(store.manifest().tables).flatMap((table) => table.entries);
  const found = await Promise.all(entries.map((entry) => store.has(entry)));
  return found.every(Boolean);
}

function toResult({ snapshots, terms, rejected, counts }: IngestReport, store: Store) {
  const found = Object.entries(store.manifest().tables).filter(([name]) => ingestTables.includes(name));
  return {
    tables: Object.fromEntries(found.map(([name, { entries }]) => [name, entries])),
    snapshots,
    terms,
    rejected,
    counts,
  };
}

const ingestTables: readonly string[] = ["item", "review_event", "policy", "package_snapshot", "term"];
