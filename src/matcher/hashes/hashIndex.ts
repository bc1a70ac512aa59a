import type { HashColumn } from "./pdqHash.js";
import { hashAt, hashDistance, hashWords, headDistance, popcount16, popcount96 } from "./pdqHash.js";

/** Slots of 16 bits in a hash. */
const slots = 16;
const slotValues = 0x10000;
const entryWords = 4;
/** Two hashes no further apart agree in one slot but for one bit: 31 differences over 16 slots leave one slot with 1. */
const maxIndexedRadius = 31;
/** Below this many hashes comparing them all is as fast. */
const minIndexed = 8192;

/** Hashes with their radii, made to be searched; plain data and typed arrays, so that workers and pages can receive it. */
export type HashIndex = {
  readonly hashes: HashColumn;
  /** Per hash: the greatest distance that is a hit, 0–256. */
  readonly radii: Uint16Array;
  /** Hashes that every query is compared with. */
  readonly compared: Int32Array;
  /** Entries by the value of each slot: those of slot s with value v are `starts[s · 65536 + v] … starts[… + 1] − 1`. */
  readonly starts: Int32Array | undefined;
  /**
   * Entry e is `members[4 e … 4 e + 4)`: the index of a hash and the 3 words behind the slot's. They lie together, so that
   * nearly every entry is refused without a look at the hash, which would be a cache miss.
   */
  readonly members: Int32Array;
};

/** A hash of the index near a query. */
export type HashHit = { readonly index: number; readonly distance: number };

/**
 * An index that `findHashes` searches exactly: every hash within its radius is found.
 * Below 8,192 hashes all are compared. Above, multi-index hashing (Norouzi, Punjani and Fleet 2012): 16 tables over 16
 * bits each; hashes with a radius over 31 are still all compared. Cost: O(n); 256 bytes a hash and 4 MB.
 * @param hashes 8 words each
 * @param radii one per hash
 */
export function hashIndex(
  hashes: HashColumn,
  radii: Uint16Array,
  { minIndexedHashes = minIndexed }: { minIndexedHashes?: number } = {},
): HashIndex {
  const count = radii.length;
  if (hashes.length !== count * hashWords) {
    throw new TypeError(`Expected \`radii\` to have ${hashes.length / hashWords} entries, got ${count}`);
  }
  const indexed: number[] = [];
  const compared: number[] = [];
  for (const [i, radius] of radii.entries()) {
    const isIndexed = count >= minIndexedHashes && radius <= maxIndexedRadius;
    (isIndexed ? indexed : compared).push(i);
  }
  const tables =
    indexed.length === 0 ? { starts: undefined, members: new Int32Array(0) } : slotTables(hashes, indexed);
  return { hashes, radii, compared: Int32Array.from(compared), ...tables };
}

/** A counting sort of the hashes by each slot. */
function slotTables(
  hashes: HashColumn,
  indexed: readonly number[],
): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(slots * slotValues + 1);
  for (let slot = 0; slot < slots; slot++) {
    for (const index of indexed) {
      const bucket = slot * slotValues + slotValue(hashes, index, slot) + 1;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const next = starts.slice();
  const members = new Int32Array(indexed.length * slots * entryWords);
  for (let slot = 0; slot < slots; slot++) {
    for (const index of indexed) {
      const bucket = slot * slotValues + slotValue(hashes, index, slot);
      const at = next[bucket] ?? 0;
      members[at * entryWords] = index;
      for (let i = 1; i < entryWords; i++)
        members[at * entryWords + i] = hashes[wordBehind(index, slot, i)] ?? 0;
      next[bucket] = at + 1;
    }
  }
  return { starts, members };
}

/** Where the word `i` words behind that of a slot stands; behind the last comes the first. */
function wordBehind(index: number, slot: number, i: number): number {
  return index * hashWords + (((slot >>> 1) + i) & (hashWords - 1));
}

function slotValue(hashes: HashColumn, index: number, slot: number): number {
  const word = hashes[index * hashWords + (slot >>> 1)] ?? 0;
  return slot % 2 === 0 ? word >>> 16 : word & 0xffff;
}

/**
 * All hashes of the index whose distance from a query is within their radius, by index. None: empty.
 * Cost: a comparison a hash below 8,192 of them; above about n / 240 comparisons for hashes that are spread evenly, and
 * up to 16 n for hashes that share their slots.
 * @param query a column of hashes, of which `at` is the one to look for
 */
export function findHashes(index: HashIndex, query: HashColumn, at = 0): HashHit[] {
  const hash = hashAt(query, at);
  const hits: HashHit[] = [];
  compareAll(index, hash, hits);
  if (index.starts === undefined) return hits;
  for (let slot = 0; slot < slots; slot++) searchSlot(index, { hash, slot, starts: index.starts }, hits);
  return hits.toSorted((a, b) => a.index - b.index);
}

function compareAll({ hashes, radii, compared }: HashIndex, hash: HashColumn, hits: HashHit[]): void {
  for (let i = 0; i < compared.length; i++) {
    const index = compared[i] ?? 0;
    const limit = radii[index] ?? 0;
    if (headDistance(hash, hashes, index * hashWords) > limit) continue;
    const distance = hashDistance(hash, hashes, index * hashWords);
    if (distance <= limit) hits.push({ index, distance });
  }
}

/** The bucket of the query's own value in a slot, and those of the 16 values that differ in one bit. */
function searchSlot(
  { hashes, radii, members }: HashIndex,
  { hash, slot, starts }: { hash: HashColumn; slot: number; starts: Int32Array },
  hits: HashHit[],
): void {
  const value = slotValue(hash, 0, slot);
  const a = hash[wordBehind(0, slot, 1)] ?? 0;
  const b = hash[wordBehind(0, slot, 2)] ?? 0;
  const c = hash[wordBehind(0, slot, 3)] ?? 0;
  for (let bit = -1; bit < 16; bit++) {
    const bucket = slot * slotValues + (bit < 0 ? value : value ^ (1 << bit));
    const end = (starts[bucket + 1] ?? 0) * entryWords;
    for (let i = (starts[bucket] ?? 0) * entryWords; i < end; i += entryWords) {
      const x = a ^ (members[i + 1] ?? 0);
      const y = b ^ (members[i + 2] ?? 0);
      const z = c ^ (members[i + 3] ?? 0);
      if (popcount96(x, y, z) > maxIndexedRadius) continue;
      const index = members[i] ?? 0;
      const distance = hashDistance(hash, hashes, index * hashWords);
      if (distance > (radii[index] ?? 0) || wasSeen(hash, hashes, { index, slot })) continue;
      hits.push({ index, distance });
    }
  }
}

/** Whether an earlier slot agrees but for one bit, so that the hash was found there. */
function wasSeen(
  hash: HashColumn,
  hashes: HashColumn,
  { index, slot }: { index: number; slot: number },
): boolean {
  for (let earlier = 0; earlier < slot; earlier++) {
    if (popcount16(slotValue(hash, 0, earlier) ^ slotValue(hashes, index, earlier)) <= 1) return true;
  }
  return false;
}
