import type { Patterns } from "./patterns.js";

/**
 * Groups of patterns that share a prefix, each sorted by text for a binary search.
 * `groups`, four words each: first entry, number of entries, bytes that all of them share, and 0
 * when the entry's hash must be equal, else the only class (its number + 1) whose search leads here.
 * `entries`, three words each: the four bytes after the shared ones (first byte highest, 0 past the end), the pattern
 * word, and the entry of the group's longest pattern that is a proper prefix of this one, or 0xffffffff.
 */
export type DeepGroups = { readonly groups: Uint32Array; readonly entries: Uint32Array };

type Maker = { add(group: Uint32Array, onlyClass: number): number; finish(): DeepGroups };

const none = 0xffffffff;

/** Collects groups; `add` returns the number of the group. Cost of a group: O(n log n) comparisons of texts. */
export function deepGroups(patterns: Patterns, words: Uint32Array): Maker {
  const groups: number[] = [];
  const entries: Uint32Array[] = [];
  let count = 0;
  return {
    add(group, onlyClass) {
      const sorted = group.toSorted((a, b) => compareTexts(patterns, a, b));
      const depth = sharedBytes(patterns, sorted[0] ?? 0, sorted.at(-1) ?? 0);
      entries.push(entriesOf(patterns, words, { sorted, depth }));
      groups.push(count, sorted.length, depth, onlyClass);
      count += sorted.length;
      return groups.length / 4 - 1;
    },
    finish() {
      const all = new Uint32Array(count * 3);
      let at = 0;
      for (const part of entries) {
        all.set(part, at);
        at += part.length;
      }
      return { groups: Uint32Array.from(groups), entries: all };
    },
  };
}

function entriesOf(
  patterns: Patterns,
  words: Uint32Array,
  { sorted, depth }: { sorted: Uint32Array; depth: number },
): Uint32Array {
  const entries = new Uint32Array(sorted.length * 3);
  const open: number[] = [];
  for (const [i, pattern] of sorted.entries()) {
    while (open.length > 0 && !isPrefix(patterns, sorted[open.at(-1) ?? 0] ?? 0, pattern)) open.pop();
    entries[i * 3] = keyAt(patterns, pattern, depth);
    entries[i * 3 + 1] = words[pattern] ?? 0;
    entries[i * 3 + 2] = open.at(-1) ?? none;
    open.push(i);
  }
  return entries;
}

function keyAt({ bytes, offsets }: Patterns, pattern: number, depth: number): number {
  const from = (offsets[pattern] ?? 0) + depth;
  const to = offsets[pattern + 1] ?? 0;
  let key = 0;
  for (let i = from; i < from + 4; i++) key = (key << 8) | (i < to ? (bytes[i] ?? 0) : 0);
  return key;
}

function compareTexts(patterns: Patterns, a: number, b: number): number {
  const shared = sharedBytes(patterns, a, b);
  const { bytes, offsets } = patterns;
  const [atA, atB] = [(offsets[a] ?? 0) + shared, (offsets[b] ?? 0) + shared];
  const [endA, endB] = [offsets[a + 1] ?? 0, offsets[b + 1] ?? 0];
  if (atA === endA || atB === endB) return Number(atB === endB) - Number(atA === endA);
  return (bytes[atA] ?? 0) - (bytes[atB] ?? 0);
}

function isPrefix(patterns: Patterns, short: number, long: number): boolean {
  const { offsets } = patterns;
  return sharedBytes(patterns, short, long) === (offsets[short + 1] ?? 0) - (offsets[short] ?? 0);
}

function sharedBytes({ bytes, offsets }: Patterns, a: number, b: number): number {
  const [fromA, fromB] = [offsets[a] ?? 0, offsets[b] ?? 0];
  const most = Math.min((offsets[a + 1] ?? 0) - fromA, (offsets[b + 1] ?? 0) - fromB);
  let shared = 0;
  while (shared < most && bytes[fromA + shared] === bytes[fromB + shared]) shared++;
  return shared;
}
