import { evasiveTerm } from "../evasiveColumn.js";
import { normaliseColumn } from "../normaliseColumn.js";
import type { Term, TermView } from "../term.js";
import type { Utf8Column } from "../utf8Column.js";
import { utf8Column } from "../utf8Column.js";

/** Terms of pattern p: `list[first[p] … first[p + 1])`, in the order of their ids. */
export type Members = { readonly first: Uint32Array; readonly list: Uint32Array };

/** The distinct texts of a package in one view, in the order of first appearance, and the terms that share each. */
export type Patterns = {
  readonly count: number;
  /** Text p: `bytes[offsets[p] … offsets[p + 1])`, never empty. After the last one stand 16 zeros, to be read as words. */
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  /** Which terms share each text; `undefined` where each term has one of its own, and its index is the pattern's. */
  readonly members: Members | undefined;
  /** Terms without a text, ascending. */
  readonly empty: Uint32Array;
};

type Texts = { bytes: Uint8Array<ArrayBuffer>; length: number };

const encoder = new TextEncoder();
const lineFeed = 0x0a;
const space = 0x20;
const none = 0xffffffff;
const padding = 16;

export type PatternReader = {
  /** Takes the terms from `from` on, in order. */
  add(terms: readonly Term[], from: number): void;
  finish(): Patterns;
};

/**
 * Normalises terms and finds those that become one. Cost: O(bytes).
 * @param terms all of them
 */
export function patternReader(terms: readonly Term[], view: TermView): PatternReader {
  const index = textIndex(terms.length);
  const patternOf = new Uint32Array(terms.length).fill(none);
  const empty: number[] = [];
  return {
    add(batch, from) {
      const { bytes, offsets } = viewOf(batch, view);
      for (let i = 0; i + 1 < offsets.length; i++) {
        // Each run of white space is one space in both views.
        let [start, end] = [offsets[i] ?? 0, offsets[i + 1] ?? 0];
        if (start < end && bytes[start] === space) start++;
        if (start < end && bytes[end - 1] === space) end--;
        if (start === end) empty.push(from + i);
        else patternOf[from + i] = index.add(bytes, start, end);
      }
    },
    finish() {
      const { count, bytes, offsets } = index.finish();
      const members = count === terms.length ? undefined : groupMembers(terms, patternOf, count);
      return { count, bytes, offsets, members, empty: Uint32Array.from(empty) };
    },
  };
}

function viewOf(terms: readonly Term[], view: TermView): Utf8Column {
  if (view === "evasive") return utf8Column(terms.map(({ term }) => evasiveTerm(term)));
  return normaliseColumn(linesOf(terms.map(({ term }) => term))).canonical;
}

/** A column of the texts with a line feed after each, which is trimmed later: encoding them one by one takes far longer. */
function linesOf(raws: readonly string[]): Utf8Column {
  const bytes = encoder.encode(`${raws.join("\n")}\n`);
  const offsets = new Int32Array(raws.length + 1);
  let at = 0;
  for (let i = 1; i <= raws.length; i++) {
    at = bytes.indexOf(lineFeed, at) + 1;
    offsets[i] = at;
  }
  const isOneLineEach = at === bytes.length;
  return isOneLineEach ? { bytes, offsets } : utf8Column(raws);
}

type TextIndex = {
  /** The number of the text. */
  add(source: Uint8Array, from: number, to: number): number;
  finish(): { readonly count: number; readonly bytes: Uint8Array; readonly offsets: Uint32Array };
};

/** Distinct texts, numbered in the order of first appearance, in an open hash table. */
function textIndex(most: number): TextIndex {
  const texts: Texts = { bytes: new Uint8Array(1024 + most * 24), length: 0 };
  const offsets = new Uint32Array(most + 1);
  const tableBits = Math.max(4, Math.ceil(Math.log2(most + 1)) + 1);
  const table = new Uint32Array(2 ** tableBits);
  let count = 0;
  return {
    add(source, from, to) {
      let slot = hashOf(source, from, to) >>> (32 - tableBits);
      for (let known = table[slot] ?? 0; known !== 0; known = table[slot] ?? 0) {
        const start = offsets[known - 1] ?? 0;
        const isLong = (offsets[known] ?? 0) - start === to - from;
        if (isLong && isSame({ bytes: texts.bytes, start }, { bytes: source, from, to })) return known - 1;
        slot = (slot + 1) & (table.length - 1);
      }
      append(texts, source, { from, to });
      table[slot] = ++count;
      offsets[count] = texts.length;
      return count - 1;
    },
    finish() {
      const end = texts.length + padding;
      reserve(texts, padding);
      return { count, bytes: texts.bytes.subarray(0, end), offsets: offsets.subarray(0, count + 1) };
    },
  };
}

function append(texts: Texts, source: Uint8Array, { from, to }: { from: number; to: number }): void {
  reserve(texts, to - from);
  const { bytes } = texts;
  let { length } = texts;
  for (let i = from; i < to; i++) bytes[length++] = source[i] ?? 0;
  texts.length = length;
}

function reserve(texts: Texts, more: number): void {
  if (texts.length + more <= texts.bytes.length) return;
  const grown = new Uint8Array(Math.max(texts.length + more, texts.bytes.length * 2));
  grown.set(texts.bytes.subarray(0, texts.length));
  texts.bytes = grown;
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
}

type Known = { readonly bytes: Uint8Array; readonly start: number };
type Sought = { readonly bytes: Uint8Array; readonly from: number; readonly to: number };

function isSame(known: Known, { bytes, from, to }: Sought): boolean {
  for (let i = from, j = known.start; i < to; i++, j++) if (bytes[i] !== known.bytes[j]) return false;
  return true;
}

function groupMembers(terms: readonly Term[], patternOf: Uint32Array, count: number): Members {
  const first = new Uint32Array(count + 1);
  for (const pattern of patternOf) if (pattern !== none) first[pattern + 1] = (first[pattern + 1] ?? 0) + 1;
  for (let i = 0; i < count; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0);
  const next = first.slice();
  const list = new Uint32Array(first[count] ?? 0);
  for (let index = 0; index < patternOf.length; index++) {
    const pattern = patternOf[index] ?? none;
    if (pattern === none) continue;
    const place = next[pattern] ?? 0;
    list[place] = index;
    next[pattern] = place + 1;
  }
  for (let i = 0; i < count; i++) {
    const [from, to] = [first[i] ?? 0, first[i + 1] ?? 0];
    if (to - from > 1) sortById(terms, list.subarray(from, to));
  }
  return { first, list };
}

function sortById(terms: readonly Term[], group: Uint32Array): void {
  const idOf = (index: number): string => terms[index]?.termId ?? "";
  group.sort((a, b) => (idOf(a) === idOf(b) ? a - b : idOf(a) < idOf(b) ? -1 : 1));
}
