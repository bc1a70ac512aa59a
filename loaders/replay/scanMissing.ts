import { join } from "node:path";
import { atomData } from "../../src/matcher/atoms.js";
import type { AtomData, Part } from "../../src/matcher/atoms.js";
import { openMatcher } from "../../src/matcher/compilePackage.js";
import type { Matcher } from "../../src/matcher/compilePackage.js";
import type { Term } from "../../src/matcher/term.js";
import { DataError } from "../../src/model/dataError.js";
import type { StoreEntry } from "../store/manifest.js";
import type { Store } from "../store/store.js";
import { readIndex } from "./canonicalTexts.js";
import type { Executor, Task, TaskResult } from "./executor.js";
import { emptyHits } from "./hitTable.js";
import type { Layer, PartitionPlan } from "./planReplay.js";
import { termsOf } from "./replayTerms.js";
import type { ReplayTerms } from "./replayTerms.js";
import { soughtTokens } from "./soughtTokens.js";
import { hitKeeper } from "./storedHits.js";
import type { KeptHits } from "./storedHits.js";
import { textParts } from "./textParts.js";
import { findRecords } from "./wordIndex.js";

/** Makes an executor for scanning so many bytes for so many terms; called only when there is something to scan. */
export type ExecutorMaker = (work: { readonly bytes: number; readonly terms: number }) => Executor;

export type Scanning = {
  readonly store: Store;
  /** Partition → the index of its texts. */
  readonly indexes: ReadonlyMap<string, StoreEntry>;
  readonly openExecutor: ExecutorMaker;
  /** Told after each partition. */
  readonly onProgress: (done: number, all: number) => void;
};

/**
 * The hits of the missing terms on each partition, in the store. For a few words only the records are read that hold all
 * words of one of them, as the index of the texts says.
 */
export async function scanMissing(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  scanning: Scanning,
): Promise<KeptHits> {
  const keeper = hitKeeper(scanning.store);
  const open = new Map(plans.map((plan) => [plan.result, plan]));
  for await (const { key, hits } of runScans(await findScans(plans, wanted, scanning), scanning)) {
    const plan = open.get(key);
    if (plan === undefined) continue;
    open.delete(key);
    keeper.keep(plan.partition, { layer: plan.missing, result: key, hits });
  }
  for (const { partition, missing, result } of open.values()) {
    keeper.keep(partition, { layer: missing, result, hits: emptyHits() });
  }
  return keeper.finish();
}

/** A task before its terms are compiled. */
type Scan = { readonly task: Omit<Task, "atoms">; readonly terms: readonly Term[]; readonly bytes: number };

/** At most one scan a partition, the longest first, so that no thread is left with a long one at the end. */
async function findScans(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  { store, indexes }: Scanning,
): Promise<Scan[]> {
  const layers = new Map<string, OpenLayer>();
  const scans: Scan[] = [];
  for (const { partition, text, result, missing } of plans) {
    const { terms, sought } = layers.get(missing.id) ?? openLayer(missing, wanted);
    layers.set(missing.id, { terms, sought });
    const task = { kind: "scan", key: result, textFile: join(store.dir, text.file) } as const;
    const index = indexes.get(partition);
    if (sought === undefined || index === undefined) {
      scans.push({ task: { ...task, sha256: text.sha256 }, terms, bytes: text.bytes });
    } else if (sought.length > 0) {
      const texts = await readIndex(store, index);
      const parts = textParts(texts, findRecords(texts.words, sought));
      const bytes = parts.lengths.reduce((sum, length) => sum + length, 0);
      if (parts.records.length > 0) scans.push({ task: { ...task, parts }, terms, bytes });
    }
  }
  return scans.toSorted((a, b) => b.bytes - a.bytes);
}

/** Terms that are scanned for together; `sought` unless all texts must be read. */
type OpenLayer = {
  readonly terms: readonly Term[];
  readonly sought: readonly Uint32Array[] | undefined;
};

/** With more terms most records hold the words of one of them. */
const mostSought = 1000;

function openLayer({ termHashes }: Layer, wanted: ReplayTerms): OpenLayer {
  const terms = termsOf(wanted, termHashes);
  return { terms, sought: terms.length > mostSought ? undefined : soughtTokens(terms) };
}

/** The terms are compiled while threads start. */
async function* runScans(
  scans: readonly Scan[],
  { openExecutor, onProgress }: Scanning,
): AsyncGenerator<TaskResult> {
  if (scans.length === 0) return;
  const bytes = scans.reduce((sum, scan) => sum + scan.bytes, 0);
  const executor = openExecutor({ bytes, terms: Math.max(...scans.map(({ terms }) => terms.length)) });
  let done = 0;
  try {
    for await (const result of executor.run(compileScans(scans))) {
      onProgress(++done, scans.length);
      yield result;
    }
  } catch (error) {
    throw error instanceof Error && error.cause instanceof DataError ? error.cause : error;
  } finally {
    await executor.close();
  }
}

/** Partitions that miss the same terms share the compiled ones. */
function compileScans(scans: readonly Scan[]): Task[] {
  const compiled = new Map<readonly Term[], AtomData>();
  return scans.map(({ task, terms }) => {
    const atoms = compiled.get(terms) ?? shareAtoms(atomData(terms));
    compiled.set(terms, atoms);
    return { ...task, atoms };
  });
}

/** In memory that threads share. */
function shareAtoms(data: AtomData): AtomData {
  return { ...data, words: shared(data.words), evasiveWords: shared(data.evasiveWords) };
}

function shared({ compiled: { buffer }, indexes }: Part<Matcher>): Part<Matcher> {
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return { compiled: openMatcher(copy), indexes };
}
