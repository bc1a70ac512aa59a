import { atomData } from "../../src/matcher/atoms.js";
import type { AtomData, Part } from "../../src/matcher/atoms.js";
import { canonicalTerm } from "../../src/matcher/canonical.js";
import { openMatcher } from "../../src/matcher/compilePackage.js";
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
 * Partition → hits of its missing terms. For a few words a text is read only when its gram filter says that it may hold
 * one of them.
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
  const patterns = new Map<string, Patterns>();
  const open: PartitionPlan[] = [];
  for (const plan of plans) {
    const sought = patterns.get(plan.missing.id) ?? patternsOf(plan.missing, wanted);
    patterns.set(plan.missing.id, sought);
    if (sought.isOpen || (await mayHold(sought, grams.get(plan.partition), store))) open.push(plan);
  }
  return open;
}

/** What a gram filter can be asked for; `isOpen` when some term cannot be told by it. */
type Patterns = { readonly isOpen: boolean; readonly bytes: readonly Uint8Array[] };

/** Rules, images and videos are not looked for in texts; regexes and the evasive view are no plain bytes. */
function patternsOf({ termHashes }: Layer, wanted: ReplayTerms): Patterns {
  const encoder = new TextEncoder();
  const terms = termHashes.flatMap((hash) => wanted.get(hash) ?? []);
  const words = terms.filter(({ kind }) => kind === "word");
  return {
    isOpen:
      terms.some(({ kind }) => kind === "regex") || words.some(({ views }) => views.includes("evasive")),
    bytes: words.map(({ term }) => encoder.encode(canonicalTerm(term))).filter(({ length }) => length > 0),
  };
}

async function mayHold({ bytes }: Patterns, grams: StoreEntry | undefined, store: Store): Promise<boolean> {
  if (bytes.length === 0 || bytes.length > mostFiltered || grams === undefined) return bytes.length > 0;
  const filter = await readGrams(store, grams);
  return bytes.some((pattern) => mayContain(filter, pattern));
}

/** With more terms one of them is nearly always there. */
const mostFiltered = 1000;

/** One task a partition; partitions that miss the same terms share the compiled ones. */
async function scanTasks(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  store: Store,
): Promise<Task[]> {
  const compiled = new Map<string, AtomData>();
  const tasks: Task[] = [];
  for (const { text, result, missing } of plans) {
    const atoms = compiled.get(missing.id) ?? compileLayer(missing, wanted);
    compiled.set(missing.id, atoms);
    tasks.push({ kind: "scan", key: result, textFile: await store.checkedPath(text), atoms });
  }
  return tasks;
}

/** The compiled terms of a layer, in memory that threads share. */
function compileLayer({ termHashes }: Layer, wanted: ReplayTerms): AtomData {
  const data = atomData(termHashes.flatMap((hash) => wanted.get(hash) ?? []));
  return { ...data, words: shared(data.words), evasiveWords: shared(data.evasiveWords) };
}

function shared({ compiled: { buffer }, indexes }: Part<Matcher>): Part<Matcher> {
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return { compiled: openMatcher(copy), indexes };
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
