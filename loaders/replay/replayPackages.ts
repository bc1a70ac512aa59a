import { hashCode, sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { canonicalTexts, indexTable, textTable } from "./canonicalTexts.js";
import { imageTable, videoTable } from "./itemHashes.js";
import { openReplay } from "./openReplay.js";
import type { ReplayedPackage } from "./openReplay.js";
import { isDone, planReplay } from "./planReplay.js";
import type { KnownHits, PartitionPlan } from "./planReplay.js";
import { replayTerms } from "./replayTerms.js";
import { scanMissing } from "./scanMissing.js";
import type { ExecutorMaker } from "./scanMissing.js";
import { hitTable, listHits, readKnownHits } from "./storedHits.js";

/** Code that texts and hits are made by. */
const codeFolders = ["src/matcher", "loaders/replay"];

export type Replay = {
  /** Equal keys mean equal hits. */
  readonly key: string;
  readonly ran: boolean;
  readonly reason: string;
  readonly open: () => ReplayedPackage;
};

export type ReplayOptions = {
  readonly force?: boolean;
  /**
   * Whether what is found stays in the store; true when left out. Otherwise only the missing terms are scanned, however
   * often that was done before, and what they hit can be read until the store is next committed to.
   */
  readonly keep?: boolean;
  /** Told after each partition. */
  readonly onProgress?: (done: number, all: number) => void;
};

type Inputs = Pick<IngestResult, "tables" | "snapshots" | "terms">;

/**
 * Whether the store holds the hits of every release on every item, as this code makes them: `replayPackages` would scan
 * nothing. Cheaper than to ask it, which plans every partition.
 */
export async function isReplayed(ingested: Inputs, store: Store): Promise<boolean> {
  const { tables } = store.manifest();
  if (tables[hitTable]?.key !== stateOf(ingested, await hashCode(codeFolders))) return false;
  const entries = [textTable, indexTable, imageTable, videoTable, hitTable].flatMap(
    (name) => tables[name]?.entries ?? [],
  );
  const found = await Promise.all(entries.map((entry) => store.has(entry)));
  return found.every(Boolean);
}

/** Identity of all that hits depend on. */
function stateOf({ tables, snapshots }: Inputs, matcherHash: string): string {
  const items = (tables["item"] ?? []).map(({ partition, rowsHash }) => [partition, rowsHash]);
  return sha256(JSON.stringify([matcherHash, items, snapshots.map(({ snapshot_id: id }) => id)]));
}

const nothing: KnownHits = { layers: [], entries: new Map(), ranges: new Map(), empty: new Set() };

/**
 * Replays every release of the package over all items and keeps the hits in the store, per partition and layer of
 * terms, so that a new release costs the scan of its new terms alone, in the records that hold their words. Releases are
 * then read off the hits; terms that no release holds any more are left out in reading.
 */
export async function replayPackages(
  ingested: Inputs,
  { store, openExecutor }: { store: Store; openExecutor: ExecutorMaker },
  { force = false, keep = true, onProgress = () => undefined }: ReplayOptions = {},
): Promise<Replay> {
  const wanted = replayTerms(ingested);
  const matcherHash = await hashCode(codeFolders);
  const texts = await canonicalTexts(store, ingested.tables["item"] ?? [], { codeHash: matcherHash, force });
  const known = force ? nothing : await readKnownHits(store);
  const mostLayers = keep ? undefined : Infinity;
  const plans = planReplay(texts.entries, wanted, { matcherHash, known, mostLayers });
  const open = plans.filter((plan) => !isDone(plan));
  const [indexes, images] = [byPartition(texts.indexes), byPartition(texts.images)];
  const videos = byPartition(texts.videos);
  const scanning = { store, indexes, images, videos, openExecutor, onProgress };
  const found = await scanMissing(open, wanted, scanning);
  const { entries, stored } = await listHits(store, plans, found);
  const hashedItems = { image: rowsOf(texts.images), video: rowsOf(texts.videos) };
  const tables = {
    [textTable]: texts.entries,
    [indexTable]: texts.indexes,
    [imageTable]: texts.images,
    [videoTable]: texts.videos,
    [hitTable]: entries,
  };
  if (keep) await commitTables(store, tables, stateOf(ingested, matcherHash));
  return {
    key: sha256(JSON.stringify(plans.map(({ key }) => key))),
    ran: open.length > 0,
    reason: reasonOf(open, plans.length, { force, terms: wanted.terms.length }),
    open: () => openReplay(store, { ingested, wanted, plans, hashedItems, stored }),
  };
}

function byPartition(entries: readonly StoreEntry[]): Map<string, StoreEntry> {
  return new Map(entries.map((entry) => [entry.partition, entry]));
}

function rowsOf(entries: readonly StoreEntry[]): number {
  return entries.reduce((sum, { rows }) => sum + rows, 0);
}

/** Puts the entries in force, unless they are. */
async function commitTables(
  store: Store,
  wanted: Readonly<Record<string, readonly StoreEntry[]>>,
  state: string,
): Promise<void> {
  const { grams: _, ...tables } = store.manifest().tables; // older versions kept filters there
  const isSame = (name: string): boolean => filesOf(tables[name]?.entries) === filesOf(wanted[name]);
  if (tables[hitTable]?.key === state && Object.keys(wanted).every(isSame)) return;
  const changed = Object.entries(wanted).map(([name, entries]) => [
    name,
    { key: name === hitTable ? state : name, entries: [...entries] },
  ]);
  await store.commit({ version: 1, tables: { ...tables, ...Object.fromEntries(changed) } });
}

function filesOf(entries: readonly StoreEntry[] = []): string {
  return entries.map(({ file }) => file).join("\n");
}

function reasonOf(
  open: readonly PartitionPlan[],
  partitions: number,
  { force, terms }: { force: boolean; terms: number },
): string {
  if (open.length === 0) return "nothing changed";
  const scanned = Math.max(...open.map(({ missing }) => missing.termHashes.length));
  const what = `${scanned} of ${terms} terms on ${open.length} of ${partitions} partitions`;
  return force ? `forced: ${what}` : what;
}
