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

/** Every release replayed over all items. */
export type ReplayedPackage = {
  /** Distinct terms of all releases; hits and releases name them by index. */
  readonly terms: readonly Term[];
  /** In the order of release. */
  readonly releases: readonly { readonly label: string; readonly terms: readonly number[] }[];
  /** In the order of the stored items; equal keys mean equal hits. */
  readonly partitions: readonly { readonly partition: string; readonly key: string }[];
  /** The hits on one partition, from the store. */
  readonly readHits: (partition: string) => Promise<PartitionHits>;
};

/** Items of a partition in the order in which they are stored, and the terms that hit them. */
export type PartitionHits = { readonly itemIds: readonly string[]; readonly hits: HitPairs };

export type Replay = {
  /** Equal keys mean equal hits. */
  readonly key: string;
  readonly ran: boolean;
  readonly reason: string;
  readonly open: () => ReplayedPackage;
};

export type ReplayOptions = {
  readonly force?: boolean;
  /** Told after each partition. */
  readonly onProgress?: (done: number, all: number) => void;
};

/**
 * Replays every release of the package over all items and keeps the hits in the store, per partition and term, so that
 * a new release costs the scan of its new terms alone. Releases are then read off the hits.
 * @param openExecutor called only when there is something to scan, with the bytes of the texts
 */
export async function replayPackages(
  ingested: IngestResult,
  { store, openExecutor }: { store: Store; openExecutor: (bytes: number) => Executor },
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
    open: () => openReplay(store, { ingested, wanted, plans }),
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
  readonly openExecutor: (bytes: number) => Executor;
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
  const executor = openExecutor(open.reduce((sum, { text }) => sum + text.bytes, 0));
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

function openReplay(
  store: Store,
  {
    ingested,
    wanted,
    plans,
  }: { ingested: IngestResult; wanted: ReplayTerms; plans: readonly PartitionPlan[] },
): ReplayedPackage {
  const indexes = new Map([...wanted.keys()].map((hash, index) => [hash, index]));
  const entries = store.manifest().tables[hitTable]?.entries ?? [];
  return {
    terms: [...wanted.values()],
    releases: ingested.snapshots.map(({ label, snapshot_id: id }) => ({
      label,
      terms: (ingested.terms.get(id) ?? []).flatMap((term) => indexes.get(termHashOf(term)) ?? []),
    })),
    partitions: plans.map(({ partition, resultHash }) => ({ partition, key: resultHash })),
    readHits: async (partition) => {
      const entry = entries.find((candidate) => candidate.partition === partition);
      const plan = plans.find((candidate) => candidate.partition === partition);
      if (entry === undefined || plan === undefined)
        throw new TypeError(`Expected hits of partition ${partition} in the store`);
      const rows = parseHits(await store.readFile(entry));
      const { itemId } = readTextFile(await store.checkedPath(plan.text));
      const items = rows.map(({ item }) => item);
      return {
        itemIds: itemId,
        hits: { items, terms: rows.map(({ termHash }) => indexes.get(termHash) ?? -1) },
      };
    },
  };
}
