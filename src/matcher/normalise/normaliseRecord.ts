import { copied, dropped, firstReplacement, orderedMark, spaced } from "./characterTrie.js";
import { copyAscii } from "./copyAscii.js";
import { copyPlain } from "./copyPlain.js";
import type { Normaliser } from "./normaliser.js";
import { reserve } from "./normaliser.js";
import { rewritePiece } from "./rewritePiece.js";
import { decodeAt, isMalformed, writeCodePoint } from "./utf8.js";

const space = 0x20;

/**
 * Appends the canonical view of `source[from … to)`, one whole text, the normaliser's source.
 * Cost: O(bytes). Free room is never less than the bytes still to be read, so that copying needs no check.
 */
export function normaliseRecord(state: Normaliser, from: number, to: number): void {
  const { source } = state;
  reserve(state, to - from);
  state.recordStart = state.length;
  startPiece(state, from);
  for (let at = from; at < to;) {
    at = (source[at] ?? 0) < 0x80 ? copyAscii(state, at, to) : copyOthers(state, at, to);
  }
}

/** Appends the canonical view of a run of characters outside ASCII; returns the index after it. Hot loop. */
function copyOthers(state: Normaliser, from: number, to: number): number {
  const { source, trie } = state;
  const { blocks, values } = trie;
  let at = from;
  while (at < to) {
    at = copyPlain(state, at, to);
    if (at === to || (source[at] ?? 0) < 0x80) break;
    const decoded = decodeAt(source, at, to);
    const codePoint = decoded & 0xffffff;
    const value = values[((blocks[codePoint >> 6] ?? 0) << 6) | (codePoint & 63)] ?? copied;
    if (value === copied && codePoint !== 0xfffd) {
      startPiece(state, at);
      at = copyBytes(state, source, [at, at + (decoded >> 24)]);
    } else {
      at = writeChanged(state, source, { at, to, decoded, value });
    }
  }
  return at;
}

type Character = {
  readonly at: number;
  readonly to: number;
  readonly decoded: number;
  readonly value: number;
};

/** The same for one character that is not simply copied. */
function writeChanged(state: Normaliser, source: Uint8Array, { at, to, decoded, value }: Character): number {
  const next = at + (decoded >> 24);
  if (value >= firstReplacement) {
    startPiece(state, at);
    writeReplacement(state, value - firstReplacement, to - next);
    return next;
  }
  if (value === spaced) {
    writeSpace(state);
    startPiece(state, next);
    return next;
  }
  if (value === dropped) return next;
  if (value === copied) {
    startPiece(state, at);
    return isMalformed(source, at, decoded)
      ? writeMalformed(state, next, to)
      : copyBytes(state, source, [at, next]);
  }
  const order = state.trie.combining[decoded & 0xffffff] ?? 0;
  if (value !== orderedMark || order < state.lastOrder) return rewritePiece(state, source, to);
  state.lastOrder = order;
  return copyBytes(state, source, [at, next]);
}

function startPiece(state: Normaliser, at: number): void {
  state.pieceFrom = at;
  state.pieceTo = state.length;
  state.lastOrder = 0;
}

function copyBytes(state: Normaliser, source: Uint8Array, [from, to]: readonly [number, number]): number {
  const target = state.bytes;
  let { length } = state;
  for (let at = from; at < to; at++) target[length++] = source[at] ?? 0;
  state.length = length;
  return to;
}

function writeMalformed(state: Normaliser, next: number, to: number): number {
  reserve(state, to - next + 3);
  state.length = writeCodePoint(state.bytes, state.length, 0xfffd);
  return next;
}

function writeReplacement(state: Normaliser, replacement: number, left: number): void {
  const { bytes, offsets, lastOrders } = state.trie;
  const from = offsets[replacement] ?? 0;
  const to = offsets[replacement + 1] ?? 0;
  reserve(state, left + to - from);
  copyBytes(state, bytes, [from, to]);
  state.lastOrder = lastOrders[replacement] ?? 0;
}

function writeSpace(state: Normaliser): void {
  if (state.length > state.recordStart && state.bytes[state.length - 1] === space) return;
  state.bytes[state.length++] = space;
}
