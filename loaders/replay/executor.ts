import type { AtomData } from "../../src/matcher/atoms.js";
import type { HitTable } from "./hitTable.js";
import type { ImageTerms, VideoTerms } from "./scanHashes.js";
import type { TextParts } from "./textParts.js";

/** What a scan looks for. */
export type ScanTerms = AtomData & { readonly images?: ImageTerms; readonly videos?: VideoTerms };

/**
 * Scan one text file for some terms, and files of hashes for those that are images or videos. Plain data, so that it can
 * be sent anywhere; running it twice gives the same result, and `key` (a hash of the text file's and the package's
 * content) names that result.
 */
type ScanTask = {
  readonly kind: "scan";
  readonly key: string;
  /** Path of a file that `writeTextFile` wrote. */
  readonly textFile: string;
  /** Of the file, to be checked when it is read; left out: it is not. */
  readonly sha256?: string;
  /** The records to be scanned, which have checksums of their own; left out: all of the file. */
  readonly parts?: TextParts;
  /** The file of image hashes, where there are images to look for. */
  readonly images?: HashFile;
  /** The file of frames, where there are videos to look for. */
  readonly videos?: HashFile;
  readonly atoms: ScanTerms;
};

/** Path of a file of item hashes, and of its bytes the SHA-256. */
export type HashFile = { readonly file: string; readonly sha256: string };

export type Task = ScanTask;

type ScanResult = {
  readonly key: string;
  /** Items are rows of the text file, terms indexes into the package that was compiled; at most 100 hits of each. */
  readonly hits: HitTable;
};

export type TaskResult = ScanResult;

/**
 * Runs tasks somewhere. Results come in any order, one per task: sort them by key. A task that fails rejects the run
 * with an Error whose message names its key and whose cause is the DataError, if it was one; the executor can be used
 * again afterwards. One run at a time.
 * `close` frees what the executor holds; it may be called twice.
 */
export type Executor = {
  run(tasks: readonly Task[]): AsyncIterable<TaskResult>;
  close(): Promise<void>;
};
