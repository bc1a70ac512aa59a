import type { DeepGroups } from "./kernel/deepGroups.js";
import { deepGroups } from "./kernel/deepGroups.js";
import {
  checkShift,
  classSalt,
  deepBit,
  multiply0,
  multiply1,
  multiply2,
  multiply3,
  needShift,
  patternMask,
  prefixWords,
} from "./kernel/assembly/layout.js";
import { gates } from "./kernel/gates.js";
import type { Gates } from "./kernel/gates.js";
import type { Keys } from "./kernel/keys.js";
import { keyMasks, patternKeys } from "./kernel/keys.js";
import type { Patterns } from "./kernel/patterns.js";

/** Bits a pattern in the Bloom filter, before the power of two above: more where it stays in a near cache all the same. */
const bloomBits = { few: 32, many: 12 } as const;
const fewPatterns = 1 << 16;

/** More entries than this in a slot, and they become a sorted group with a binary search. */
const longestSlot = 8;

/** Edges of each pattern whose boundary matters to some (`check`) and to all (`need`) of its terms; bits as in `startEdge`. */
export type Edges = { readonly check: Uint8Array; readonly need: Uint8Array };

/** Hash table over the first bytes of all patterns, with the filters that stand before it. */
export type PrefixTable = {
  readonly gates: Gates;
  readonly classMasks: Uint32Array;
  readonly classes: number;
  readonly runDepth: number;
  readonly bloom: Uint32Array;
  readonly bloomShift: number;
  readonly slotShift: number;
  /** Entries of slot s: from `slots[s]` to `slots[s + 1]`. */
  readonly slots: Uint32Array;
  /** Pairs: the whole hash, and a pattern word (see `patternMask`). */
  readonly entries: Uint32Array;
  readonly deep: DeepGroups;
};

type Hashed = { readonly hashes: Uint32Array; readonly words: Uint32Array; readonly classes: Uint8Array };

/**
 * The prefix table of a package: a counting sort by hash, O(patterns), but for groups of more than 8 patterns that
 * share a hash, which are sorted by their text. Entries of a slot are in the order of their length.
 */
export function compilePrefixTable(patterns: Patterns, { check, need }: Edges): PrefixTable {
  const keys = patternKeys(patterns, need);
  const words = new Uint32Array(patterns.count);
  for (let p = 0; p < patterns.count; p++) {
    words[p] = p | ((check[p] ?? 0) << checkShift) | ((need[p] ?? 0) << needShift);
  }
  const hashes = hashesOf(patterns, keys);
  return {
    gates: gates(patterns, keys, need),
    classMasks: classMasks(keys.lengths),
    classes: keys.lengths.length,
    runDepth: keys.runDepth,
    ...bloomOf(hashes),
    ...slotsOf(patterns, { hashes, words, classes: keys.classes }),
  };
}

function classMasks(lengths: readonly number[]): Uint32Array {
  const masks = keyMasks();
  return Uint32Array.from(
    lengths.flatMap((size) => [...masks.subarray(size * prefixWords, (size + 1) * prefixWords)]),
  );
}

function hashesOf({ count, bytes, offsets }: Patterns, { classes, sizes }: Keys): Uint32Array {
  const hashes = new Uint32Array(count);
  const masks = keyMasks();
  const view = new DataView(bytes.buffer);
  for (let p = 0; p < count; p++) {
    const at = offsets[p] ?? 0;
    const mask = (sizes[p] ?? 0) * prefixWords;
    hashes[p] =
      Math.imul(view.getInt32(at, true) & (masks[mask] ?? 0), multiply0) +
      Math.imul(view.getInt32(at + 4, true) & (masks[mask + 1] ?? 0), multiply1) +
      Math.imul(view.getInt32(at + 8, true) & (masks[mask + 2] ?? 0), multiply2) +
      Math.imul(view.getInt32(at + 12, true) & (masks[mask + 3] ?? 0), multiply3) +
      Math.imul(classes[p] ?? 0, classSalt);
  }
  return hashes;
}

/** Two bits a pattern, both in the 32-bit word that the upper bits of its hash name; the next ten bits name them. */
function bloomOf(hashes: Uint32Array): Pick<PrefixTable, "bloom" | "bloomShift"> {
  const a = hashes.length <= fewPatterns ? bloomBits.few : bloomBits.many;
  const bits = bitsFor((hashes.length * a) / 32, { least: 6, most: 22 });
  const bloom = new Uint32Array(2 ** bits);
  const shift = 32 - bits;
  for (let p = 0; p < hashes.length; p++) {
    const hash = hashes[p] ?? 0;
    const word = hash >>> shift;
    bloom[word] = (bloom[word] ?? 0) | (1 << (hash >>> (shift - 5))) | (1 << (hash >>> (shift - 10)));
  }
  return { bloom, bloomShift: shift };
}

/** log₂ of the power of two that is at least `wanted`, within limits. */
export function bitsFor(wanted: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, Math.ceil(Math.log2(Math.max(1, wanted)))));
}

type Slots = Pick<PrefixTable, "slots" | "slotShift" | "entries" | "deep">;

