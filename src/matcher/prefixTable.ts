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
} from "./kernel/assembly/layout.js";
import { gates } from "./kernel/gates.js";
import type { Gates } from "./kernel/gates.js";
import type { Patterns } from "./kernel/patterns.js";

/** Bytes that are hashed, by length class: the greatest that a pattern has. */
export const prefixLengths = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16] as const;

const longest = prefixLengths[prefixLengths.length - 1] ?? 1;

/** Bits a pattern in the Bloom filter, before the power of two above. */
const bloomBits = 12;

/** More entries than this in a slot, and they become a sorted group with a binary search. */
const longestSlot = 8;

/** Edges of each pattern whose boundary matters to some (`check`) and to all (`need`) of its terms; bits as in `startEdge`. */
export type Edges = { readonly check: Uint8Array; readonly need: Uint8Array };

/** Hash table over the first bytes of all patterns, with the filters that stand before it. */
export type PrefixTable = Gates & {
  readonly classMasks: Uint32Array;
  readonly classes: number;
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
export function compilePrefixTable(patterns: Patterns, edges: Edges): PrefixTable {
  const classOf = classesOf(patterns);
  const present = prefixLengths.filter((_, i) => classOf.includes(i));
  const numbers = Uint8Array.from(prefixLengths, (length) => Math.max(0, present.indexOf(length)));
  const hashed: Hashed = {
    hashes: new Uint32Array(patterns.count),
    words: new Uint32Array(patterns.count),
    classes: classOf.map((i) => numbers[i] ?? 0),
  };
  for (let p = 0; p < patterns.count; p++) {
    const i = classOf[p] ?? 0;
    hashed.hashes[p] = prefixHash(patterns, p, { length: prefixLengths[i] ?? 1, number: numbers[i] ?? 0 });
    hashed.words[p] = p | ((edges.check[p] ?? 0) << checkShift) | ((edges.need[p] ?? 0) << needShift);
  }
  return {
    ...gates(patterns, edges.need),
    classMasks: Uint32Array.from(present.flatMap(wordMasks)),
    classes: present.length,
    ...bloomOf(hashed.hashes),
    ...slotsOf(patterns, hashed),
  };
}

function classesOf({ count, offsets }: Patterns): Uint8Array {
  const classOf = new Uint8Array(count);
  const ofLength = Uint8Array.from({ length: longest + 1 }, (_, size) =>
    Math.max(
      0,
      prefixLengths.findLastIndex((length) => length <= size),
    ),
  );
  for (let p = 0; p < count; p++) {
    classOf[p] = ofLength[Math.min(longest, (offsets[p + 1] ?? 0) - (offsets[p] ?? 0))] ?? 0;
  }
  return classOf;
}

/** Masks of the four 32-bit words that a prefix of this length lies in. */
function wordMasks(length: number): number[] {
  return [0, 4, 8, 12].map((from) => {
    const size = Math.max(0, Math.min(4, length - from));
    return size === 4 ? 0xffffffff : 2 ** (size * 8) - 1;
  });
}

function prefixHash(
  { bytes, offsets }: Patterns,
  pattern: number,
  { length, number }: { length: number; number: number },
): number {
  const from = offsets[pattern] ?? 0;
  const to = from + length;
  return (
    Math.imul(wordAt(bytes, from, to), multiply0) +
    Math.imul(wordAt(bytes, from + 4, to), multiply1) +
    Math.imul(wordAt(bytes, from + 8, to), multiply2) +
    Math.imul(wordAt(bytes, from + 12, to), multiply3) +
    Math.imul(number, classSalt)
  );
}

/** Four bytes, the first one lowest; 0 from `to` on. */
function wordAt(bytes: Uint8Array, at: number, to: number): number {
  let value = 0;
  for (let i = Math.min(at + 4, to) - 1; i >= at; i--) value = (value << 8) | (bytes[i] ?? 0);
  return value;
}

/** Two bits a pattern, both in the 32-bit word that the upper bits of its hash name; the next ten bits name them. */
function bloomOf(hashes: Uint32Array): Pick<PrefixTable, "bloom" | "bloomShift"> {
  const bits = bitsFor((hashes.length * bloomBits) / 32, { least: 6, most: 22 });
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
