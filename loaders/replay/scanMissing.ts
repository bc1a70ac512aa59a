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
import type { Executor, HashFile, ScanTerms, Task, TaskResult } from "./executor.js";
import { emptyHits } from "./hitTable.js";
import type { Layer, PartitionPlan } from "./planReplay.js";
import { termsOf } from "./replayTerms.js";
import type { ReplayTerms } from "./replayTerms.js";
import { hashesInFile } from "./itemHashes.js";
import { imageTerms, videoTerms } from "./scanHashes.js";
import type { ImageTerms, VideoTerms } from "./scanHashes.js";
import { soughtTokens } from "./soughtTokens.js";
import { hitKeeper } from "./storedHits.js";
import type { KeptHits } from "./storedHits.js";
import { textParts } from "./textParts.js";
import type { TextParts } from "./textParts.js";
import { findRecords } from "./wordIndex.js";

/** Makes an executor for scanning so many bytes for so many terms; called only when there is something to scan. */
export type ExecutorMaker = (work: { readonly bytes: number; readonly terms: number }) => Executor;

export type Scanning = {
  readonly store: Store;
  /** Partition → the index of its texts. */
  readonly indexes: ReadonlyMap<string, StoreEntry>;
  /** Partition → the hashes of its images, if any. */
  readonly images: ReadonlyMap<string, StoreEntry>;
  /** Partition → the frames of its videos, if any. */
  readonly videos: ReadonlyMap<string, StoreEntry>;
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
type Scan = { readonly task: Omit<Task, "atoms">; readonly layer: OpenLayer; readonly bytes: number };

/** At most one scan a partition, the longest first, so that no thread is left with a long one at the end. */
async function findScans(
  plans: readonly PartitionPlan[],
  wanted: ReplayTerms,
  scanning: Scanning,
): Promise<Scan[]> {
  const layers = new Map<string, OpenLayer>();
  const scans: Scan[] = [];
  for (const plan of plans) {
    const layer = layers.get(plan.missing.id) ?? openLayer(plan.missing, wanted);
    layers.set(plan.missing.id, layer);
    const texts = await findTexts(plan, layer.sought, scanning);
    const images = findHashes(plan, layer.images?.places.length, { ...scanning, entries: scanning.images });
    const frames = layer.videos?.index.videoOf.length;
    const videos = findHashes(plan, frames, { ...scanning, entries: scanning.videos });
    if (texts === undefined && images === undefined && videos === undefined) continue;
    const textFile = join(scanning.store.dir, plan.text.file);
    const named = { kind: "scan", key: plan.result, textFile } as const;
    const task = {
      ...named,
      ...(texts?.task ?? { parts: noParts }),
      ...(images === undefined ? {} : { images: images.task }),
      ...(videos === undefined ? {} : { videos: videos.task }),
    };
    const bytes = [texts, images, videos].reduce((sum, sought) => sum + (sought?.bytes ?? 0), 0);
    scans.push({ task, layer, bytes });
  }
  return scans.toSorted((a, b) => b.bytes - a.bytes);
}

/** What of a partition is to be read, and bytes of text that take as long. */
type Sought<Part> = { readonly task: Part; readonly bytes: number };

/** Which texts of a partition are to be read; `undefined` = none. */
async function findTexts(
  { partition, text }: PartitionPlan,
  sought: OpenLayer["sought"],
  { store, indexes }: Scanning,
): Promise<Sought<Pick<Task, "parts" | "sha256">> | undefined> {
  const index = indexes.get(partition);
  if (sought === undefined || index === undefined)
    return { task: { sha256: text.sha256 }, bytes: text.bytes };
  if (sought.length === 0) return undefined;
  const texts = await readIndex(store, index);
  const parts = textParts(texts, findRecords(texts.words, sought));
  if (parts.records.length === 0) return undefined;
  return { task: { parts }, bytes: parts.lengths.reduce((sum, length) => sum + length, 0) };
}

/**
 * The hashes of a partition's items; `undefined` when there are none, or none to look for.
 * @param terms hashes of the terms that are looked for
 */
function findHashes(
  { partition }: PartitionPlan,
  terms: number | undefined,
  { store, entries }: Pick<Scanning, "store"> & { entries: Scanning["images"] },
): Sought<HashFile> | undefined {
  const entry = entries.get(partition);
  if (entry === undefined || terms === undefined) return undefined;
  const { file, sha256, bytes } = entry;
  return { task: { file: join(store.dir, file), sha256 }, bytes: hashesInFile(bytes) * bytesAHash(terms) };
}

/** For partitions of which only hashes are to be scanned. */
const noParts: TextParts = {
  records: new Int32Array(0),
  starts: new Int32Array(0),
  lengths: new Int32Array(0),
  blocks: [],
};

/** For the search for one hash: 5 ns a comparison, fewer of them with an index. */
function bytesAHash(terms: number): number {
  return Math.min(1.5 * terms, 3000);
}

/** Terms that are scanned for together; `sought` unless all texts must be read. */
type OpenLayer = {
  readonly terms: readonly Term[];
  readonly sought: readonly Uint32Array[] | undefined;
  readonly images: ImageTerms | undefined;
  readonly videos: VideoTerms | undefined;
};

/** With more terms most records hold the words of one of them. */
const mostSought = 1000;

function openLayer({ termHashes }: Layer, wanted: ReplayTerms): OpenLayer {
  const terms = termsOf(wanted, termHashes);
  return {
    terms,
    sought: terms.length > mostSought ? undefined : soughtTokens(terms),
    images: imageTerms(terms),
    videos: videoTerms(terms),
  };
}

/** The terms are compiled while threads start. */
async function* runScans(
  scans: readonly Scan[],
  { openExecutor, onProgress }: Scanning,
): AsyncGenerator<TaskResult> {
  if (scans.length === 0) return;
  const bytes = scans.reduce((sum, scan) => sum + scan.bytes, 0);
  const executor = openExecutor({ bytes, terms: Math.max(...scans.map(({ layer }) => layer.terms.length)) });
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
  const compiled = new Map<OpenLayer, ScanTerms>();
  return scans.map(({ task, layer }) => {
    const atoms = compiled.get(layer) ?? scanTerms(layer);
    compiled.set(layer, atoms);
    return { ...task, atoms };
  });
}

function scanTerms({ terms, images, videos }: OpenLayer): ScanTerms {
  return {
    ...shareAtoms(atomData(terms)),
    ...(images === undefined ? {} : { images }),
    ...(videos === undefined ? {} : { videos }),
  };
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