function slotsOf(patterns: Patterns, hashed: Hashed): Slots {
  const bits = bitsFor(patterns.count, { least: 4, most: 26 });
  const slotShift = 32 - bits;
  const slots = slotStarts(hashed.hashes, bits);
  const entries = fillSlots(slots, slotShift, hashed);
  const deep = deepGroups(patterns, hashed.words);
  const slotCount = 2 ** bits;
  let filled = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    const from = slots[slot] ?? 0;
    const to = slots[slot + 1] ?? 0;
    slots[slot] = filled;
    if (to - from > longestSlot) {
      filled = writeParts(
        entries,
        filled,
        splitSlot(entries.slice(from * 2, to * 2), hashed, { patterns, deep }),
      );
      continue;
    }
    if (to - from > 1) sortEqualHashes(entries, { from, to }, patterns.offsets);
    if (filled < from) entries.copyWithin(filled * 2, from * 2, to * 2);
    filled += to - from;
  }
  slots[slotCount] = filled;
  return { slots, slotShift, entries: entries.subarray(0, filled * 2), deep: deep.finish() };
}

/** Where the entries of each slot start, by counting; and of one slot more. */
function slotStarts(hashes: Uint32Array, bits: number): Uint32Array {
  const slotCount = 2 ** bits;
  const starts = new Uint32Array(slotCount + 1);
  const shift = 32 - bits;
  for (let p = 0; p < hashes.length; p++) {
    const next = ((hashes[p] ?? 0) >>> shift) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let slot = 0; slot < slotCount; slot++)
    starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0);
  return starts;
}

/** Entries in the order of their slots, and there in that of their patterns. */
function fillSlots(starts: Uint32Array, shift: number, { hashes, words }: Hashed): Uint32Array {
  const entries = new Uint32Array(hashes.length * 2);
  const next = starts.slice();
  for (let p = 0; p < hashes.length; p++) {
    const hash = hashes[p] ?? 0;
    const place = next[hash >>> shift] ?? 0;
    next[hash >>> shift] = place + 1;
    entries[place * 2] = hash;
    entries[place * 2 + 1] = words[p] ?? 0;
  }
  return entries;
}

/** By insertion: entries of one hash by the length of their patterns; others cannot match at one place. */
function sortEqualHashes(
  entries: Uint32Array,
  { from, to }: { from: number; to: number },
  offsets: Uint32Array,
): void {
  for (let i = from + 1; i < to; i++) {
    const hash = entries[i * 2] ?? 0;
    const word = entries[i * 2 + 1] ?? 0;
    let at = i;
    for (; at > from && isAfter(entries, at - 1, { hash, word, offsets }); at--) {
      entries.copyWithin(at * 2, at * 2 - 2, at * 2);
    }
    entries[at * 2] = hash;
    entries[at * 2 + 1] = word;
  }
}

type Entry = { readonly hash: number; readonly word: number; readonly offsets: Uint32Array };

/** Whether the entry belongs after the other: by hash, then length. */
function isAfter(entries: Uint32Array, i: number, { hash, word, offsets }: Entry): boolean {
  const before = entries[i * 2] ?? 0;
  if (before !== hash) return before > hash;
  return lengthOf(offsets, (entries[i * 2 + 1] ?? 0) & patternMask) > lengthOf(offsets, word & patternMask);
}

function lengthOf(offsets: Uint32Array, pattern: number): number {
  return (offsets[pattern + 1] ?? 0) - (offsets[pattern] ?? 0);
}

function writeParts(entries: Uint32Array, from: number, parts: readonly number[]): number {
  entries.set(parts, from * 2);
  return from + parts.length / 2;
}

/**
 * The entries of a crowded slot, in groups by whole hash. Where that leaves many groups still (hashes that were made to
 * collide), they are grouped by class instead, for a search that does not depend on the hash.
 */
function splitSlot(
  slot: Uint32Array,
  { words, classes }: Hashed,
  { patterns, deep }: { patterns: Patterns; deep: ReturnType<typeof deepGroups> },
): number[] {
  const members = Uint32Array.from(
    { length: slot.length / 2 },
    (_, i) => (slot[i * 2 + 1] ?? 0) & patternMask,
  );
  const hashOf = new Map(Array.from(members, (pattern, i) => [pattern, slot[i * 2] ?? 0]));
  const byHash = groupBy(members, (pattern) => hashOf.get(pattern) ?? 0);
  if (byHash.size > longestSlot) {
    const byClass = groupBy(members, (pattern) => classes[pattern] ?? 0);
    return Array.from(byClass, ([number, group]) => [
      0,
      (deep.add(Uint32Array.from(group), number + 1) | deepBit) >>> 0,
    ]).flat();
  }
  return Array.from(byHash, ([hash, group]) => {
    if (group.length > longestSlot) return [hash, (deep.add(Uint32Array.from(group), 0) | deepBit) >>> 0];
    const sorted = group.toSorted((a, b) => lengthOf(patterns.offsets, a) - lengthOf(patterns.offsets, b));
    return sorted.flatMap((pattern) => [hash, words[pattern] ?? 0]);
  }).flat();
}

function groupBy(slot: Uint32Array, keyOf: (pattern: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const pattern of slot) {
    const group = groups.get(keyOf(pattern));
    if (group === undefined) groups.set(keyOf(pattern), [pattern]);
    else group.push(pattern);
  }
  return groups;
}
