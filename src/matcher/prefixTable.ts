import type { Utf8Column } from "./utf8Column.js";
import { recordCount } from "./utf8Column.js";

const prefixLengths = [1, 2, 4, 8] as const;
type PrefixLength = (typeof prefixLengths)[number];

/** Hash table over the first bytes of the patterns of one length class. */
export type PrefixTable = {
  /** Bytes that are hashed: the greatest of 1, 2, 4, 8 that every pattern of the class has. */
  readonly length: PrefixLength;
  /** The hash is shifted right by this, so that it lies in 0 … slots − 1. */
  readonly shift: number;
  /** Patterns of slot s: `patterns[starts[s] … starts[s + 1])`. */
  readonly starts: Int32Array;
  readonly patterns: Int32Array;
};

/** One table per length class that has patterns; within a slot patterns keep their order. A counting sort: O(patterns). */
export function compilePrefixTables(patterns: Utf8Column): PrefixTable[] {
  const classes = new Map<PrefixLength, number[]>();
  for (let pattern = 0; pattern < recordCount(patterns); pattern++) {
    const size = (patterns.offsets[pattern + 1] ?? 0) - (patterns.offsets[pattern] ?? 0);
    const length = prefixLengths.findLast((candidate) => candidate <= size);
    if (length === undefined) continue;
    const members = classes.get(length);
    if (members === undefined) classes.set(length, [pattern]);
    else members.push(pattern);
  }
  return prefixLengths.flatMap((length) => {
    const members = classes.get(length);
    return members === undefined ? [] : [compileTable(patterns, length, members)];
  });
}

/** The slot for the bytes at `at`, which must hold `length` bytes more. */
export function slotAt(
  bytes: Uint8Array,
  at: number,
  { length, shift }: Pick<PrefixTable, "length" | "shift">,
): number {
  return Math.imul(prefixWord(bytes, at, length), 0x9e3779b1) >>> shift;
}

function prefixWord(bytes: Uint8Array, at: number, length: PrefixLength): number {
  if (length === 1) return bytes[at] ?? 0;
  if (length === 2) return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const word = word32(bytes, at);
  return length === 4 ? word : Math.imul(word, 0x85ebca6b) ^ word32(bytes, at + 4);
}

function word32(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function compileTable(patterns: Utf8Column, length: PrefixLength, members: readonly number[]): PrefixTable {
  const bits = Math.min(24, Math.ceil(Math.log2(members.length)) + 2);
  const shift = 32 - bits;
  const slots = members.map((pattern) =>
    slotAt(patterns.bytes, patterns.offsets[pattern] ?? 0, { length, shift }),
  );
  const starts = new Int32Array(2 ** bits + 1);
  for (const slot of slots) starts[slot + 1] = (starts[slot + 1] ?? 0) + 1;
  for (let slot = 1; slot < starts.length; slot++)
    starts[slot] = (starts[slot] ?? 0) + (starts[slot - 1] ?? 0);
  const next = starts.slice();
  const ordered = new Int32Array(members.length);
  for (const [i, slot] of slots.entries()) {
    const place = next[slot] ?? 0;
    ordered[place] = members[i] ?? 0;
    next[slot] = place + 1;
  }
  return { length, shift, starts, patterns: ordered };
}
