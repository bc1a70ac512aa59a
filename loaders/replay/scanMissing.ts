import { canonicalTerm } from "../../src/matcher/canonical.js";
import { compilePackage, openMatcher } from "../../src/matcher/compilePackage.js";
import type { Matcher } from "../../src/matcher/compilePackage.js";
import { mayContain } from "../../src/matcher/gramFilter.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { readGrams } from "./canonicalTexts.js";
import type { Executor, Task } from "./executor.js";
import { emptyHits } from "./hitTable.js";
import type { Layer, PartitionPlan, ReplayTerms } from "./planReplay.js";
import type { FoundHits } from "./storedHits.js";

/** Makes an executor for scanning so many bytes for so many terms; called only when there is something to scan. */
export type ExecutorMaker = (work: { readonly bytes: number; readonly terms: number }) => Executor;

export type Scanning = {
  readonly store: Store;
  /** Partition → its gram filter. */
  readonly grams: ReadonlyMap<string, StoreEntry>;
  readonly openExecutor: ExecutorMaker;
  /** Told after each partition. */
  readonly onProgress: (done: number, all: number) => void;
};

/**
 * Partition → hits of its missing terms. Of a partition that has been scanned before the text is read only when its
 * gram filter says that it may hold one of the terms.
 */
export async function scanMissing(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  scanning: Scanning,
): Promise<Map<string, FoundHits>> {
  const open = await withoutSkipped(plans, wanted, scanning);
  const tasks = await scanTasks(open, wanted, scanning.store);
  const scanned = await runTasks(tasks, open, scanning);
  return new Map(
    plans.map(({ partition, missing, result }) => [
      partition,
      { layer: missing, result, hits: scanned.get(result) ?? emptyHits() },
    ]),
  );
}

async function withoutSkipped(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  { store, grams }: Scanning,
): Promise<PartitionPlan[]> {
  const patterns = new Map<readonly string[], readonly Uint8Array[]>();
  const open: PartitionPlan[] = [];
  for (const plan of plans) {
    const { termHashes } = plan.missing;
    const entry = grams.get(plan.partition);
    if (plan.kept.length > 0 && entry !== undefined) {
      const bytes = patterns.get(termHashes) ?? patternsOf(termHashes, wanted);
      patterns.set(termHashes, bytes);
      const filter = await readGrams(store, entry);
      if (!bytes.some((pattern) => mayContain(filter, pattern))) continue;
    }
    open.push(plan);
  }
  return open;
}

function patternsOf(hashes: readonly string[], wanted: ReplayTerms): Uint8Array[] {
  const encoder = new TextEncoder();
  return hashes.map((hash) => encoder.encode(canonicalTerm(wanted.get(hash)?.term ?? "")));
}

/** One task a partition; partitions that miss the same terms share one matcher. */
async function scanTasks(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  store: Store,
): Promise<Task[]> {
  const matchers = new Map<string, Matcher>();
  const tasks: Task[] = [];
  for (const { text, result, missing } of plans) {
    const matcher = matchers.get(missing.id) ?? compileLayer(missing, wanted);
    matchers.set(missing.id, matcher);
    tasks.push({ kind: "scan", key: result, textFile: await store.checkedPath(text), matcher });
  }
  return tasks;
}

/** The matcher of a layer's terms, in memory that threads share. */
function compileLayer({ termHashes }: Layer, wanted: ReplayTerms): Matcher {
  const { buffer } = compilePackage(termHashes.flatMap((hash) => wanted.get(hash) ?? []));
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return openMatcher(copy);
}

async function runTasks(
  tasks: readonly Task[],
  plans: readonly PartitionPlan[],
  { openExecutor, onProgress }: Scanning,
): Promise<Map<string, FoundHits["hits"]>> {
  const scanned = new Map<string, FoundHits["hits"]>();
  if (tasks.length === 0) return scanned;
  const executor = openExecutor({
    bytes: plans.reduce((sum, { text }) => sum + text.bytes, 0),
    terms: Math.max(...plans.map(({ missing }) => missing.termHashes.length)),
  });
  try {
    for await (const { key, hits } of executor.run(tasks)) {
      scanned.set(key, hits);
      onProgress(scanned.size, tasks.length);
    }
  } finally {
    await executor.close();
  }
  return scanned;
}
