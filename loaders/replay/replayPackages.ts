import { writeFile } from "node:fs/promises";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import type { Term } from "../../src/matcher/term.js";
import type { HitPairs } from "../../src/replay/hits.js";
import { hashCode, sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import type { IngestResult } from "../tables/ingest.js";
import { termHashOf } from "../tables/readPackage.js";
import { canonicalTexts, textTable } from "./canonicalTexts.js";
import type { Executor, Task, TaskResult } from "./executor.js";
import { formatHits, parseHits } from "./hitFile.js";
import type { HitRow } from "./hitFile.js";
import { isDone, planReplay } from "./planReplay.js";
import type { KnownHits, PartitionPlan, ReplayTerms } from "./planReplay.js";
import { readTextFile } from "./textFile.js";

/** Name of the hits in the store's manifest. */
const hitTable = "hits";

/** Code that texts and hits are made by. */
const codeFolders = ["src/matcher", "loaders/replay"];

/** The hits of every term of every release on all items. */
export type ReplayedPackage = {
  /** In the order of the stored partitions. */
  readonly itemIds: readonly string[];
  /** Distinct terms of all releases; hits and releases name them by index. */
  readonly terms: readonly Term[];
  readonly hits: HitPairs;
  /** In the order of release. */
  readonly releases: readonly { readonly label: string; readonly terms: readonly number[] }[];
};

export type Replay = {
  /** Equal keys mean equal hits. */
  readonly key: string;
  readonly ran: boolean;
  readonly reason: string;
  /** Reads the hits from the store. */
  readonly load: () => Promise<ReplayedPackage>;
};

export type ReplayOptions = {
  readonly force?: boolean;
  /** Told after each partition. */
  readonly onProgress?: (done: number, all: number) => void;
};

/**
 * Replays every release of the package over all items and keeps the hits in the store, per partition and term, so that
 * a new release costs the scan of its new terms alone. Releases are then read off the hits.
 * @param openExecutor called only when there is something to scan
 */
export async function replayPackages(
  ingested: IngestResult,
  { store, openExecutor }: { store: Store; openExecutor: () => Executor },
  { force = false, onProgress = () => undefined }: ReplayOptions = {},
): Promise<Replay> {
  const wanted = distinctTerms(ingested);
  const matcherHash = await hashCode(codeFolders);
  const texts = await canonicalTexts(store, ingested.tables["item"] ?? [], { codeHash: matcherHash, force });
  const earlier = force ? new Map<string, KnownHits>() : await readEarlier(store);
  const plans = planReplay(texts.entries, wanted, { matcherHash, earlier });
  const open = plans.filter((plan) => !isDone(plan));
  if (open.length > 0 || texts.written > 0) {
    const scanned = await scanMissing(open, wanted, { store, openExecutor, onProgress });
    await commitHits(store, { texts: texts.entries, plans, scanned, wanted });
  }
  return {
    key: sha256(JSON.stringify(plans.map(({ resultHash }) => resultHash))),
    ran: open.length > 0,
    reason: reasonOf(open, plans.length, { force, terms: wanted.size }),
    load: () => loadReplay(store, { ingested, wanted, texts: texts.entries }),
  };
}

function distinctTerms({ snapshots, terms }: IngestResult): ReplayTerms {
  const found = new Map<string, Term>();
  for (const { snapshot_id: id } of snapshots) {
    for (const term of terms.get(id) ?? []) found.set(termHashOf(term), term);
  }
  return found;
}

function reasonOf(
  open: readonly PartitionPlan[],
  partitions: number,
  { force, terms }: { force: boolean; terms: number },
): string {
  if (open.length === 0) return "nothing changed";
  const scanned = Math.max(...open.map(({ missing }) => missing.length));
  const what = `${scanned} of ${terms} terms on ${open.length} of ${partitions} partitions`;
  return force ? `forced: ${what}` : what;
}

/** What the last replay left: the hits by partition, and the terms that they cover. */
async function readEarlier(store: Store): Promise<Map<string, KnownHits>> {
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  const list = entries.find(({ partition }) => partition === "terms");
  if (list === undefined || !(await store.has(list))) return new Map();
  const termHashes: string[] = JSON.parse((await store.readFile(list)).toString("utf8"));
  const known = await Promise.all(
    entries.map(async (entry): Promise<[string, KnownHits][]> =>
      entry !== list && (await store.has(entry)) ? [[entry.partition, { entry, termHashes }]] : [],
    ),
  );
  return new Map(known.flat());
}

type Scanning = {
  readonly store: Store;
  readonly openExecutor: () => Executor;
  readonly onProgress: (done: number, all: number) => void;
};

/** Scans each partition for its missing terms; the result maps a partition to the new hits. */
async function scanMissing(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  { store, openExecutor, onProgress }: Scanning,
): Promise<Map<string, HitRow[]>> {
  const open = plans.filter(({ missing }) => missing.length > 0);
  const found = new Map<string, HitRow[]>();
  if (open.length === 0) return found;
  const executor = openExecutor();
  try {
    const tasks = await scanTasks(open, wanted, store);
    const byKey = new Map(open.map((plan) => [plan.resultHash, plan]));
    for await (const result of executor.run(tasks)) {
      const plan = byKey.get(result.key);
      if (plan !== undefined) found.set(plan.partition, toRows(result, plan.missing));
      onProgress(found.size, tasks.length);
    }
  } finally {
    await executor.close();
  }
  return found;
}

/** One task a partition; partitions that miss the same terms share one matcher. */
async function scanTasks(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  store: Store,
): Promise<Task[]> {
  const matchers = new Map<string, Task["matcher"]>();
  return Promise.all(
    plans.map(async ({ text, resultHash, missing }) => {
      const id = missing.join();
      const terms = missing.flatMap((hash) => wanted.get(hash) ?? []);
      const matcher = matchers.get(id) ?? compilePackage(terms);
      matchers.set(id, matcher);
      return { kind: "scan" as const, key: resultHash, textFile: await store.checkedPath(text), matcher };
    }),
  );
}

function toRows({ item, term, hits }: TaskResult, termHashes: readonly string[]): HitRow[] {
  return Array.from(item, (index, at) => ({
    item: index,
    termHash: termHashes[term[at] ?? -1] ?? "",
    hits: hits[at] ?? 0,
  }));
}

type Outcome = {
  readonly texts: readonly StoreEntry[];
  readonly plans: readonly PartitionPlan[];
  readonly scanned: ReadonlyMap<string, readonly HitRow[]>;
  readonly wanted: ReplayTerms;
};

async function commitHits(store: Store, { texts, plans, scanned, wanted }: Outcome): Promise<void> {
  const entries: StoreEntry[] = [await putTermList(store, [...wanted.keys()].toSorted())];
  for (const plan of plans) {
    if (isDone(plan) && plan.known !== undefined) entries.push(plan.known.entry);
    else entries.push(await putHits(store, plan, await mergedRows(store, plan, { scanned, wanted })));
  }
  const { tables } = store.manifest();
  const text = { key: "canonical", entries: [...texts] };
  await store.commit({
    version: 1,
    tables: { ...tables, [textTable]: text, [hitTable]: { key: "replay", entries } },
  });
}

async function mergedRows(
  store: Store,
  { partition, known }: PartitionPlan,
  { scanned, wanted }: Pick<Outcome, "scanned" | "wanted">,
): Promise<HitRow[]> {
  const earlier = known === undefined ? [] : parseHits(await store.readFile(known.entry));
  const rows = [...earlier.filter(({ termHash }) => wanted.has(termHash)), ...(scanned.get(partition) ?? [])];
  return rows.toSorted((a, b) => a.item - b.item || (a.termHash < b.termHash ? -1 : 1));
}

function putHits(store: Store, plan: PartitionPlan, rows: readonly HitRow[]): Promise<StoreEntry> {
  const { partition, resultHash: rowsHash } = plan;
  const item = { table: hitTable, partition, rows: rows.length, rowsHash, extension: "arrow" } as const;
  return store.put(item, (path) => writeFile(path, formatHits(rows)));
}

function putTermList(store: Store, hashes: readonly string[]): Promise<StoreEntry> {
  const text = JSON.stringify(hashes);
  const item = {
    table: hitTable,
    partition: "terms",
    rows: hashes.length,
    rowsHash: sha256(text),
    extension: "json",
  } as const;
  return store.put(item, (path) => writeFile(path, text));
}

async function loadReplay(
  store: Store,
  { ingested, wanted, texts }: { ingested: IngestResult; wanted: ReplayTerms; texts: readonly StoreEntry[] },
): Promise<ReplayedPackage> {
  const indexes = new Map([...wanted.keys()].map((hash, index) => [hash, index]));
  const hits = { items: new Array<number>(), terms: new Array<number>() };
  const itemIds: string[] = [];
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  for (const text of texts) {
    const entry = entries.find(({ partition }) => partition === text.partition);
    if (entry === undefined) throw new TypeError(`Expected hits of partition ${text.partition} in the store`);
    for (const { item, termHash } of parseHits(await store.readFile(entry))) {
      hits.items.push(itemIds.length + item);
      hits.terms.push(indexes.get(termHash) ?? -1);
    }
    itemIds.push(...readTextFile(await store.checkedPath(text)).itemId);
  }
  const releases = ingested.snapshots.map(({ label, snapshot_id: id }) => ({
    label,
    terms: (ingested.terms.get(id) ?? []).flatMap((term) => indexes.get(termHashOf(term)) ?? []),
  }));
  return { itemIds, terms: [...wanted.values()], hits, releases };
}
