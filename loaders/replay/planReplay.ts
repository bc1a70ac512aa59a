import type { Term } from "../../src/matcher/term.js";
import { sha256 } from "../store/codeHash.js";
import type { StoreEntry } from "../store/manifest.js";

/** The terms of all releases, each once, by the hash of everything about them that changes matching. */
export type ReplayTerms = ReadonlyMap<string, Term>;

/** What the store already holds for a partition of the traffic. */
export type KnownHits = { readonly entry: StoreEntry; readonly termHashes: readonly string[] };

/** What is to be done for one partition: which terms must be scanned, and which hits can be kept. */
export type PartitionPlan = {
  readonly partition: string;
  readonly text: StoreEntry;
  /** Identity of the result: content of the partition × matcher × terms. */
  readonly resultHash: string;
  /** Hashes of the terms to scan. */
  readonly missing: readonly string[];
  /** Earlier hits to take over; those of terms that no release holds any more are left behind. */
  readonly known: KnownHits | undefined;
};

/**
 * What a replay has to do, partition by partition, in the order given. A partition whose text and terms are as before
 * has nothing missing; new terms are scanned alone; another matcher or another text means all terms.
 * @param earlier the hits of the last replay, by partition
 */
export function planReplay(
  texts: readonly StoreEntry[],
  wanted: ReplayTerms,
  { matcherHash, earlier }: { matcherHash: string; earlier: ReadonlyMap<string, KnownHits> },
): PartitionPlan[] {
  const hashes = [...wanted.keys()].toSorted();
  return texts.map((text) => {
    const found = earlier.get(text.partition);
    const holds =
      found !== undefined && found.entry.rowsHash === resultHashOf(text, matcherHash, found.termHashes);
    const known = holds ? found : undefined;
    const covered = new Set(known?.termHashes);
    return {
      partition: text.partition,
      text,
      resultHash: resultHashOf(text, matcherHash, hashes),
      missing: hashes.filter((hash) => !covered.has(hash)),
      known,
    };
  });
}

/** Whether the stored hits are already those that are wanted. */
export function isDone({ known, resultHash }: PartitionPlan): boolean {
  return known?.entry.rowsHash === resultHash;
}

function resultHashOf(text: StoreEntry, matcherHash: string, sortedTermHashes: readonly string[]): string {
  return sha256(JSON.stringify([text.rowsHash, matcherHash, sortedTermHashes]));
}
