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
  for (const hash of hashes) {
    const word = hash >>> shift;
    bloom[word] = (bloom[word] ?? 0) | (1 << (hash >>> (shift - 5))) | (1 << (hash >>> (shift - 10)));
  }
  return { bloom, bloomShift: shift };
}

/** log₂ of the power of two that is at least `wanted`, within limits. */
export function bitsFor(wanted: number, { least, most }: { least: number; most: number }): number {
  return Math.min(most, Math.max(least, Math.ceil(Math.log2(Math.max(1, wanted)))));
}

function slotsOf(
  patterns: Patterns,
  { hashes, words, classes }: Hashed,
): Pick<PrefixTable, "slots" | "slotShift" | "entries" | "deep"> {
  const bits = bitsFor(patterns.count, { least: 4, most: 26 });
  const slotShift = 32 - bits;
  const order = sortBySlot(hashes, bits);
  const deep = deepGroups(patterns, words);
  const slots = new Uint32Array(2 ** bits + 1);
  const entries = new Uint32Array(patterns.count * 2);
  let filled = 0;
  const put = (hash: number, word: number): void => {
    entries[filled++] = hash;
    entries[filled++] = word;
  };
  for (let slot = 0, i = 0; slot < 2 ** bits; slot++) {
    const from = i;
    while (i < order.length && (hashes[order[i] ?? 0] ?? 0) >>> slotShift === slot) i++;
    slots[slot] = filled / 2;
    if (i - from <= longestSlot) {
      sortByLength(order, { from, to: i }, patterns.offsets);
      for (let at = from; at < i; at++) {
        const pattern = order[at] ?? 0;
        entries[filled++] = hashes[pattern] ?? 0;
        entries[filled++] = words[pattern] ?? 0;
      }
    } else {
      for (const { hash, onlyClass, group } of splitSlot(order.slice(from, i), hashes, classes)) {
        if (group.length > longestSlot || onlyClass > 0) put(hash, deep.add(group, onlyClass) | deepBit);
        else {
          sortByLength(group, { from: 0, to: group.length }, patterns.offsets);
          for (const pattern of group) put(hash, words[pattern] ?? 0);
        }
      }
    }
  }
  slots[2 ** bits] = filled / 2;
  return { slots, slotShift, entries: entries.slice(0, filled), deep: deep.finish() };
}

/** Patterns in the order of their slots, by counting. */
function sortBySlot(hashes: Uint32Array, bits: number): Uint32Array {
  const next = new Uint32Array(2 ** bits + 1);
  const shift = 32 - bits;
  for (const hash of hashes) next[(hash >>> shift) + 1] = (next[(hash >>> shift) + 1] ?? 0) + 1;
  for (let slot = 0; slot < 2 ** bits; slot++) next[slot + 1] = (next[slot + 1] ?? 0) + (next[slot] ?? 0);
  const order = new Uint32Array(hashes.length);
  for (let p = 0; p < hashes.length; p++) {
    const slot = (hashes[p] ?? 0) >>> shift;
    const place = next[slot] ?? 0;
    order[place] = p;
    next[slot] = place + 1;
  }
  return order;
}

function sortByLength(
  order: Uint32Array,
  { from, to }: { from: number; to: number },
  offsets: Uint32Array,
): void {
  for (let i = from + 1; i < to; i++) {
    const pattern = order[i] ?? 0;
    const length = lengthOf(offsets, pattern);
    let at = i;
    for (; at > from && lengthOf(offsets, order[at - 1] ?? 0) > length; at--) order[at] = order[at - 1] ?? 0;
    order[at] = pattern;
  }
}

function lengthOf(offsets: Uint32Array, pattern: number): number {
  return (offsets[pattern + 1] ?? 0) - (offsets[pattern] ?? 0);
}

type SlotPart = { readonly hash: number; readonly onlyClass: number; readonly group: Uint32Array };

/**
 * A crowded slot, split by whole hash. Where that leaves many groups still (hashes that were made to collide), it is
 * split by class instead, for a search that does not depend on the hash; `onlyClass` is then the class's number + 1.
 */
function splitSlot(slot: Uint32Array, hashes: Uint32Array, classes: Uint8Array): SlotPart[] {
  const byHash = groupBy(slot, (pattern) => hashes[pattern] ?? 0);
  if (byHash.size <= longestSlot) {
    return Array.from(byHash, ([hash, group]) => ({ hash, onlyClass: 0, group: Uint32Array.from(group) }));
  }
  const byClass = groupBy(slot, (pattern) => classes[pattern] ?? 0);
  return Array.from(byClass, ([number, group]) => ({
    hash: 0,
    onlyClass: number + 1,
    group: Uint32Array.from(group),
  }));
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
