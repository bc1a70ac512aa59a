import { longestKey, firstRunClass, runClasses, startEdge, endEdge } from "./assembly/layout.js";
import { bindingTable } from "./binding.js";
import { codePointAt, isBindingAt } from "./neighbours.js";
import type { Patterns } from "./patterns.js";

/** Keys of free patterns, in bytes: the greatest that a pattern has. */
export const keyLengths = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16] as const;

/** The first bytes of each pattern that are hashed, and the class that says how a text's key is cut. */
export type Keys = {
  /** Numbers below `firstRunClass` are indexes of `lengths`. */
  readonly classes: Uint8Array;
  /** Bytes of the key, at most `longestKey`. */
  readonly sizes: Uint8Array;
  /** Bytes of the first run, at most 7; 0 for a free pattern. */
  readonly firstRuns: Uint8Array;
  /** The keys' lengths of free patterns, those that occur, ascending. */
  readonly lengths: readonly number[];
  /** The most runs in a key, 0–3. */
  readonly runDepth: number;
};

/**
 * Keys of all patterns. A run is a sequence of letters that continue one another, as a text's words are; the key of a
 * pattern that can only stand at a run's start and whose runs end in it is all of its first (at most three) runs, which
 * few other places share. Others are free: their key is a prefix of a fixed length.
 * @param need edges that every term of the pattern needs
 */
export function patternKeys(patterns: Patterns, need: Uint8Array): Keys {
  const { count, offsets } = patterns;
  const keys = {
    classes: new Uint8Array(count),
    sizes: new Uint8Array(count),
    firstRuns: new Uint8Array(count),
  };
  const lengthIndexes = new Uint8Array(longestKey + 1);
  const readRuns = runReader(patterns, keys);
  let runDepth = 0;
  for (let p = 0; p < count; p++) {
    const runs = readRuns(p, need[p] ?? 0);
    runDepth = Math.max(runDepth, runs);
    if (runs > 0) continue;
    const size = sizeOf((offsets[p + 1] ?? 0) - (offsets[p] ?? 0));
    lengthIndexes[size] = 1;
    keys.sizes[p] = size;
  }
  const lengths = keyLengths.filter((length) => lengthIndexes[length] === 1);
  for (const [i, length] of lengths.entries()) lengthIndexes[length] = i;
  for (let p = 0; p < count; p++) {
    if (keys.firstRuns[p] === 0) keys.classes[p] = lengthIndexes[keys.sizes[p] ?? 0] ?? 0;
  }
  return { ...keys, lengths, runDepth };
}

const sizeByLength = Uint8Array.from({ length: longestKey + 1 }, (_, length) =>
  Math.max(0, ...keyLengths.filter((size) => size <= length)),
);

function sizeOf(length: number): number {
  return sizeByLength[Math.min(length, longestKey)] ?? longestKey;
}

/** Notes the key of a pattern of runs and gives how many it has; 0 for a free pattern, which is left alone. */
function runReader(
  { bytes, offsets }: Patterns,
  { classes, sizes, firstRuns }: Pick<Keys, "classes" | "sizes" | "firstRuns">,
): (pattern: number, need: number) => number {
  const binding = bindingTable();
  const ascii = Uint8Array.from({ length: 128 }, (_, byte) => Number(isBindingAt(binding, byte)));
  return (pattern, need) => {
    if ((need & startEdge) === 0) return 0;
    const from = offsets[pattern] ?? 0;
    const to = offsets[pattern + 1] ?? 0;
    let count = 0;
    let end = from;
    let firstRun = 0;
    let after = 0;
    for (let at = from; at <= to && count < runClasses; at++) {
      const lead = at < to ? (bytes[at] ?? 0) : 0;
      if ((lead & 0xc0) === 0x80) continue;
      const is = lead < 0x80 ? (ascii[lead] ?? 0) : Number(isBindingAt(binding, codePointAt(bytes, at)));
      if (after > is) {
        if (at === to && (need & endEdge) === 0) return 0;
        count++;
        end = at;
        if (count === 1) firstRun = at - from;
      }
      after = is;
    }
    classes[pattern] = firstRunClass + count - 1;
    sizes[pattern] = Math.min(longestKey, end - from);
    firstRuns[pattern] = Math.min(7, firstRun);
    return count;
  };
}

/** Masks of the four 32-bit words that a key of each size lies in. */
export function keyMasks(): Int32Array {
  const bytes = new Uint8Array((longestKey + 1) * longestKey);
  for (let size = 0; size <= longestKey; size++)
    bytes.fill(0xff, size * longestKey, size * longestKey + size);
  return new Int32Array(bytes.buffer);
}
