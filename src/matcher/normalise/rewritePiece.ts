import { canonicalPiece } from "./canonicalPiece.js";
import { dropped } from "./characterTrie.js";
import { addCodePoint, codePoints } from "./codePoints.js";
import type { Normaliser } from "./normaliser.js";
import { reserve } from "./normaliser.js";
import { classOf, staysInPiece } from "./readPiece.js";
import { unicodeData } from "./unicodeData.js";
import { decodeAt, writeCodePoint } from "./utf8.js";

/**
 * Reads the piece that the normaliser is in from its first character on: that and all that may join it. Writes it anew,
 * normalised as a whole; returns the index after it.
 */
export function rewritePiece(state: Normaliser, source: Uint8Array, to: number): number {
  piece.length = 0;
  let at = state.pieceFrom;
  while (at < to) {
    const decoded = decodeAt(source, at, to);
    const value = classOf(state.trie, decoded & 0xffffff);
    if (piece.length > 0 && !staysInPiece(value)) break;
    if (value !== dropped) addCodePoint(piece, decoded & 0xffffff);
    at += decoded >> 24;
  }
  const canonical = canonicalPiece(unicodeData(), piece);
  state.length = state.pieceTo;
  reserve(state, canonical.length * 4 + to - at);
  for (let i = 0; i < canonical.length; i++) {
    state.length = writeCodePoint(state.bytes, state.length, canonical.values[i] ?? 0);
  }
  if (piece.values.length > 4096) piece = codePoints();
  state.pieceFrom = at;
  state.pieceTo = state.length;
  state.lastOrder = 0;
  return at;
}

/** Kept between calls, which are many and short. */
let piece = codePoints();
